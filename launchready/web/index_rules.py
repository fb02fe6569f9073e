"""The rules about search engines."""

from launchready.core.finding import Impact, Rule, Stage

NOINDEXED = Rule(
    id="web/production-noindexed",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="Search engines are told to stay away from production",
    why="The site does not appear in Google, and pages already there drop out within days.",
    fix="Take away what the finding names; it usually came along from staging.",
    hours=0.5,
)
STAGING_OPEN = Rule(
    id="web/staging-indexable",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="Staging is open to search engines",
    why="People find the unfinished site, and Google may take it for the original of your pages.",
    fix="Put staging behind a password, or send X-Robots-Tag: noindex on every answer there.",
    hours=0.5,
)
CANONICAL_ELSEWHERE = Rule(
    id="web/canonical-elsewhere",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="A page names another address as its original",
    why="Search engines list that address in its place, and it may be staging or nothing at all.",
    fix="Set the site's base URL of production where canonical links and hreflang are made.",
    hours=0.5,
)
SITEMAP_ELSEWHERE = Rule(
    id="web/sitemap-elsewhere",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="The sitemap leads elsewhere or cannot be read",
    why="Search engines drop addresses of other hosts, so new pages are found late or never.",
    fix="Make the sitemap anew with the site's base URL of production.",
    hours=0.5,
)
