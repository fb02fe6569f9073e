"""Keys of the makers of language models: whoever has one spends the founder's money."""

from launchready.secrets.detectors.detector import Detector, leaked, token
from launchready.secrets.detectors.family import HEX32, HEX40, HEX64, UUID, named


def _model(name: str, who: str, where: str, pattern: str, *anchors: str) -> Detector:
    is_openai = name == "openai-key"
    return Detector(
        rule=leaked(
            name,
            _thing(who),
            opens=f"spend your money at {who} and read what your product sent there",
            revoke=f"Delete the key {where}, make a new one",
        ),
        thing=_thing(who),
        pattern=token(pattern),
        anchors=anchors,
        plugin="OpenAIDetector" if is_openai else "",
        reach=125 if is_openai else 0,
        rank=3,
    )


def _named(name: str, who: str, where: str, words: str, pattern: str, *anchors: str) -> Detector:
    opens = f"spend your money at {who} and read what your product sent there"
    return named(name, _thing(who), opens, where, words, pattern, *anchors)


def _thing(who: str) -> str:
    is_vowel = who[0] in "AEIO" or who[:2] in {"xA", "NV"}
    return f"{'an' if is_vowel else 'a'} {who} key"


DETECTORS = (
    _model(
        "openai-key",
        "OpenAI",
        "on platform.openai.com under API keys",
        r"sk-(?:[A-Za-z0-9_-]{0,100})[A-Za-z0-9_-]{20}T3BlbkFJ[A-Za-z0-9_-]{20,120}",
        "T3BlbkFJ",
    ),
    _model(
        "anthropic-key",
        "Anthropic",
        "in Anthropic's console under API keys",
        r"sk-ant-(?:api|admin|oat|ort|sid)[0-9]{2}-[A-Za-z0-9_-]{80,120}",
        "sk-ant-",
    ),
    _model(
        "openrouter-key",
        "OpenRouter",
        "on openrouter.ai under Keys",
        rf"sk-or-v1-{HEX64}",
        "sk-or-v1-",
    ),
    _model("groq-key", "Groq", "in Groq's console under API Keys", r"gsk_[A-Za-z0-9]{52}", "gsk_"),
    _model("xai-key", "xAI", "in xAI's console", r"xai-[A-Za-z0-9]{70,120}", "xai-"),
    _model(
        "perplexity-key",
        "Perplexity",
        "in Perplexity's settings under API",
        r"pplx-[A-Za-z0-9]{48,56}",
        "pplx-",
    ),
    _model(
        "replicate-token",
        "Replicate",
        "on replicate.com under API tokens",
        r"r8_[A-Za-z0-9]{37,40}",
        "r8_",
    ),
    _model(
        "huggingface-token",
        "Hugging Face",
        "on huggingface.co under Access Tokens",
        r"(?:hf|api_org)_[A-Za-z]{34}",
        *("hf_", "api_org_"),
    ),
    _model(
        "fireworks-key",
        "Fireworks",
        "in Fireworks' settings under API Keys",
        r"fw_[A-Za-z0-9]{22,24}",
        "fw_",
    ),
    _model(
        "cerebras-key",
        "Cerebras",
        "in Cerebras' cloud console under API Keys",
        r"csk-[a-z0-9]{48}",
        "csk-",
    ),
    _model(
        "nvidia-key",
        "NVIDIA",
        "on build.nvidia.com under API Keys",
        r"nvapi-[A-Za-z0-9_-]{60,70}",
        "nvapi-",
    ),
    _model(
        "together-key",
        "Together",
        "in Together's settings under API Keys",
        r"tgp_v1_[A-Za-z0-9_-]{43}",
        "tgp_v1_",
    ),
    _model(
        "anyscale-key",
        "Anyscale",
        "in Anyscale's console under Credentials",
        r"esecret_[a-z0-9]{26}",
        "esecret_",
    ),
    _model(
        "runpod-key",
        "RunPod",
        "in RunPod's settings under API Keys",
        r"rpa_[A-Z0-9]{40}[a-z0-9]{0,8}",
        "rpa_",
    ),
    _model(
        "perplexity-key",
        "Perplexity",
        "in Perplexity's settings under API",
        rf"pplx-{HEX40}",
        "pplx-",
    ),
    _named(
        "deepseek-key",
        "DeepSeek",
        "on platform.deepseek.com under API keys",
        r"deepseek",
        rf"sk-{HEX32}",
        "deepseek",
    ),
    _named(
        "moonshot-key",
        "Moonshot",
        "on platform.moonshot.ai under API Keys",
        r"(?:moonshot|kimi)",
        r"sk-[A-Za-z0-9]{48}",
        *("moonshot", "kimi"),
    ),
    _named(
        "dashscope-key",
        "Alibaba model",
        "in Alibaba's Model Studio under API keys",
        r"(?:dashscope|qwen)",
        rf"sk-{HEX32}",
        *("dashscope", "qwen"),
    ),
    _named(
        "zhipu-key",
        "Zhipu",
        "on open.bigmodel.cn under API Keys",
        r"(?:zhipu(?:ai)?|bigmodel|glm)",
        rf"{HEX32}\.[A-Za-z0-9]{{16}}",
        *("zhipu", "bigmodel", "glm"),
    ),
    _named(
        "mistral-key",
        "Mistral",
        "in Mistral's console under API keys",
        r"mistral",
        r"[A-Za-z0-9]{32}",
        "mistral",
    ),
    _named(
        "cohere-key",
        "Cohere",
        "in Cohere's dashboard under API Keys",
        r"(?:cohere|co_api_key)",
        r"[A-Za-z0-9]{40}",
        *("cohere", "co_api_key"),
    ),
    _named(
        "together-key",
        "Together",
        "in Together's settings under API Keys",
        r"together",
        HEX64,
        "together",
    ),
    _named(
        "stability-key",
        "Stability AI",
        "on platform.stability.ai under API Keys",
        r"(?:stability|dreamstudio)",
        r"sk-[A-Za-z0-9]{48}",
        *("stability", "dreamstudio"),
    ),
    _named(
        "fal-key",
        "fal",
        "on fal.ai under Keys",
        r"fal_(?:key|api|token)",
        rf"{UUID}:{HEX32}",
        *("fal_key", "fal_api", "fal_token"),
    ),
    _named(
        "deepinfra-key",
        "DeepInfra",
        "on deepinfra.com under API keys",
        r"deepinfra",
        r"[A-Za-z0-9]{32}",
        "deepinfra",
    ),
    _named(
        "sambanova-key",
        "SambaNova",
        "in SambaNova's cloud under APIs",
        r"sambanova",
        UUID,
        "sambanova",
    ),
    _named(
        "modal-token",
        "Modal",
        "in Modal's settings under API Tokens",
        r"modal_(?:token_)?(?:secret|token|key)",
        r"as-[A-Za-z0-9]{22}",
        *("modal_token", "modal_secret", "modal_key"),
    ),
)
