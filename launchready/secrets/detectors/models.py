"""Keys of the providers of language models: whoever has one spends the founder's money."""

from launchready.secrets.detectors.detector import Detector, leaked, token


def _model(name: str, who: str, where: str, pattern: str, *anchors: str) -> Detector:
    thing = f"{'an' if who[0] in 'AOx' else 'a'} {who} key"
    return Detector(
        rule=leaked(
            name,
            thing,
            opens=f"spend your money at {who} and read what your product sent there",
            revoke=f"Delete the key {where}, make a new one",
        ),
        thing=thing,
        pattern=token(pattern),
        anchors=anchors,
        plugin="OpenAIDetector" if name == "openai-key" else "",
        reach=125 if name == "openai-key" else 0,
        rank=3,
    )


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
        r"sk-ant-(?:api|admin|oat)[0-9]{2}-[A-Za-z0-9_-]{80,120}",
        "sk-ant-",
    ),
    _model(
        "openrouter-key",
        "OpenRouter",
        "on openrouter.ai under Keys",
        r"sk-or-v1-[a-f0-9]{64}",
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
        "hf_",
        "api_org_",
    ),
    _model(
        "pinecone-key",
        "Pinecone",
        "in Pinecone's console under API keys",
        r"pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{63}",
        "pcsk_",
    ),
)
