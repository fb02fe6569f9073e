"""Secrets that machines keep in files of their own: users, shells, networks, clusters."""

from launchready.core.finding import Impact
from launchready.secrets.detectors.detector import Seen, Weight
from launchready.secrets.detectors.family import in_file, kept

_CHANGE = "Change the password"
_BARE = r"(?P<value>[^\s\"'#][^\s\"']{0,200})"

# crypt(3)'s forms, and bcrypt's and Apache's: a mark, a salt, a hash.
CRYPT = (
    r"(?P<value>\$(?:1|2[abxy]?|5|6|7|y|gy|sha1|apr1|argon2id?|argon2i)\$"
    r"[./A-Za-z0-9$=,+-]{20,200})"
)
_CRYPT_MARKS = ("$1$", "$2", "$5$", "$6$", "$7$", "$y$", "$gy$", "$sha1$", "$apr1$", "$argon2")


def _exported(value: str, seen: Seen, impact: Impact) -> Weight:
    """A person's own shell reads it, so even a plain word is the real one."""
    return None if value.startswith(("$", "~/", "/")) or value == "" else kept(value, seen, impact)


DETECTORS = (
    in_file(
        "htpasswd-hash",
        "a password's hash for a web server",
        "guess the password at leisure, and sign in",
        _CHANGE,
        r"[^/]*\.?htpasswd[^/]*|\.?htdigest|\.users",
        r"^[^\s:#]{1,64}:(?:[^\s:]{1,64}:)?(?P<value>\$[\w$./=,+-]{20,200}|\{SHA\}[A-Za-z0-9+/=]{28}|"
        r"[./A-Za-z0-9]{13}|[a-f0-9]{32})[ \t]{0,4}$",
        impact=Impact.RISK,
        rank=3,
    ),
    in_file(
        "system-password-hash",
        "a password's hash of a machine's user",
        "guess the password at leisure, and sign in to the machine",
        _CHANGE,
        r"g?shadow[-~]?(?:\.bak|\.old)?|master\.passwd|[\w.-]*passwd[\w.-]*|dovecot[\w.-]*users?|"
        r"[\w.-]+\.(?:ks|preseed|cfg)|(?:user-data|cloud-config)(?:\.ya?ml)?",
        CRYPT,
        *_CRYPT_MARKS,
        impact=Impact.RISK,
    ),
    in_file(
        "password-hash-dump",
        "a user's password hash",
        "guess your users' passwords at leisure",
        "Have those users choose new passwords",
        r"[^/]+\.(?:sql|dump|bak|mysql|psql|sqlite\.txt)",
        CRYPT,
        *_CRYPT_MARKS,
        impact=Impact.RISK,
    ),
    in_file(
        "shell-profile-secret",
        "a secret in a shell's profile",
        "use whatever it opens",
        "Change it where it is used",
        r"\.?(?:bash_profile|bashrc|bash_aliases|profile|zshrc|zprofile|zshenv|envrc|cshrc|tcshrc|"
        r"kshrc|exports|extra|aliases)|config\.fish",
        r"^[ \t]{0,8}(?:export|set -g?x|setenv)[ \t]{1,4}\w{0,60}(?:PASS(?:WORD|WD|PHRASE)?|PWD|"
        r"SECRET|TOKEN|API_?KEY|SECRET_?KEY|ACCESS_?KEY)[ \t]{0,1}[= ][ \t]{0,1}[\"']?"
        r"(?P<value>[^\s\"'`$#][^\s\"'`]{2,300})",
        impact=Impact.RISK,
        rank=0,
        weigh=_exported,
    ),
    in_file(
        "wireguard-key",
        "a WireGuard private key",
        "join your private network",
        "Make a new key pair and take the old one out of every peer",
        r"wg[\w-]*\.conf|[\w-]*wireguard[\w-]*|[\w-]+\.conf",
        r"(?<![A-Za-z])privatekey[ \t]{0,4}=[ \t]{0,4}"
        r"(?P<value>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)",
        "privatekey",
    ),
    in_file(
        "kubeconfig-key",
        "a key to a cluster",
        "run anything in your cluster, and read every secret in it",
        "Make a new credential for the user, and revoke the old one",
        r"(?:\.kube/config|[\w.-]*kubeconfig[\w.-]*|[\w-]*kube[\w-]*\.ya?ml)",
        r"(?<![\w-])(?:client-key-data|token|password):[ \t]{1,4}[\"']?"
        r"(?P<value>[A-Za-z0-9+/=._-]{16,8000})",
        "client-key-data",
        "token:",
        "password:",
    ),
    in_file(
        "terraform-login",
        "a Terraform login",
        "change your infrastructure",
        "Revoke it under Tokens, make a new one",
        r"\.?terraformrc|terraform\.rc|credentials\.tfrc\.json",
        r"\"?token\"?[ \t]{0,4}[=:][ \t]{0,4}\"(?P<value>[^\"\n]{8,300})\"",
        "token",
        '"token',
    ),
    in_file(
        "vault-token-file",
        "a Vault token",
        "read every secret you keep there",
        "Run vault token revoke",
        r"\.vault-token",
        r"^(?P<value>\S{20,200})$",
    ),
    in_file(
        "tomcat-password",
        "a password of a Java server",
        "put programs onto your server",
        _CHANGE,
        r"tomcat-users\.xml|server\.xml|context\.xml|standalone[\w-]*\.xml|persistence\.xml|hibernate\.cfg\.xml",
        r"(?<![\w-])password=\"(?P<value>[^\"\n$]{1,200})\"",
        'password="',
        impact=Impact.RISK,
    ),
    in_file(
        "azure-publish-password",
        "an Azure publishing password",
        "replace your site",
        "Reset the publish profile in the Azure portal",
        r"[^/]+\.(?:publishsettings|pubxml\.user)",
        r"userpwd=\"(?P<value>[^\"\n]{8,200})\"",
        'userpwd="',
    ),
    in_file(
        "wifi-password",
        "the password of a wireless network",
        "join your network",
        _CHANGE,
        r"wpa_supplicant[\w-]*\.conf|[\w .-]+\.nmconnection|hostapd[\w-]*\.conf",
        r"^[ \t]{0,8}(?:psk|wpa_passphrase|password)=[\"']?(?P<value>[^\"'\n]{8,64})",
        impact=Impact.RISK,
    ),
    in_file(
        "router-password",
        "a password in a router's settings",
        "take over the router",
        _CHANGE,
        r"[\w.-]*(?:confg|cisco|router|switch|running-config|startup-config)[\w.-]*",
        r"^[ \t]{0,8}(?:enable |username \S{1,60} |line \S{1,20} )?(?:privilege \d{1,2} )?"
        r"(?:secret|password) [05789] (?P<value>\S{4,200})",
        impact=Impact.RISK,
    ),
    in_file(
        "solana-keypair",
        "a Solana key pair",
        "take every coin of the wallet",
        "Move what the wallet holds to a new one",
        r"(?:[\w-]*keypair[\w-]*|id|[\w-]*wallet[\w-]*|[\w-]*deployer[\w-]*)\.json",
        r"(?P<value>\[(?:[ ]?\d{1,3},){63}[ ]?\d{1,3}[ ]?\])",
        "[",
    ),
)
