"""Keys of the services a team works with: issues, documents, customers, designs, files."""

from launchready.secrets.detectors.detector import Detector
from launchready.secrets.detectors.family import HEX32, HEX40, UUID, form, named

_DOCS = "read and change your team's work"
_CUSTOMERS = "read and change what you know of your customers"
_FILES = "read and change your files"
_QUOTA = "spend your quota"


def _key(name: str, who: str, opens: str, pattern: str, *anchors: str, reach: int = 0) -> Detector:
    where = f"in {who}'s settings"
    return form(name, _thing(who), opens, where, pattern, *anchors, reach=reach)


def _named(name: str, who: str, opens: str, words: str, pattern: str, *anchors: str) -> Detector:
    return named(name, _thing(who), opens, f"in {who}'s settings", words, pattern, *anchors)


def _thing(who: str) -> str:
    return f"{'an' if who[0] in 'AEIO' else 'a'} {who} key"


DETECTORS = (
    _key(
        "figma-token",
        "Figma",
        _DOCS,
        r"fig[dour]_[A-Za-z0-9_-]{40,50}",
        *("figd_", "figo_", "figu_", "figr_"),
    ),
    _key("trello-token", "Trello", _DOCS, r"ATTA[a-f0-9]{72}", "ATTA"),
    _key("clickup-token", "ClickUp", _DOCS, r"pk_[0-9]{6,9}_[A-Z0-9]{32}", "pk_"),
    _key(
        "hubspot-token",
        "HubSpot",
        _CUSTOMERS,
        rf"pat-(?:na|eu|ap)[0-9]-{UUID}",
        "pat-na",
        "pat-eu",
        "pat-ap",
    ),
    _key(
        "salesforce-token",
        "Salesforce",
        _CUSTOMERS,
        r"00D[A-Za-z0-9]{12,15}![A-Za-z0-9_.]{80,130}",
        "00D",
    ),
    _key(
        "salesforce-refresh-token", "Salesforce", _CUSTOMERS, r"5Aep[A-Za-z0-9._=]{80,100}", "5Aep"
    ),
    _key("zoho-token", "Zoho", _CUSTOMERS, r"1000\.[a-f0-9]{32}\.[a-f0-9]{32}", "1000."),
    _key("typeform-token", "Typeform", _CUSTOMERS, r"tfp_[A-Za-z0-9_-]{40,60}", "tfp_"),
    _key("calcom-key", "Cal.com", _CUSTOMERS, rf"cal_live_{HEX32}", "cal_live_"),
    _key("dropbox-token", "Dropbox", _FILES, r"sl\.(?:u\.)?[A-Za-z0-9_-]{130,1500}", "sl."),
    _key("frameio-token", "Frame.io", _FILES, r"fio-u-[A-Za-z0-9_-]{64}", "fio-u-"),
    _key(
        "contentful-token",
        "Contentful",
        "change what your site says",
        r"CFPAT-[A-Za-z0-9_-]{43}",
        "CFPAT-",
    ),
    _key("adobe-secret", "Adobe", _FILES, r"p8e-[A-Za-z0-9_-]{32}", "p8e-"),
    _key(
        "duffel-token",
        "Duffel",
        "book travel at your cost",
        r"duffel_live_[A-Za-z0-9_-]{43}",
        "duffel_live_",
    ),
    _key("easypost-key", "EasyPost", "buy postage at your cost", r"EZAK[A-Za-z0-9]{54}", "EZAK"),
    _key(
        "shippo-token",
        "Shippo",
        "buy postage at your cost",
        r"shippo_live_[a-f0-9]{40}",
        "shippo_live_",
    ),
    _key("linear-key", "Linear", _DOCS, r"lin_(?:api|oauth|wh)_[A-Za-z0-9]{32,64}", "lin_"),
    _key(
        "notion-token",
        "Notion",
        _DOCS,
        r"ntn_[0-9]{11}[A-Za-z0-9]{35}|secret_[A-Za-z0-9]{43}",
        "ntn_",
        "secret_",
    ),
    _key("airtable-token", "Airtable", _CUSTOMERS, r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}", "pat"),
    _key(
        "mapbox-token",
        "Mapbox",
        "change your maps and spend your quota",
        r"sk\.eyJ[A-Za-z0-9_-]{40,300}\.[A-Za-z0-9_-]{20,30}",
        "sk.eyJ",
    ),
    _named(
        "airtable-key",
        "Airtable",
        _CUSTOMERS,
        r"airtable[a-z_]{0,12}key",
        r"key[A-Za-z0-9]{14}",
        "airtable",
    ),
    _named(
        "asana-token",
        "Asana",
        _DOCS,
        r"asana[a-z_]{0,16}(?:secret|token)",
        rf"{HEX32}|[12]/[0-9]{{15,17}}(?:/[0-9]{{15,17}})?:{HEX32}",
        "asana",
    ),
    _named(
        "trello-token",
        "Trello",
        _DOCS,
        r"trello[a-z_]{0,12}(?:token|secret|key)",
        r"[a-f0-9]{64}|[a-f0-9]{32}",
        "trello",
    ),
    _named(
        "monday-token",
        "monday",
        _DOCS,
        r"monday[a-z_]{0,12}(?:token|secret)",
        r"[A-Za-z0-9]{32,40}",
        "monday",
    ),
    _named(
        "todoist-token",
        "Todoist",
        _DOCS,
        r"todoist[a-z_]{0,12}(?:token|key|secret)",
        HEX40,
        "todoist",
    ),
    _named(
        "shortcut-token",
        "Shortcut",
        _DOCS,
        r"(?:shortcut|clubhouse)[a-z_]{0,12}token",
        UUID,
        "shortcut",
        "clubhouse",
    ),
    _named(
        "coda-token",
        "Coda",
        _DOCS,
        r"coda_(?:api_)?(?:token|key)",
        UUID,
        *("coda_api", "coda_token", "coda_key"),
    ),
    _named(
        "jira-token",
        "Jira",
        _DOCS,
        r"(?:jira|confluence|atlassian)[a-z_]{0,16}(?:token|key|password)",
        r"[A-Za-z0-9]{24}",
        *("jira", "confluence", "atlassian"),
    ),
    _named(
        "zendesk-token",
        "Zendesk",
        _CUSTOMERS,
        r"zendesk[a-z_]{0,12}(?:token|key|secret)",
        r"[A-Za-z0-9]{40}|[a-f0-9]{64}",
        "zendesk",
    ),
    _named(
        "freshdesk-key",
        "Freshdesk",
        _CUSTOMERS,
        r"fresh(?:desk|sales|service|works)[a-z_]{0,12}(?:token|key)",
        r"[A-Za-z0-9_-]{20,22}",
        "fresh",
    ),
    _named(
        "intercom-token",
        "Intercom",
        _CUSTOMERS,
        r"intercom[a-z_]{0,16}(?:token|secret)",
        r"dG9r[A-Za-z0-9+/_-]{50,70}={0,2}|[A-Za-z0-9_-]{36,43}",
        "intercom",
    ),
    _named(
        "pipedrive-token",
        "Pipedrive",
        _CUSTOMERS,
        r"pipedrive[a-z_]{0,12}(?:token|key)",
        HEX40,
        "pipedrive",
    ),
    _named(
        "hubspot-key",
        "HubSpot",
        _CUSTOMERS,
        r"(?:hubspot|hapi)_?[a-z_]{0,12}(?:key|token|secret)",
        UUID,
        "hubspot",
        "hapi",
    ),
    _named(
        "dropbox-secret",
        "Dropbox",
        _FILES,
        r"dropbox[a-z_]{0,12}secret",
        r"[a-z0-9]{15}",
        "dropbox",
    ),
    _named(
        "box-secret",
        "Box",
        _FILES,
        r"box_(?:client_|app_)?secret",
        r"[A-Za-z0-9]{32}",
        *("box_client", "box_app", "box_secret"),
    ),
    _named(
        "webflow-token",
        "Webflow",
        "change what your site says",
        r"webflow[a-z_]{0,12}(?:token|key)",
        r"[a-f0-9]{64}",
        "webflow",
    ),
    _named(
        "contentful-token",
        "Contentful",
        "read what your site keeps",
        r"contentful[a-z_]{0,24}(?:token|key|secret)",
        r"[A-Za-z0-9_-]{43}",
        "contentful",
    ),
    _named(
        "sanity-token",
        "Sanity",
        "change what your site says",
        r"sanity[a-z_]{0,24}token",
        r"sk[A-Za-z0-9]{80,200}",
        "sanity",
    ),
    _named(
        "openweather-key",
        "OpenWeather",
        _QUOTA,
        r"open_?weather[a-z_]{0,12}(?:key|token|id)",
        HEX32,
        "openweather",
        "open_weather",
    ),
    _named(
        "tmdb-key",
        "TMDB",
        _QUOTA,
        r"(?:tmdb|themoviedb)[a-z_]{0,12}key",
        HEX32,
        "tmdb",
        "themoviedb",
    ),
    _named(
        "newsapi-key", "NewsAPI", _QUOTA, r"news_?api[a-z_]{0,6}key", HEX32, "newsapi", "news_api"
    ),
    _named(
        "beamer-key",
        "Beamer",
        "write to your users",
        r"beamer[a-z_]{0,12}(?:key|token)",
        r"b_[A-Za-z0-9=_-]{44}",
        "beamer",
    ),
    _named(
        "close-key",
        "Close",
        _CUSTOMERS,
        r"close(?:_?io|_?crm)?_(?:api_)?(?:key|token)",
        r"api_[A-Za-z0-9]{22}\.[A-Za-z0-9]{22}",
        *("close_api", "close_key"),
        "closeio",
        "closecrm",
    ),
)
