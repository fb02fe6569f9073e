"""Keys of hosts, databases and the services a product is made of."""

from launchready.secrets.detectors.checksum import base62_crc
from launchready.secrets.detectors.detector import Detector, Weigh, leaked, token, usually
from launchready.secrets.detectors.family import with_joints

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_DEPLOY = "deploy, read settings and delete what runs there"
_DATA = "read and delete your customers' data"


def _key(
    name: str,
    thing: str,
    opens: str,
    where: str,
    pattern: str,
    *anchors: str,
    named: str = "",
    rank: int = 3,
    weigh: Weigh = usually,
) -> Detector:
    return Detector(
        rule=leaked(name, thing, opens=opens, revoke=f"Delete it {where}, make a new one"),
        thing=thing,
        pattern=token(pattern, named=with_joints(named)),
        anchors=anchors,
        folded=bool(named),
        shown=0 if named else 3,
        rank=2 if named and rank == 3 else rank,
        weigh=weigh,
    )


DETECTORS = (
    _key(
        "vercel-token",
        "a Vercel token",
        _DEPLOY,
        "in Vercel's account settings under Tokens",
        r"vc[piark]_[A-Za-z0-9]{56}",
        *("vcp_", "vci_", "vca_", "vcr_", "vck_"),
        weigh=base62_crc,
    ),
    _key(
        "netlify-token",
        "a Netlify token",
        _DEPLOY,
        "in Netlify under Applications",
        r"nfp_[A-Za-z0-9]{36}",
        "nfp_",
    ),
    _key(
        "render-key",
        "a Render key",
        _DEPLOY,
        "in Render's account settings under API Keys",
        r"rnd_[A-Za-z0-9]{28,32}",
        "rnd_",
    ),
    _key(
        "fly-token",
        "a Fly.io token",
        _DEPLOY,
        "with fly tokens revoke",
        r"fm(?:1[ar]|2)_[A-Za-z0-9+/_-]{100,2000}={0,3}|fo1_[A-Za-z0-9_-]{43}",
        *("fm1a_", "fm1r_", "fm2_", "fo1_"),
    ),
    _key(
        "railway-token",
        "a Railway token",
        _DEPLOY,
        "in Railway under Tokens",
        _UUID,
        "railway",
        named=r"railway_(?:api_)?token",
    ),
    _key(
        "heroku-key",
        "a Heroku key",
        _DEPLOY,
        "in Heroku's account settings",
        r"HRKU-AA[A-Za-z0-9_-]{58}",
        "HRKU-",
    ),
    _key(
        "heroku-key",
        "a Heroku key",
        _DEPLOY,
        "in Heroku's account settings",
        _UUID,
        "heroku",
        named=r"heroku[A-Za-z_]{0,12}(?:key|token)",
    ),
    _key(
        "supabase-secret-key",
        "a Supabase secret key",
        f"{_DATA}, past every row policy",
        "in Supabase's project settings under API Keys",
        r"sb_secret_[A-Za-z0-9_-]{22}_[A-Za-z0-9_-]{8}|sbp_[a-f0-9]{40}",
        *("sb_secret_", "sbp_"),
    ),
    _key(
        "neon-key",
        "a Neon key",
        _DATA,
        "in Neon's account settings under API keys",
        r"napi_[A-Za-z0-9]{60,68}",
        "napi_",
    ),
    _key(
        "planetscale-token",
        "a PlanetScale secret",
        _DATA,
        "in PlanetScale's settings",
        r"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,64}",
        "pscale_",
    ),
    _key(
        "databricks-token",
        "a Databricks token",
        _DATA,
        "in Databricks under Developer, Access tokens",
        r"dapi[a-f0-9]{32}(?:-[0-9])?",
        "dapi",
    ),
    _key(
        "doppler-token",
        "a Doppler token",
        "read every secret you keep there",
        "in Doppler under Access",
        r"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}",
        "dp.",
    ),
    _key(
        "clerk-secret-key",
        "a Clerk secret key",
        "sign in as any of your users",
        "in Clerk's dashboard under API keys",
        r"sk_live_[A-Za-z0-9]{40,80}",
        "clerk",
        named="clerk",
        rank=4,
    ),
    _key(
        "algolia-admin-key",
        "an Algolia admin key",
        "change and delete your search index",
        "in Algolia under API Keys",
        r"[a-f0-9]{32}",
        "algolia",
        named=r"algolia[A-Za-z_]{0,12}(?:admin|write)[A-Za-z_]{0,12}key",
    ),
)
