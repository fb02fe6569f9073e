#!/usr/bin/env bash
# Starts launchready for a workflow: in its container where that works, else in a Python of its
# own. Nothing is read, imported or chosen from the workspace, which a pull request writes.
# Runs on Linux, macOS (bash 3.2) and Windows (Git's bash). Functions that are called with `||`
# run without `set -e`, so each of their steps says what happens when it fails.
set -euf -o pipefail

here=$GITHUB_ACTION_PATH
# shellcheck source=action/container.sh
source "$here/action/container.sh"
# shellcheck source=action/python.sh
source "$here/action/python.sh"

# All a run may see of the job's variables, beside the inputs (LR_*) and what `env` names.
public="CI GITHUB_ACTIONS GITHUB_ACTOR GITHUB_API_URL GITHUB_BASE_REF GITHUB_EVENT_NAME
GITHUB_EVENT_PATH GITHUB_HEAD_REF GITHUB_JOB GITHUB_OUTPUT GITHUB_REF GITHUB_REF_NAME
GITHUB_REF_TYPE GITHUB_REPOSITORY GITHUB_RUN_ATTEMPT GITHUB_RUN_ID GITHUB_RUN_NUMBER
GITHUB_SERVER_URL GITHUB_SHA GITHUB_STEP_SUMMARY GITHUB_WORKFLOW GITHUB_WORKFLOW_REF
GITHUB_WORKSPACE RUNNER_ARCH RUNNER_DEBUG RUNNER_OS http_proxy https_proxy no_proxy HTTP_PROXY
HTTPS_PROXY NO_PROXY LR_BASELINE LR_CA_BUNDLE LR_CHECKS LR_COMMENT LR_COMMENT_FROM LR_CONFIG LR_ENVIRONMENT
LR_FAIL_ON LR_GITHUB_TOKEN LR_HISTORY LR_JSON_FILE LR_RANGE LR_REPORT_FILE LR_REPORTS LR_SARIF_FILE
LR_WORKING_DIRECTORY"

main() {
  local code=0 engine='' rootless='' against='' safe=()
  # Names, separated by lines, blanks or commas.
  handed=${LR_ENV:-}
  handed=${handed//,/ }
  check_names
  case ${LR_IMAGE:-} in -*) fail 2 'The input image is no name of an image.' ;; esac
  allowed=" ${public//$'\n'/ } ${handed//$'\n'/ } "
  workspace=$(cd -P "$GITHUB_WORKSPACE" && pwd) || fail 3 'The workspace cannot be entered.'
  find_ca_bundle
  PATH=$(path_outside_workspace)
  [ "${1:-}" = again ] || again_without_functions
  LR_REPORTS=$(mktemp -d "$RUNNER_TEMP/launchready.XXXXXX")
  export LR_REPORTS
  case ${LR_RUNTIME:-auto} in
    python) against='the input runtime says so' ;;
    auto) against_container ;;
    container)
      against_container
      [ -z "$against" ] || fail 3 "The container cannot be used: $against."
      ;;
    *) fail 2 'The input runtime is none of auto, container, python.' ;;
  esac
  if [ -z "$against" ]; then
    echo "launchready runs in its container, $LR_IMAGE."
    in_container || code=$?
  else
    echo "launchready runs in Python, without a container: $against."
    in_python || code=$?
  fi
  # A gate that broke says neither go nor no-go, whatever its exit code looks like.
  grep -q '^verdict' "$GITHUB_OUTPUT" || fail 3 'The gate ended without a word; see the log above.'
  hand_over report.sarif sarif-file "${LR_SARIF_FILE:-}"
  hand_over report.html report-file "${LR_REPORT_FILE:-}"
  hand_over report.json json-file "${LR_JSON_FILE:-}"
  exit "$code"
}

# Ends the step where the gate itself could not be started; later steps still get a verdict.
fail() {
  echo "::error title=launchready::$2" >&2
  printf 'verdict=unknown\nlaunch-in-48h=unknown\n' >>"$GITHUB_OUTPUT"
  exit "$1"
}

check_names() {
  local name
  for name in $handed; do
    case $name in
      *[!A-Za-z0-9_]* | [0-9]*) fail 2 'The input env names what is no variable.' ;;
      LR_* | GITHUB_* | RUNNER_* | ACTIONS_*) fail 2 "The input env names a variable of the runner's." ;;
    esac
  done
}

# Beside the workspace, every step has a folder of its own: a path from here would mean another.
find_ca_bundle() {
  case ${LR_CA_BUNDLE:-} in
    '') return ;;
    /* | [A-Za-z]:[\\/]*) ;;
    *) LR_CA_BUNDLE=$GITHUB_WORKSPACE/$LR_CA_BUNDLE ;;
  esac
  [ -f "$LR_CA_BUNDLE" ] || fail 2 'The input ca-bundle names no file.'
}

# PATH without the folders a pull request can write to. Steps before this one may have put some
# there (node_modules/.bin, .venv/bin), and a git or a python in one of them would be run.
path_outside_workspace() {
  local one kept='' IFS=:
  for one in $PATH; do
    case $one in /*) in_workspace "$one" || kept=$kept:$one ;; esac
  done
  echo "${kept#:}"
}

# Starts over without the functions that an earlier step exported: they would stand in for programs
# in every script of bash we start, and a runner's python may be one.
again_without_functions() {
  local line dropped=()
  while IFS= read -r line; do
    case $line in BASH_FUNC_*=*) dropped+=("-u${line%%=*}") ;; esac
  done < <(/usr/bin/env)
  if [ ${#dropped[@]} -gt 0 ]; then exec /usr/bin/env "${dropped[@]}" bash -p "$0" again; fi
}

# Both as it is written and where it leads: a link of the workspace's is the workspace's.
in_workspace() (
  case $1/ in "${GITHUB_WORKSPACE%/}"/* | "$workspace"/*) return 0 ;; esac
  cd -P "$1" 2>/dev/null || return 1
  case $PWD/ in "$workspace"/*) return 0 ;; *) return 1 ;; esac
)

# Runs a program to its end. A job that is cancelled tells only us; it is passed on, so that no
# container is left running.
until_told() {
  local child code=0
  "$@" &
  child=$!
  # shellcheck disable=SC2064 # the number is known now
  trap "kill -TERM $child 2>/dev/null || true" INT TERM
  wait "$child" || code=$?
  while kill -0 "$child" 2>/dev/null; do
    code=0
    wait "$child" || code=$?
  done
  trap - INT TERM
  return "$code"
}

# Copies a report to where an input asks for it. A pull request may have put a symbolic link
# there; it is not followed.
hand_over() {
  local from=$LR_REPORTS/$1 input=$2 wanted=${3//\\//} place=$GITHUB_WORKSPACE part parts
  if [ -z "$wanted" ] || [ ! -f "$from" ]; then return; fi
  IFS=/ read -r -a parts <<<"$wanted"
  for part in "${parts[@]}"; do
    place=$place/$part
    if [ -L "$place" ]; then
      echo "::warning title=launchready::$input leads through a symbolic link; it is not written."
      return
    fi
  done
  if ! { mkdir -p "$(dirname "$place")" && cp "$from" "$place"; } 2>/dev/null; then
    echo "::warning title=launchready::The file of the input $input could not be written."
  fi
}

main "$@"
