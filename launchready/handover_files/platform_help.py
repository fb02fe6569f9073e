"""What to do on each platform when a certificate, a secret or the product itself is in trouble.

Sources: each vendor's own pages on custom domains, on variables and on logs. Words in capitals
are to be replaced; no command has a secret on its line.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Words for one platform; `status` is the page that tells whether the fault is theirs."""

    certificate: str
    variable: str
    logs: str
    status: str = ""


HELP = {
    "vercel": Help(
        certificate="Vercel renews by itself while the name points at it. Look at Project > "
        "Settings > Domains, then issue a new one: `vercel certs issue HOST`.",
        variable="`vercel env rm NAME production`, `vercel env add NAME production` (it asks "
        "for the value), then `vercel redeploy DEPLOYMENT`.",
        logs="`vercel logs DEPLOYMENT`",
        status="https://www.vercel-status.com",
    ),
    "netlify": Help(
        certificate="Site > Domain management > HTTPS > Renew certificate; Netlify renews by "
        "itself while the name points at it.",
        variable="Site > Environment variables > edit, then Deploys > Trigger deploy.",
        logs="Site > Logs",
        status="https://www.netlifystatus.com",
    ),
    "render": Help(
        certificate="Service > Settings > Custom Domains > Verify; Render renews by itself while "
        "the name points at it and no CAA record forbids its issuers.",
        variable="Service > Environment > edit and save; Render deploys again by itself.",
        logs="Service > Logs",
        status="https://status.render.com",
    ),
    "fly": Help(
        certificate="`fly certs check HOST` says what is missing; `fly certs add HOST` asks anew.",
        variable="`fly secrets import` reads NAME=VALUE lines from standard input and restarts the "
        "app.",
        logs="`fly logs`",
        status="https://status.flyio.net",
    ),
    "railway": Help(
        certificate="Service > Settings > Networking: take the custom domain away, add it again "
        "and wait for the green mark.",
        variable="Service > Variables > edit, then Deploy.",
        logs="`railway logs`",
        status="https://status.railway.com",
    ),
    "heroku": Help(
        certificate="`heroku certs:auto` says what is missing; `heroku certs:auto:refresh` asks "
        "anew.",
        variable="App > Settings > Reveal Config Vars > edit; Heroku restarts by itself.",
        logs="`heroku logs --tail`",
        status="https://status.heroku.com",
    ),
    "aws": Help(
        certificate="`aws acm describe-certificate --certificate-arn ARN`: ACM renews by itself "
        "while the CNAME it asked for stands in DNS; publish it again where it has gone.",
        variable="Secrets Manager or Parameter Store > the entry > new value, then start the tasks "
        "again: `aws ecs update-service --cluster CLUSTER --service SERVICE "
        "--force-new-deployment`.",
        logs="`aws logs tail GROUP --follow`",
        status="https://health.aws.amazon.com/health/status",
    ),
    "gcp": Help(
        certificate="`gcloud beta run domain-mappings describe --domain HOST` says what is "
        "missing; Google renews by itself while the records it asked for stand in DNS.",
        variable="Secret Manager > the secret > New version, then a new revision: `gcloud run "
        "services update SERVICE --update-secrets NAME=SECRET:latest`.",
        logs="`gcloud run services logs read SERVICE`",
        status="https://status.cloud.google.com",
    ),
    "azure": Help(
        certificate="App Service > Certificates: a managed one renews by itself while the name "
        "points at it; one of your own is uploaded again under Bring your own certificates.",
        variable="Key Vault, or App Service > Environment variables > edit and Apply; it restarts.",
        logs="`az webapp log tail --resource-group GROUP --name APP`",
        status="https://azure.status.microsoft",
    ),
    "digitalocean": Help(
        certificate="App > Settings > Domains: take the domain away and add it again; the platform "
        "renews by itself while the name points at it.",
        variable="App > Settings > Environment variables > edit and save; it deploys again.",
        logs="`doctl apps logs APP --follow`",
        status="https://status.digitalocean.com",
    ),
    "cloudflare": Help(
        certificate="SSL/TLS > Edge Certificates: see which is active; turn Universal SSL off and "
        "on again to have a new one issued.",
        variable="`wrangler secret put NAME` (it asks for the value).",
        logs="`wrangler tail`",
        status="https://www.cloudflarestatus.com",
    ),
    "kamal": Help(
        certificate="The proxy on the server gets certificates itself: ports 80 and 443 must be "
        "open and the name must point at it; then `kamal proxy reboot`.",
        variable="Change it where `.kamal/secrets` reads it from, then `kamal deploy`.",
        logs="`kamal app logs --lines 200`",
    ),
    "coolify": Help(
        certificate="Servers > the server > Proxy > Restart; ports 80 and 443 must be open.",
        variable="The application > Environment Variables > edit, then Redeploy.",
        logs="The application > Logs",
    ),
    "kubernetes": Help(
        certificate="`kubectl get certificate --all-namespaces` and `kubectl describe certificate "
        "NAME` say what is missing; `cmctl renew NAME` asks anew (cert-manager).",
        variable="Change it where the cluster reads it from (a sealed secret, an external store, "
        "or `kubectl edit secret NAME`), then `kubectl rollout restart deployment/NAME`.",
        logs="`kubectl logs deployment/NAME --tail 200`",
    ),
    "docker": Help(
        certificate="On the server: `certbot renew --force-renewal` and reload the web server, or "
        "restart Caddy or Traefik, which renew by themselves; ports 80 and 443 must be open.",
        variable="On the server: edit the file that compose reads, then `docker compose up -d "
        "--force-recreate`.",
        logs="`docker compose logs --tail 200`",
    ),
}
UNKNOWN = Help(
    certificate="Renew it where the host's name points to (ACCESS, part Host). Name the platform "
    "in launchready.yml (`deploy: {target: NAME}`), and its own steps stand here.",
    variable="It is changed where the product reads its variables from (ACCESS, part Host); then "
    "the product is started again.",
    logs="those of whoever runs it (ACCESS, part Host)",
)
