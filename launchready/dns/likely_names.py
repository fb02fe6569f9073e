"""Names that zones often have and founders often forget; a hint, never a proof of absence."""

LIKELY = (
    "admin", "alpha", "api", "app", "assets", "auth", "autoconfig", "autodiscover", "backend",
    "backup", "beta", "blog", "cdn", "ci", "client", "cms", "cpanel", "dashboard", "db", "demo",
    "dev", "dev-api", "develop", "docs", "download", "email", "files", "forum", "ftp", "git",
    "gitlab", "grafana", "help", "hub", "images", "imap", "img", "internal", "intranet", "jenkins",
    "kibana", "lab", "legacy", "login", "m", "mail", "marketing", "media", "mobile", "monitor",
    "mx", "mysql", "new", "news", "old", "panel", "partner", "pay", "phpmyadmin", "pop",
    "portal", "preprod", "preview", "prod", "proxy", "qa", "remote", "sandbox", "search", "secure",
    "shop", "smtp", "sso", "stage", "staging", "static", "stats", "status", "store", "support",
    "test", "testing", "tmp", "track", "uat", "upload", "v1", "v2", "vpn", "web", "webmail",
    "wiki", "www", "www2",
)  # fmt: skip
