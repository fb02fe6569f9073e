"""Keys of what products build around language models: search, voice, memory, traces."""

from launchready.secrets.detectors.detector import Detector
from launchready.secrets.detectors.family import HEX32, HEX40, HEX64, UUID, form, named

_SPEND = "spend your money there and read what your product sent"


def _tool(name: str, who: str, pattern: str, *anchors: str) -> Detector:
    return form(name, _thing(who), _SPEND, f"in {who} under API keys", pattern, *anchors)


def _named(name: str, who: str, words: str, pattern: str, *anchors: str) -> Detector:
    where = f"in {who} under API keys"
    return named(name, _thing(who), _SPEND, where, words, pattern, *anchors)


def _thing(who: str) -> str:
    return f"{'an' if who[0] in 'AEIO' else 'a'} {who} key"


DETECTORS = (
    _tool("pinecone-key", "Pinecone", r"pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{63}", "pcsk_"),
    _tool("elevenlabs-key", "ElevenLabs", r"sk_[a-f0-9]{48}", "sk_"),
    _tool("langsmith-key", "LangSmith", r"lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}", "lsv2_"),
    _tool("langsmith-key", "LangSmith", r"ls__[a-f0-9]{32}", "ls__"),
    _tool("langfuse-key", "Langfuse", rf"sk-lf-{UUID}", "sk-lf-"),
    _tool("helicone-key", "Helicone", r"sk-helicone-[a-z0-9-]{28,60}", "sk-helicone-"),
    _tool("voyage-key", "Voyage", r"pa-[A-Za-z0-9_-]{43}", "pa-"),
    _tool("jina-key", "Jina", r"jina_[a-f0-9]{32}[A-Za-z0-9_-]{28}", "jina_"),
    _tool("tavily-key", "Tavily", r"tvly-(?:dev-|prod-)?[A-Za-z0-9]{32}", "tvly-"),
    _tool("firecrawl-key", "Firecrawl", rf"fc-{HEX32}", "fc-"),
    _tool("e2b-key", "E2B", rf"e2b_{HEX40}", "e2b_"),
    _tool("llamacloud-key", "LlamaCloud", r"llx-[A-Za-z0-9]{48}", "llx-"),
    _tool("cartesia-key", "Cartesia", r"sk_car_[A-Za-z0-9]{20,40}", "sk_car_"),
    _tool("mem0-key", "Mem0", r"m0-[A-Za-z0-9]{40}", "m0-"),
    _tool("context7-key", "Context7", rf"ctx7sk-{UUID}", "ctx7sk-"),
    _tool("cursor-key", "Cursor", rf"crsr_{HEX64}", "crsr_"),
    _tool("apify-token", "Apify", r"apify_api_[A-Za-z0-9]{36}", "apify_api_"),
    _tool("browserbase-key", "Browserbase", r"bb_live_[A-Za-z0-9_-]{27}", "bb_live_"),
    _tool("portkey-key", "Portkey", r"pk-portkey-[A-Za-z0-9]{20,40}", "pk-portkey-"),
    _tool(
        "braintrust-key",
        "Braintrust",
        r"sk-bt-[A-Za-z0-9]{40,60}|bt-st-[A-Za-z0-9]{40,60}",
        *("sk-bt-", "bt-st-"),
    ),
    _named("exa-key", "Exa", r"exa_(?:api_)?key", UUID, *("exa_api", "exa_key")),
    _named("deepgram-key", "Deepgram", r"deepgram", HEX40, "deepgram"),
    _named("assemblyai-key", "AssemblyAI", r"assembly_?ai", HEX32, "assemblyai", "assembly_ai"),
    _named(
        "wandb-key",
        "Weights & Biases",
        r"(?:wandb|weights_?and_?biases)",
        HEX40,
        "wandb",
        "weights",
    ),
    _named(
        "elevenlabs-key",
        "ElevenLabs",
        r"(?:eleven_?labs|xi_?api_?key|xi-api-key)",
        HEX32,
        *("eleven", "xi_api", "xi-api", "xiapi"),
    ),
    _named("serpapi-key", "SerpApi", r"serp_?api", HEX64, "serpapi", "serp_api"),
    _named("serper-key", "Serper", r"serper", HEX40, "serper"),
    _named(
        "scrapingbee-key",
        "ScrapingBee",
        r"scraping_?bee",
        r"[A-Z0-9]{80}",
        "scrapingbee",
        "scraping_bee",
    ),
    _named(
        "vapi-key",
        "Vapi",
        r"vapi_(?:private_|api_)?(?:key|token)",
        UUID,
        *("vapi_api", "vapi_key", "vapi_private", "vapi_token"),
    ),
    _named(
        "hume-key",
        "Hume",
        r"hume_(?:api|secret)",
        r"[A-Za-z0-9]{48,64}",
        *("hume_api", "hume_secret"),
    ),
    _named("clarifai-key", "Clarifai", r"clarifai", HEX32, "clarifai"),
    _named("unstructured-key", "Unstructured", r"unstructured", r"[A-Za-z0-9]{30}", "unstructured"),
    _named(
        "brave-search-key",
        "Brave Search",
        r"brave_(?:search_)?(?:api_)?(?:key|token)|x-subscription-token",
        r"BSA[A-Za-z0-9_-]{24,32}",
        "brave",
        "x-subscription-token",
    ),
)
