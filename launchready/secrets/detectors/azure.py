"""Keys of Microsoft Azure: most carry a mark of their service at a fixed place near their end."""

from launchready.core.finding import Impact
from launchready.secrets.detectors.detector import Detector
from launchready.secrets.detectors.family import form, named

_ROTATE = "Rotate the key in the Azure portal under the resource's Keys"
_B64 = r"[A-Za-z0-9+/]"
_B64_START = r"(?<![A-Za-z0-9+/])"


def _long(name: str, thing: str, opens: str, mark: str) -> Detector:
    """64 bytes in base64 with the mark at the 77th character."""
    pattern = rf"{_B64_START}(?P<value>{_B64}{{76}}{mark}{_B64}{{5}}[AQgw]==)"
    return form(
        name, thing, opens, _ROTATE, pattern, mark.replace("\\", ""), reach=76, shown=0, rank=4
    )


def _short(name: str, thing: str, opens: str, *marks: str) -> Detector:
    """32 bytes in base64 with a mark at the 34th character."""
    either = "|".join(one.replace("+", r"\+") for one in marks)
    pattern = rf"{_B64_START}(?P<value>{_B64}{{33}}(?:{either}){_B64}{{5}}[AEIMQUYcgkosw048]=)(?!=)"
    return form(name, thing, opens, _ROTATE, pattern, *marks, reach=33, shown=0, rank=4)


DETECTORS = (
    _long(
        "azure-storage-key",
        "an Azure storage key",
        "read, change and delete everything in your Azure storage account",
        r"\+ASt",
    ),
    _long(
        "azure-cosmos-key",
        "an Azure Cosmos DB key",
        "read and delete your customers' data",
        "ACDb",
    ),
    _long(
        "azure-batch-key",
        "an Azure Batch key",
        "run machines at your cost",
        r"\+ABa",
    ),
    _long(
        "azure-api-management-key",
        "an Azure API Management key",
        "call your APIs as any subscriber",
        "APIM",
    ),
    _short(
        "azure-messaging-key",
        "an Azure Service Bus, Event Hubs or Relay key",
        "read and send your product's messages",
        *("+ASb", "+AEh", "+ARm"),
    ),
    _short(
        "azure-iot-key",
        "an Azure IoT key",
        "speak to your devices as your product does",
        "AIoT",
    ),
    _short(
        "azure-cache-key",
        "an Azure Cache for Redis key",
        "read and change what your product remembers",
        "AzCa",
    ),
    form(
        "azure-search-key",
        "an Azure AI Search key",
        "change and delete your search index",
        _ROTATE,
        r"[A-Za-z0-9]{42}AzSe[A-D][A-Za-z0-9]{5}",
        "AzSe",
        reach=42,
        shown=0,
        rank=4,
    ),
    form(
        "azure-registry-password",
        "an Azure container registry password",
        "read your private images and push images in your name",
        _ROTATE,
        rf"{_B64_START}(?P<value>{_B64}{{42}}\+ACR[A-D][A-Za-z0-9]{{5}})(?![A-Za-z0-9+/=])",
        "+ACR",
        reach=42,
        shown=0,
        rank=4,
    ),
    form(
        "azure-function-key",
        "an Azure Functions key",
        "call your functions",
        _ROTATE,
        r"(?<![A-Za-z0-9_-])(?P<value>[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{5}[AQgw]==)",
        "AzFu",
        reach=44,
        shown=0,
        rank=4,
    ),
    form(
        "azure-ai-key",
        "an Azure AI services key",
        "spend your money at Azure's models",
        _ROTATE,
        r"[A-Za-z0-9]{52}JQQJ9[9DH][A-Za-z0-9]{26}",
        "JQQJ9",
        reach=52,
        shown=0,
        rank=4,
    ),
    named(
        "azure-ai-key",
        "an Azure AI services key",
        "spend your money at Azure's models",
        _ROTATE,
        r"(?:azure_?openai|aoai|azure_?ai|cognitive_?services?|azure_?speech|azure_?vision)",
        r"[a-f0-9]{32}",
        *(
            "azure_openai",
            "azureopenai",
            "aoai",
            "azure_ai",
            "azureai",
            "cognitive",
            "azure_speech",
        ),
    ),
    form(
        "azure-connection-key",
        "an Azure connection string's key",
        "read and send what goes through the service",
        _ROTATE,
        r"SharedAccessKey=(?P<value>[A-Za-z0-9+/]{43}=)",
        "SharedAccessKey=",
        shown=0,
    ),
    form(
        "azure-app-configuration",
        "an Azure App Configuration connection string",
        "read and change your product's settings",
        _ROTATE,
        r"azconfig\.io;Id=[^;\s]{4,60};Secret=(?P<value>[A-Za-z0-9+/]{40,100}={0,2})",
        "azconfig.io;",
        shown=0,
    ),
    form(
        "azure-sas",
        "an Azure shared access signature",
        "read or change what it was made out for, until it ends",
        "Rotate the key it was signed with in the Azure portal under Access keys",
        r"(?<=[?&])(?:[a-z]{2,4}=[^\s&\"'<>]{0,80}&){1,12}sig=(?P<value>[A-Za-z0-9%+/]{40,80}(?:=|%3[dD]))",
        "sv=20",
        reach=400,
        shown=0,
        impact=Impact.RISK,
    ),
    form(
        "azure-devops-token",
        "an Azure DevOps token",
        "read and change your code as the token's owner",
        "in Azure DevOps under Personal access tokens",
        r"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}",
        "AZDO",
        reach=76,
        shown=0,
        rank=4,
    ),
    named(
        "azure-devops-token",
        "an Azure DevOps token",
        "read and change your code as the token's owner",
        "in Azure DevOps under Personal access tokens",
        r"(?:azure_?devops|ado|vsts|vso|azp)_?(?:ext_?)?(?:pat|token)",
        r"[a-z2-7]{52}",
        *("azure_devops", "azuredevops", "ado_", "adopat", "vsts", "vso_", "azp_"),
    ),
)
