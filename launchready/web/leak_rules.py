"""The rules about what a live site gives away."""

from launchready.core.finding import Impact
from launchready.web.edge_rule import edge_rule

SECRET = edge_rule(
    "secret-in-bundle",
    Impact.BLOCKER,
    "A server's key is in what every visitor's browser loads",
    "Whoever opens the developer tools has it: your data, your mails or your money.",
    "Revoke the key at its provider, use it on the server only, and rename the variable so that "
    "the bundler leaves it out (no NEXT_PUBLIC_, VITE_ or REACT_APP_ before it).",
    2,
)
TEST_KEY = edge_rule(
    "test-key-in-production",
    Impact.BLOCKER,
    "Production takes payments with a test key",
    "Customers think they paid and no money moves.",
    "Set the live publishable key in production's environment and deploy again.",
    0.5,
)
EXPOSED = edge_rule(
    "exposed-file",
    Impact.BLOCKER,
    "A file that is nobody's business can be downloaded",
    "Robots ask every new site for it within hours; it holds keys, code or customers' data.",
    "Take the file off the server, let the server refuse such names, and rotate what stands in it.",
    1,
)
SOURCE_MAP = edge_rule(
    "source-map-exposed",
    Impact.RISK,
    "The source code of the front end can be downloaded",
    "Comments, routes and checks you thought hidden are read by whoever looks for a way in.",
    "Turn source maps off in the production build, or upload them to your error tracker only.",
    0.5,
)
DEBUG = edge_rule(
    "debug-page",
    Impact.BLOCKER,
    "Production runs in debug mode",
    "Errors show code, settings and keys to whoever provokes them; some pages run commands.",
    "Turn debug mode off in production's environment (DEBUG=False, APP_DEBUG=false, "
    "NODE_ENV=production) and deploy a production build.",
    0.5,
)
STAGING_HOST = edge_rule(
    "staging-host-in-page",
    Impact.BLOCKER,
    "Production points at staging or at a developer's machine",
    "Buttons do nothing or write into test data, and the first customers see it.",
    "Set the base URLs of production in the build's environment and deploy again.",
    0.5,
)
MIXED = edge_rule(
    "mixed-content",
    Impact.BLOCKER,
    "A page over https loads something over http",
    "Browsers block it: the page looks or works broken, and the padlock is gone.",
    "Write https:// or a path instead of http:// in the page or in the setting it comes from.",
    0.5,
)
LISTING = edge_rule(
    "directory-listing",
    Impact.RISK,
    "A folder's contents are listed",
    "Visitors find uploads, backups and old versions nobody meant to show.",
    "Turn listings off (autoindex off, Options -Indexes) or put an index page there.",
    0.25,
)
DEFAULT = edge_rule(
    "default-page",
    Impact.BLOCKER,
    "Visitors see the server's or the provider's own page",
    "The site is not there: the name leads to a machine that does not know it.",
    "Attach the domain to the right project at the provider, or enable the site's server block.",
    1,
)
