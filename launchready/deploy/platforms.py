"""The platforms founders deploy to, and the signs by which each is known."""

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform: patterns of paths, of workflow steps, of names it points to, and of headers.

    `front_headers` are set by a front door that may stand before another platform. `names` are
    ends of names an alias leads to. A guest runs on a cloud of another name. `back` is its exact
    way back, `caveat` what that does not bring back; sources: each vendor's own pages on
    rollbacks.
    """

    name: str
    files: str = ""
    steps: str = ""
    names: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    front_headers: tuple[tuple[str, str], ...] = ()
    back: str = ""
    caveat: str = ""
    is_automatic: bool = False
    is_guest: bool = False


_ALL = (
    Platform(
        name="vercel",
        files=r"(^|/)(vercel|now)\.json$",
        steps=r"\bvercel\s+(deploy|--prod|--token|build)|amondnet/vercel-action|\bnpx vercel\b",
        names=("vercel-dns.com", "vercel-dns-0*.com", "vercel.app", "now.sh"),
        headers=(("x-vercel-id", ""), ("server", "vercel")),
        back="vercel rollback DEPLOYMENT",
        caveat="Environment variables and the database stay as they are; cron jobs go back too; on "
        "Hobby one step only.",
        is_automatic=True,
    ),
    Platform(
        name="netlify",
        files=r"(^|/)netlify\.toml$",
        steps=r"\bnetlify\s+deploy|nwtgck/actions-netlify|netlify/actions",
        names=("netlify.app", "netlify.com", "netlifyglobalcdn.com"),
        headers=(("x-nf-request-id", ""), ("server", "netlify")),
        back='netlify api restoreSiteDeploy --data \'{"site_id": "SITE", "deploy_id": "DEPLOY"}\'',
        caveat="Stop auto publishing too, or the next push replaces it; environment variables and "
        "data stay as they are.",
        is_automatic=True,
    ),
    Platform(
        name="render",
        files=r"(^|/)render\.ya?ml$",
        steps=r"api\.render\.com/deploy|render-deploy|\brender deploys create",
        names=("onrender.com",),
        headers=(("x-render-origin-server", ""), ("rndr-id", "")),
        back="POST https://api.render.com/v1/services/SERVICE/rollback with the deployId",
        caveat="Through the API auto-deploy stays on: turn it off, or the next push undoes it. The "
        "database and environment variables stay as they are.",
        is_automatic=True,
    ),
    Platform(
        name="fly",
        files=r"(^|/)fly(\.[\w-]+)?\.toml$",
        steps=r"\b(flyctl|fly)\s+deploy|superfly/flyctl-actions",
        names=("fly.dev",),
        headers=(("fly-request-id", ""), ("server", "fly/")),
        back="fly releases --image, then fly deploy --image REGISTRY/IMAGE:EARLIER",
        caveat="Fly has no rollback command; secrets and the database stay as they are.",
    ),
    Platform(
        name="railway",
        files=r"(^|/)(railway\.(json|toml)|railpack\.json)$",
        steps=r"\brailway\s+(up|redeploy)",
        names=("railway.app",),
        headers=(("server", "railway"), ("x-railway-edge", "")),
        back="Deployments > the earlier one > Rollback, in the dashboard",
        caveat="Volumes, databases and migrations stay as they are; variables go back with the "
        "deployment.",
        is_automatic=True,
    ),
    Platform(
        name="heroku",
        files=r"(^|/)(heroku\.yml|app\.json)$",
        steps=r"heroku-deploy|git\.heroku\.com|\bheroku\s+(container:release|builds:create)",
        names=("herokudns.com", "herokuapp.com", "herokussl.com"),
        headers=(("via", "vegur"), ("via", "heroku-router")),
        back="heroku rollback vNUMBER",
        caveat="Config vars come back with the release; add-ons and the database do not.",
        is_automatic=True,
    ),
    Platform(
        name="aws",
        files=r"(^|/)(amplify\.ya?ml|samconfig\.toml|serverless\.ya?ml|serverless\.ts|cdk\.json|apprunner\.ya?ml|appspec\.ya?ml"
        r"|Dockerrun\.aws\.json|sst\.config\.ts|template\.ya?ml|task-definition[\w.-]*\.json)$|(^|/)(\.ebextensions|\.elasticbeanstalk)/|(^|/)copilot/[^/]+/manifest\.yml$",
        steps=r"aws-actions/amazon-ecs-deploy|\baws\s+(ecs|elasticbeanstalk|lambda|s3\s+sync|amplify|deploy)\b|\beb\s+deploy"
        r"|\bsam\s+deploy|\bserverless\s+deploy|\bsls\s+deploy|\bcdk\s+deploy|\bsst\s+deploy|beanstalk-deploy",
        names=(
            "elasticbeanstalk.com",
            "amplifyapp.com",
            "elb.amazonaws.com",
            "awsapprunner.com",
            "on.aws",
        ),
        headers=(("server", "awselb"), ("x-amzn-requestid", ""), ("apigw-requestid", "")),
        front_headers=(("x-amz-cf-id", ""), ("server", "amazons3")),
        back="aws ecs update-service --cluster CLUSTER --service SERVICE --task-definition FAMILY:EARLIER",  # noqa: E501 - data, one a line
        caveat="Other services of AWS have a way of their own; parameters and databases stay as they are.",  # noqa: E501 - data, one a line
    ),
    Platform(
        name="gcp",
        files=r"(^|/)(app\.yaml|cloudbuild\.ya?ml|clouddeploy\.ya?ml)$",
        steps=r"\bgcloud\s+(beta\s+)?(run|app|functions)\s+(services\s+)?deploy|google-github-actions/deploy",
        names=("ghs.googlehosted.com", "run.app", "appspot.com"),
        headers=(("server", "google frontend"),),
        back="gcloud run services update-traffic SERVICE --to-revisions EARLIER=100",
        caveat="Traffic stays on that revision until you send it to the latest again; its "
        "variables come back with it, the database does not.",
    ),
    Platform(
        name="azure",
        files=r"(^|/)(azure\.yaml|staticwebapp\.config\.json)$",
        steps=r"azure/(webapps-deploy|static-web-apps-deploy|container-apps-deploy|functions-action)|\baz\s+(webapp|containerapp)\s+(up|deploy|update)|\bazd\s+(up|deploy)",
        names=("azurewebsites.net", "azurestaticapps.net", "azurefd.net", "azurecontainerapps.io"),
        headers=(("x-ms-request-id", ""), ("x-azure-app-service", "")),
        front_headers=(("x-azure-ref", ""),),
        back="az webapp deployment slot swap --resource-group GROUP --name APP --slot staging",
        caveat="The slot must still hold the earlier version; settings tied to a slot stay with "
        "it, and the database stays as it is.",
    ),
    Platform(
        name="digitalocean",
        files=r"(^|/)\.do/[^/]*\.ya?ml$",
        steps=r"digitalocean/app_action|\bdoctl\s+apps\s+(create-deployment|update)",
        names=("ondigitalocean.app",),
        headers=(("x-do-app-origin", ""),),
        back="App > Activity > the earlier deployment > Rollback, in the dashboard",
        caveat="The app is pinned until you commit to the rollback; its settings come back with "
        "it, databases stay as they are.",
        is_automatic=True,
    ),
    Platform(
        name="cloudflare",
        files=r"(^|/)wrangler\.(toml|jsonc?)$",
        steps=r"cloudflare/(wrangler-action|pages-action)|\bwrangler\s+(deploy|publish|pages\s+deploy)",
        names=("pages.dev", "workers.dev"),
        back="wrangler rollback VERSION",
        caveat="KV, D1 and Durable Objects stay as they are; secrets changed since do too.",
    ),
    Platform(
        name="kamal",
        is_guest=True,
        files=r"(^|/)config/deploy\.yml$",
        steps=r"\bkamal\s+(deploy|redeploy|setup)",
        back="kamal rollback VERSION",
        caveat="Only versions whose container is still on the server; secrets and the database "
        "stay as they are.",
    ),
    Platform(
        name="coolify",
        is_guest=True,
        steps=r"coolify|/api/v1/deploy\?uuid=",
        back="Deployments > Rollback, in the dashboard",
        caveat="Only images still on the server; variables and the database stay as they are.",
    ),
    Platform(
        name="kubernetes",
        is_guest=True,
        files=r"(^|/)(Chart\.yaml|helmfile\.ya?ml|skaffold\.ya?ml|kustomization\.ya?ml|deployment\.ya?ml)$",
        steps=r"\bhelm\s+upgrade|\bkubectl\s+(apply|set\s+image|rollout)|\bskaffold\s+run|azure/k8s-deploy",
        back="kubectl rollout undo deployment/NAME --to-revision=EARLIER",
        caveat="Secrets, config maps and the database stay as they are.",
    ),
    Platform(
        name="docker",
        is_guest=True,
        files=r"(^|/)(docker-)?compose[.-]prod(uction)?\.ya?ml$",
        steps=r"appleboy/ssh-action|\bssh\s+[^\n]*(docker|deploy|pull)|docker[ -]compose\s+[^\n]*up\b[^\n]*-d|\brsync\s+[^\n]*@|\bcap\s+production\s+deploy"  # noqa: E501 - data, one a line
        r"|\bdokku\b|docker\s+stack\s+deploy",
        back="docker compose up -d with the earlier image's tag",
        caveat="Keep the earlier image on the server or in a registry; the database stays as it is.",  # noqa: E501 - data, one a line
    ),
)
PLATFORMS = {one.name: one for one in _ALL}


def leading_to(alias: str) -> list[Platform]:
    """Platforms an alias leads to, by its end."""
    return [one for one in _ALL if any(fnmatchcase(f".{alias}", f"*.{name}") for name in one.names)]
