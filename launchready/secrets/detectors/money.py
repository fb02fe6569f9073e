"""Keys of payment providers and shops."""

from launchready.core.finding import Impact
from launchready.secrets.detectors.detector import Detector, leaked, token

DETECTORS = (
    Detector(
        rule=leaked(
            "stripe-secret-key",
            "a Stripe secret key",
            opens="charge, refund and read your customers' payments",
            revoke="Roll the key in Stripe's dashboard under API keys",
        ),
        thing="a Stripe secret key",
        pattern=token(r"[sr]k_(?:live|prod)_[A-Za-z0-9]{16,247}"),
        anchors=("sk_live_", "rk_live_", "sk_prod_", "rk_prod_"),
        plugin="StripeDetector",
        rank=3,
    ),
    Detector(
        rule=leaked(
            "stripe-test-key",
            "a Stripe test key",
            opens="read and change your test data at Stripe; no money moves",
            revoke="Roll the test key in Stripe's dashboard under API keys",
            impact=Impact.RISK,
            hours=0.25,
        ),
        thing="a Stripe test key",
        pattern=token(r"[sr]k_test_[A-Za-z0-9]{16,247}"),
        anchors=("sk_test_", "rk_test_"),
        rank=3,
    ),
    Detector(
        rule=leaked(
            "stripe-webhook-secret",
            "a Stripe webhook secret",
            opens="send your product payment events that never happened",
            revoke="Roll the secret in Stripe's dashboard under Webhooks",
        ),
        thing="a webhook signing secret",
        pattern=token(r"whsec_[A-Za-z0-9+/]{32,128}={0,2}"),
        anchors=("whsec_",),
        rank=3,
    ),
    Detector(
        rule=leaked(
            "square-token",
            "a Square secret",
            opens="charge, refund and read your customers' payments",
            revoke="Replace it in Square's developer dashboard under Credentials",
        ),
        thing="a Square secret",
        pattern=token(r"sq0(?:csp|atp)-[A-Za-z0-9_\\-]{22,43}|EAAA[A-Za-z0-9_-]{60}"),
        anchors=("sq0csp-", "sq0atp-", "EAAA"),
        plugin="SquareOAuthDetector",
        rank=3,
    ),
    Detector(
        rule=leaked(
            "paddle-key",
            "a Paddle API key",
            opens="read your customers and change their subscriptions",
            revoke="Revoke it in Paddle under Developer tools, Authentication, make a new one",
        ),
        thing="a Paddle API key",
        pattern=token(r"pdl_live_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}"),
        anchors=("pdl_live_apikey_",),
        rank=3,
    ),
    Detector(
        rule=leaked(
            "plaid-secret",
            "a Plaid secret",
            opens="read the bank data your customers shared",
            revoke="Rotate the secret in Plaid's dashboard under Keys",
        ),
        thing="a Plaid secret",
        pattern=token(
            r"[a-f0-9]{30}|access-(?:production|development)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            named="plaid",
        ),
        anchors=("plaid",),
        folded=True,
        shown=0,
    ),
    Detector(
        rule=leaked(
            "shopify-token",
            "a Shopify token",
            opens="read orders and customers, and change your shop",
            revoke="Uninstall or rotate the app's token in Shopify's admin under Apps",
        ),
        thing="a Shopify token",
        pattern=token(r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
        anchors=("shpat_", "shpca_", "shppa_", "shpss_"),
        rank=3,
    ),
)
