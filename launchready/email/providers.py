"""What well-known senders need in a domain's DNS, from their own setup pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A service that sends mail in a founder's name.

    `include` is the domain its customers include in SPF; "" where bounces go to a domain of the
    service's own or to a subdomain, so that the customer's SPF is never asked. `selectors` are
    those it gives to every customer; a service that makes them up for each has none here.
    """

    title: str
    include: str = ""
    selectors: tuple[str, ...] = ()


PROVIDERS = {
    "google": Provider(title="Google Workspace", include="_spf.google.com", selectors=("google",)),
    "microsoft": Provider(
        title="Microsoft 365",
        include="spf.protection.outlook.com",
        selectors=("selector1", "selector2"),
    ),
    "zoho": Provider(title="Zoho Mail", include="zohomail.com", selectors=("zmail", "zoho")),
    "fastmail": Provider(
        title="Fastmail", include="spf.messagingengine.com", selectors=("fm1", "fm2", "fm3")
    ),
    "proton": Provider(
        title="Proton Mail",
        include="_spf.protonmail.ch",
        selectors=("protonmail", "protonmail2", "protonmail3"),
    ),
    "icloud": Provider(title="iCloud Mail", include="icloud.com", selectors=("sig1",)),
    "postmark": Provider(title="Postmark", selectors=("pm",)),
    "sendgrid": Provider(title="SendGrid", selectors=("s1", "s2")),
    "mailgun": Provider(title="Mailgun", selectors=("k1", "mx", "smtp", "pic", "mailo", "email")),
    "mailchimp": Provider(title="Mailchimp", selectors=("k1", "k2", "k3")),
    "mandrill": Provider(title="Mandrill", selectors=("mandrill", "mte1", "mte2")),
    "resend": Provider(title="Resend", selectors=("resend",)),
    "ses": Provider(title="Amazon SES"),
    "brevo": Provider(title="Brevo", selectors=("mail", "brevo1", "brevo2")),
    "klaviyo": Provider(title="Klaviyo", selectors=("kl", "kl2")),
    "zendesk": Provider(title="Zendesk", selectors=("zendesk1", "zendesk2")),
    "hubspot": Provider(title="HubSpot"),
    "cloudflare": Provider(
        title="Cloudflare Email Routing", include="_spf.mx.cloudflare.net", selectors=("cf2024-1",)
    ),
}
_OTHER_NAMES = {
    "googleworkspace": "google",
    "gsuite": "google",
    "gmail": "google",
    "microsoft365": "microsoft",
    "office365": "microsoft",
    "outlook": "microsoft",
    "m365": "microsoft",
    "o365": "microsoft",
    "amazonses": "ses",
    "awsses": "ses",
    "protonmail": "proton",
    "twilio": "sendgrid",
    "sendinblue": "brevo",
}

# Selectors many domains use, tried where nothing better is known.
USUAL_SELECTORS = ("default", "dkim", "mail", "email", "k1", "s1", "s2", "selector1", "google")


def known_as(name: str) -> Provider | None:
    """The provider people mean by a name, however they write it."""
    bare = "".join(one for one in name.lower() if one.isalnum())
    return PROVIDERS.get(_OTHER_NAMES.get(bare, bare))
