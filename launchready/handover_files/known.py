"""Whose service a name in DNS belongs to, in the words people know the account by.

Each suffix is one the service's own set-up pages tell its customers to point at.
"""

from collections.abc import Iterable

_DNS = {
    "ns.cloudflare.com": "Cloudflare",
    "awsdns": "Amazon Route 53",
    "googledomains.com": "Google Cloud DNS",
    "azure-dns": "Azure DNS",
    "domaincontrol.com": "GoDaddy",
    "registrar-servers.com": "Namecheap",
    "dns.hetzner.com": "Hetzner",
    "hetzner.de": "Hetzner",
    "vercel-dns.com": "Vercel",
    "nsone.net": "NS1 (Netlify uses it too)",
    "digitalocean.com": "DigitalOcean",
    "gandi.net": "Gandi",
    "ovh.net": "OVHcloud",
    "anycast.me": "OVHcloud",
    "dnsimple": "DNSimple",
    "porkbun.com": "Porkbun",
    "ui-dns": "IONOS",
    "dnsmadeeasy.com": "DNS Made Easy",
    "linode.com": "Linode",
    "hover.com": "Hover",
    "name.com": "Name.com",
    "inwx": "INWX",
    "transip": "TransIP",
    "squarespacedns.com": "Squarespace",
    "wixdns.net": "Wix",
    "desec.io": "deSEC",
}
_MAIL = {
    "google.com": "Google Workspace",
    "googlemail.com": "Google Workspace",
    "outlook.com": "Microsoft 365",
    "messagingengine.com": "Fastmail",
    "protonmail.ch": "Proton Mail",
    "zoho.com": "Zoho Mail",
    "zoho.eu": "Zoho Mail",
    "icloud.com": "iCloud Mail",
    "mx.cloudflare.net": "Cloudflare Email Routing",
    "mailgun.org": "Mailgun",
    "inbound.postmarkapp.com": "Postmark",
    "sendgrid.net": "SendGrid",
    "amazonaws.com": "Amazon SES",
    "migadu.com": "Migadu",
    "mailbox.org": "mailbox.org",
    "secureserver.net": "GoDaddy",
    "privateemail.com": "Namecheap",
    "ionos": "IONOS",
    "ovh.net": "OVHcloud",
    "forwardemail.net": "Forward Email",
    "improvmx.com": "ImprovMX",
    "pphosted.com": "Proofpoint",
    "mimecast.com": "Mimecast",
}
_EDGE = {
    "cdn.cloudflare.net": "Cloudflare",
    "cloudfront.net": "Amazon CloudFront",
    "fastly.net": "Fastly",
    "fastlylb.net": "Fastly",
    "b-cdn.net": "bunny.net",
    "edgekey.net": "Akamai",
    "edgesuite.net": "Akamai",
    "akamaiedge.net": "Akamai",
    "azurefd.net": "Azure Front Door",
}
_PAYMENTS = {
    "stripe": "Stripe",
    "paddle": "Paddle",
    "lemonsqueezy": "Lemon Squeezy",
    "lemon-squeezy": "Lemon Squeezy",
    "paypal": "PayPal",
    "braintree": "Braintree",
    "adyen": "Adyen",
    "mollie": "Mollie",
    "razorpay": "Razorpay",
    "gocardless": "GoCardless",
    "chargebee": "Chargebee",
    "checkout.com": "Checkout.com",
    "klarna": "Klarna",
    "square": "Square",
    "polar": "Polar",
}
_CODE = {
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "bitbucket.org": "Bitbucket",
    "codeberg.org": "Codeberg",
    "dev.azure.com": "Azure DevOps",
}
_DATA = {
    "NEON_": "Neon",
    "SUPABASE_": "Supabase",
    "PLANETSCALE_": "PlanetScale",
    "TURSO_": "Turso",
    "MONGODB_": "MongoDB",
    "MONGO_": "MongoDB",
    "POSTGRES": "PostgreSQL",
    "PGHOST": "PostgreSQL",
    "MYSQL": "MySQL",
    "DATABASE_URL": "a database (`DATABASE_URL`)",
    "REDIS": "Redis",
    "UPSTASH_": "Upstash",
}


def dns_host(server: str) -> str:
    """Who runs a name server; "" for one nobody here knows."""
    return _by_part(server, _DNS)


def mail_host(server: str) -> str:
    return _by_suffix(server, _MAIL)


def edge(target: str) -> str:
    return _by_suffix(target, _EDGE)


def code_host(host: str) -> str:
    return _by_suffix(host, _CODE)


def payments(words: Iterable[str]) -> tuple[str, ...]:
    """The payment services that hosts or names of variables speak of."""
    named = [one.lower().replace("_", "-") for one in words]
    found = [
        name
        for part, name in _PAYMENTS.items()
        if any(part in _labels(one) or ("." in part and one.endswith(part)) for one in named)
    ]
    return tuple(dict.fromkeys(found))


def databases(variables: Iterable[str]) -> tuple[str, ...]:
    """The databases that names of variables speak of."""
    named = list(variables)
    found = [name for part, name in _DATA.items() if any(one.startswith(part) for one in named)]
    return tuple(dict.fromkeys(found))


def _labels(name: str) -> set[str]:
    return {*name.split("."), *name.replace(".", "-").split("-")}


def _by_suffix(name: str, known: dict[str, str]) -> str:
    text = name.lower().rstrip(".")
    for suffix, said in known.items():
        is_part = "." not in suffix and suffix in text
        if is_part or text == suffix or text.endswith(f".{suffix}"):
            return said
    return ""


def _by_part(name: str, known: dict[str, str]) -> str:
    """Name servers carry numbers within: ns-12.awsdns-34.co.uk."""
    text = f".{name.lower().rstrip('.')}"
    return next((said for part, said in known.items() if f".{part}" in text), "")
