"""A client's own settings file makes even a plain word a secret; a blank in it is none."""

import random

import pytest

from launchready.core.finding import Impact
from launchready.secrets.detectors.catalogue import FAMILIES
from tests.secrets.made_up import make
from tests.secrets.scan import found, scan

# Rule, path, text with {} for the value, and a value a person would have there.
FILES: tuple[tuple[str, str, str, str], ...] = (
    ("netrc-password", ".netrc", "machine a.io login me password {}", "pass123"),
    ("git-credentials", ".git-credentials", "https://me@acme.io:{}@github.com", "passw!#@rd"),
    (
        "docker-registry-auth",
        ".docker/config.json",
        '{{"auths": {{"a": {{"auth": "{}"}}}}}}',
        "{b64}",
    ),
    ("docker-registry-auth", ".dockercfg", '{{"a": {{"auth": "{}"}}}}', "{b32}"),
    ("npm-registry-password", ".npmrc", "_auth = {}", "YWRtaW46YWRtaW4="),
    ("npm-registry-password", ".npmrc", "//r.acme.io/:_password={}", "{b20}"),
    ("pypirc-password", ".pypirc", "[pypi]\nusername = me\npassword = {}", "hunter22"),
    ("cargo-token", ".cargo/credentials.toml", '[registry]\ntoken = "{}"', "{a32}"),
    ("composer-login", "auth.json", '{{"github-oauth": {{"github.com": "{}"}}}}', "{h40}"),
    ("nuget-password", "NuGet.config", '<add key="ClearTextPassword" value="{}" />', "hunter22"),
    ("maven-password", ".m2/settings.xml", "<password>{}</password>", "hunter22"),
    ("signing-password", "key.properties", "storePassword={}", "hunter22"),
    ("ftp-client-password", "sftp-config.json", '  "password": "{}",', "hunter22"),
    ("ftp-client-password", ".ftpconfig", '  "passphrase": "{}",', "swordfish"),
    ("ftp-client-password", ".vscode/sftp.json", '  "password": "{}"', "swordfish!"),
    ("ftp-client-password", "filezilla/recentservers.xml", "<Pass>{}</Pass>", "hunter22"),
    ("ftp-client-password", "sitemanager.xml", '<Pass encoding="base64">{}</Pass>', "aHVudGVy"),
    ("ftp-client-password", ".idea/WebServers.xml", '<fileTransfer password="{}" />', "dff9dfdc"),
    ("ftp-client-password", "WinSCP.ini", "[Sessions]\nPassword={}", "A35C4A51F8"),
    ("rclone-password", "rclone.conf", "[b]\npass = {}", "{w22}"),
    ("mail-client-password", ".esmtprc", 'password "{}"', "hunter22"),
    ("mail-client-password", ".msmtprc", "account a\npassword {}", "hunter22"),
    ("mail-client-password", ".muttrc", 'set imap_pass="{}"', "hunter22"),
    ("mail-client-password", "postfix/sasl_passwd", "[smtp.acme.io]:587 me:{}", "hunter22"),
    ("pgpass-password", ".pgpass", "#host:port\ndb.acme.io:5432:main:me:{}", "password"),
    ("mysql-client-password", ".my.cnf", "[client]\npassword={}", "hunter22"),
    ("database-client-password", "robomongo.json", '"userPassword" : "{}"', "mongopass"),
    ("database-client-password", "dbeaver-data-sources.xml", '<c user="a" password="{}"/>', "pass"),
    ("saved-logins", "logins.json", '"encryptedPassword": "{}",', "MDo{b48}=="),
    ("irc-password", "config", "IRC_PASS={}", "irc_pass"),
    ("irc-password", "irssi.conf", 'password = "{}";', "hunter22"),
    ("game-server-password", "ventrilo_srv.ini", "AdminPassword={}", "AdminPassword12"),
    ("game-server-password", "server.properties", "rcon.password={}", "hunter22"),
    ("wordpress-secret", "wp-config.php", "define( 'DB_PASSWORD', '{}' );", "admin"),
    ("wordpress-secret", "wp-config.php", "define('AUTH_KEY', '{}');", "MW1p x>M%0V 2(#o0|2$c"),
    ("php-config-password", "config.php", "$dbpasswd = '{}';", "pass123"),
    ("php-config-password", "configuration.php", "public $password = '{}';", "pass123"),
    ("php-config-password", "sites/default/settings.php", "'password' => '{}',", "pass123"),
    ("rails-master-key", "config/master.key", "{}", "{h32}"),
    ("django-secret-key", "web/settings.py", "SECRET_KEY = '{}'", "zh!=!gq(w^_t[sBR29954x)HI+"),
    ("aws-credentials-file", ".aws/credentials", "aws_secret_access_key = {}", "{a38}"),
    ("s3-client-key", ".s3cfg", "secret_key = {}", "{a26}"),
    ("digitalocean-client-key", ".tugboat", "  api_key: {}", "{h32}"),
    ("htpasswd-hash", ".htpasswd", "admin:{}", "$apr1$tp8glkbm${a22}"),
    ("system-password-hash", "etc/shadow", "me:{}:17431:0:99999:7:::", "$6${a16}${a86}"),
    ("password-hash-dump", "db/dump.sql", "(1, 'me', '{}', 1),", "$2y$12${a53}"),
    ("shell-profile-secret", ".bash_profile", "export MLAB_PASS='{}'", "password123"),
    ("wireguard-key", "wg0.conf", "[Interface]\nPrivateKey = {}", "{b42}A="),
    ("kubeconfig-key", ".kube/config", "    client-key-data: {}", "{b200}"),
    ("terraform-login", ".terraformrc", '  token = "{}"', "{a20}"),
    ("vault-token-file", ".vault-token", "{}", "{a26}"),
    ("tomcat-password", "conf/tomcat-users.xml", '<user name="a" password="{}" />', "tomcat1"),
    ("azure-publish-password", "a.PublishSettings", '<p userPWD="{}" />', "{a60}"),
    ("wifi-password", "wpa_supplicant.conf", '    psk="{}"', "hunter22"),
    ("router-password", "router-confg", "enable secret 5 {}", "$1$mERr$hx5rVt7r"),
    ("solana-keypair", "id.json", "{}", "[" + ",".join(["17", "203"] * 32) + "]"),
    ("login-call", "a.js", "conn.login('me@acme.io', '{}', done);", "salesforcepassword"),
)
# What stands there until somebody fills it in.
BLANKS = ("your-password", "changeme", "${PASSWORD}", "<password>", "xxxxxxxx", "{{ password }}")


@pytest.mark.parametrize("number", range(len(FILES)), ids=lambda one: FILES[one][0])
def test_a_file_of_a_client_makes_its_value_a_secret(number: int) -> None:
    rule, path, text, shape = FILES[number]
    text = text.format(make(shape, random.Random(number)))

    assert found(path, text) == [(rule, text.count("\n") + 1)]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("number", range(len(FILES)), ids=lambda one: FILES[one][0])
def test_a_blank_in_it_is_none(number: int, blank: str) -> None:
    _, path, text, _ = FILES[number]

    assert found(path, text.format(blank)) == []


@pytest.mark.parametrize("number", range(len(FILES)), ids=lambda one: FILES[one][0])
def test_among_examples_it_is_advice(number: int) -> None:
    _, path, text, shape = FILES[number]
    text = text.format(make(shape, random.Random(number)))

    assert {one.impact for one in scan(f"examples/{path}", text)} <= {Impact.ADVICE}


def test_every_kind_of_file_is_tested() -> None:
    kinds = {one.rule.id.removeprefix("secrets/") for one in FAMILIES["files"]}
    named = {"rails-secret-key-base", "laravel-app-key"}

    assert kinds - {rule for rule, *_ in FILES} == named
