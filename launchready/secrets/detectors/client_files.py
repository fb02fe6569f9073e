"""Passwords that programs keep for their users: mail, files, packages, databases."""

from launchready.core.finding import Impact
from launchready.secrets.detectors.family import in_file

_SIGN_IN = "sign in there"
_CHANGE = "Change the password"

# A string of JSON after one of these keys; a value between quotes or bare after a word.
_JSON = r'"(?:{keys})"[ \t]{{0,4}}:[ \t]{{0,4}}"(?P<value>(?:[^"\\\n]|\\.){{1,300}})"'
_BARE = r"(?P<value>[^\s\"'#][^\s\"']{0,200})"
_SIGN = r"[ \t]{0,4}[=:][ \t]{0,4}"
_WORD = rf"[ \t=:]{{1,4}}[\"']?{_BARE}"

_FTP = (
    r"\.?(?:ftpconfig|remote-sync\.json|sftp-config(?:-alt\d?)?\.json|deployment-config\.json|"
    r"ftp-sync\.json|ftpsync\.settings|sftp\.json|ftp-simple\.json|ftp-kr\.json|ftpdeploy\.json|"
    r"ftppass|ftp\.json|deploy\.json)"
)

DETECTORS = (
    in_file(
        "netrc-password",
        "a password in a netrc file",
        _SIGN_IN,
        _CHANGE,
        r"[._]netrc|netrc",
        r"(?<![\w-])password[ \t]{1,8}(?P<value>[^\s#]\S{0,200})",
        "password",
    ),
    in_file(
        "git-credentials",
        "a password of git's",
        "read and change your code as its owner",
        "Revoke the token or change the password",
        r"\.git-credentials|git-credentials",
        r"https?://[^\s:/@]{1,80}(?:@[^\s:/]{1,80})?:(?P<value>\S{1,200})@(?=[A-Za-z0-9\[])",
        "http",
        rank=4,
    ),
    in_file(
        "docker-registry-auth",
        "a Docker registry login",
        "read your private images and push images in your name",
        "Revoke the token, or change the password, at the registry",
        r"\.?dockercfg|\.docker/config\.json|(?:docker-?)?config\.json|dockerconfig(?:json)?|auth\.json",
        r'"(?:auth|identitytoken|registrytoken)"[ \t]{0,4}:[ \t]{0,4}'
        r'"(?P<value>[A-Za-z0-9+/=._-]{12,3000})"',
        '"auth"',
        '"identitytoken"',
        '"registrytoken"',
    ),
    in_file(
        "npm-registry-password",
        "a package registry login",
        "read and publish your packages",
        "Change the password at the registry",
        r"[._]?npmrc|\.yarnrc",
        rf"(?<![A-Za-z])_(?:auth|password)[ \t]{{0,4}}=[ \t]{{0,4}}[\"']?{_BARE}",
        "_auth",
        "_password",
    ),
    in_file(
        "pypirc-password",
        "a Python package index login",
        "publish Python packages in your name",
        "Change the password, or delete the token",
        r"\.?pypirc|pip\.conf|pip\.ini",
        rf"^[ \t]{{0,8}}password[ \t]{{0,4}}[=:][ \t]{{0,4}}{_BARE}",
    ),
    in_file(
        "cargo-token",
        "a Cargo registry token",
        "publish Rust crates in your name",
        "Revoke it on crates.io under API Tokens, make a new one",
        r"\.?cargo/credentials(?:\.toml)?",
        r"token[ \t]{0,4}=[ \t]{0,4}\"(?P<value>[^\"\n]{8,200})\"",
        "token",
    ),
    in_file(
        "composer-login",
        "a Composer login",
        "read your private packages",
        "Revoke it where it was made, make a new one",
        r"(?:\.composer/)?auth\.json",
        r'"(?:password|[\w.-]{3,60}\.[a-z]{2,8})"[ \t]{0,4}:[ \t]{0,4}"(?P<value>[^"\n]{8,200})"',
        '"',
    ),
    in_file(
        "nuget-password",
        "a NuGet feed password",
        "read and publish your packages",
        _CHANGE,
        r"nuget\.config",
        r'key="(?:Clear|Text|ClearText)?Password"[ \t]{1,4}value="(?P<value>[^"\n]{1,300})"',
        'key="',
    ),
    in_file(
        "maven-password",
        "a Maven server password",
        "read and publish your packages",
        _CHANGE,
        r"(?:\.m2/)?settings(?:-security)?\.xml",
        r"<(?:password|passphrase)>(?P<value>[^<\n]{1,300})</",
        "<pass",
    ),
    in_file(
        "signing-password",
        "the password of a signing key",
        "sign apps in your name, once they have the key store too",
        "Make a new signing key, or a new password for it",
        r"(?:key|keystore|signing|local|gradle)\.properties",
        rf"^[ \t]{{0,8}}[\w.]{{0,40}}(?:store|key|signing)\.?_?pass(?:word)?{_SIGN}{_BARE}",
    ),
    in_file(
        "ftp-client-password",
        "a password of an FTP client",
        "read and change what is on your server",
        _CHANGE,
        _FTP,
        _JSON.format(keys="pass|password|passphrase"),
        '"pass',
    ),
    in_file(
        "ftp-client-password",
        "a password of an FTP client",
        "read and change what is on your server",
        _CHANGE,
        r"[^/]*filezilla[^/]*\.xml|recentservers\.xml|sitemanager\.xml",
        r"<Pass(?: encoding=\"base64\")?>(?P<value>[^<\n]{1,300})</Pass>",
        "<pass",
    ),
    in_file(
        "ftp-client-password",
        "a password of an FTP client",
        "read and change what is on your server",
        _CHANGE,
        r"\.idea/webServers\.xml|webServers\.xml|\.idea/sshConfigs\.xml",
        r"(?<![\w-])(?:password|passphrase)=\"(?P<value>[^\"\n]{1,400})\"",
        'password="',
        'passphrase="',
    ),
    in_file(
        "ftp-client-password",
        "a password of an FTP client",
        "read and change what is on your server",
        _CHANGE,
        r"winscp\.ini|ws_ftp\.ini|smartftp[^/]*\.xml",
        rf"^(?:Password|PWD)=[\"']?{_BARE}",
    ),
    in_file(
        "rclone-password",
        "a password of rclone's",
        "read and change what you store there",
        "Revoke it at the storage provider, make a new one",
        r"rclone\.conf",
        r"^(?:pass|password2?|token|secret_access_key|client_secret|key)[ \t]{0,4}=[ \t]{0,4}"
        r"(?P<value>\S[^\n]{5,600})",
    ),
    in_file(
        "mail-client-password",
        "a password of a mail program",
        "read your mail and send in your name",
        _CHANGE,
        r"\.?(?:esmtprc|msmtprc|fetchmailrc|getmailrc|mbsyncrc|offlineimaprc|mpoprc|nullmailer/remotes|"
        r"ssmtp\.conf|muttrc|mutt/[\w.-]+|neomuttrc)",
        rf"(?<!-)pass(?:word)?(?:{_WORD})",
        "pass",
    ),
    in_file(
        "mail-client-password",
        "a password of a mail program",
        "send mail in your name",
        _CHANGE,
        r"sasl_passwd(?:\.db)?|smtp_auth",
        r"^\[?[\w.-]{1,100}\]?(?::\d{1,5})?[ \t]{1,8}[^\s:]{1,100}:(?P<value>\S{1,200})$",
    ),
    in_file(
        "pgpass-password",
        "a PostgreSQL password",
        "read and delete your customers' data",
        _CHANGE,
        r"\.?pgpass(?:\.conf)?",
        r"^[^\s:#][^\s:]{0,120}:(?:\d{1,5}|\*):[^\s:]{1,80}:[^\s:]{1,80}:(?P<value>[^\n]{1,200})$",
    ),
    in_file(
        "mysql-client-password",
        "a MySQL password",
        "read and delete your customers' data",
        _CHANGE,
        r"\.?my\.cnf|\.mylogin\.cnf|debian\.cnf",
        rf"^[ \t]{{0,8}}password[ \t]{{0,4}}=[ \t]{{0,4}}[\"']?{_BARE}",
    ),
    in_file(
        "database-client-password",
        "a password of a database client",
        "read and delete your customers' data",
        _CHANGE,
        r"[^/]*robomongo[^/]*\.json|robo3t\.json|[^/]*dbeaver[^/]*\.json|credentials-config\.json",
        _JSON.format(keys="userPassword|sshPassphrase|sshUserPassword|password"),
        '"userpassword',
        '"sshpassphrase',
        '"sshuserpassword',
        '"password',
    ),
    in_file(
        "database-client-password",
        "a password of a database client",
        "read and delete your customers' data",
        _CHANGE,
        r"[^/]*dbeaver[^/]*\.xml|[^/]*data-?sources(?:\.local)?\.xml|connections\.xml",
        r"(?<![\w-])(?:password|userPassword)=\"(?P<value>[^\"\n]{1,300})\"",
        'password="',
    ),
    in_file(
        "saved-logins",
        "a login a browser saved",
        "sign in there, once they have the profile's key file too",
        "Change the passwords the browser had saved",
        r"logins(?:-backup)?\.json",
        r'"encrypted(?:Username|Password)"[ \t]{0,4}:[ \t]{0,4}"(?P<value>[A-Za-z0-9+/=]{20,800})"',
        '"encrypted',
        impact=Impact.RISK,
    ),
    in_file(
        "irc-password",
        "an IRC password",
        "speak in your name",
        _CHANGE,
        r"[\w.-]*(?:irc|znc|weechat|irssi|hexchat)[\w.-]*|(?:\.?irssi|\.?weechat|\.?znc)/[^/]+",
        rf"(?<![-])pass(?:word)?(?:{_WORD})",
        "pass",
        impact=Impact.RISK,
    ),
    in_file(
        "irc-password",
        "an IRC password",
        "speak in your name",
        _CHANGE,
        r"[^/]*",
        rf"irc_pass(?:word|wd)?[ \t]{{0,4}}=[ \t]{{0,4}}[\"']?{_BARE}",
        "irc_pass",
        impact=Impact.RISK,
    ),
    in_file(
        "game-server-password",
        "a password of a game or voice server",
        "take over the server",
        _CHANGE,
        r"ventrilo_srv\.ini|murmur\.ini|mumble-server\.ini|server\.(?:cfg|properties)|ts3server\.ini",
        rf"^[ \t]{{0,8}}(?:Admin|sv_|rcon[._]?|server)?pass(?:word)?(?:{_WORD})",
        impact=Impact.RISK,
    ),
)
