"""The words for a target that is not clear, which two checks may find."""

from launchready.core.finding import Impact, Rule, Stage

TARGET = Rule(
    id="deploy/target-unclear",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="It is not clear where production runs",
    why=(
        "Who has to act in an outage looks in the wrong place, and a deploy may go to "
        "the wrong one."
    ),
    fix=(
        "Write deploy.target into launchready.yml, and delete the files of platforms you have left."
    ),
    hours=0.5,
)
