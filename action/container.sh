# The gate in its container. Sourced by start.sh.
# shellcheck shell=bash

# Prints why the container cannot be used; nothing when it can.
against_container() {
  if [ "${RUNNER_OS:-}" != Linux ]; then
    echo 'the runner is not Linux'
  elif [ -z "${LR_IMAGE:-}" ]; then
    echo 'this version of the action names no image'
  else
    local engine
    engine=$(engine_here)
    if [ -z "$engine" ]; then
      echo 'neither docker nor podman answers'
    elif ! has_image "$engine"; then
      echo 'the image could not be pulled'
    elif ! shares_files "$engine"; then
      echo 'a container here does not see the files of this job'
    fi
  fi
}

engine_here() {
  local one
  for one in docker podman; do
    if command -v "$one" >/dev/null && timeout 20 "$one" info >/dev/null 2>&1; then
      echo "$one"
      return
    fi
  done
}

# A registry hiccups now and then, and a required check should not go red for that.
has_image() {
  local pause
  if "$1" image inspect "$LR_IMAGE" >/dev/null 2>&1; then return 0; fi
  for pause in 2 5 0; do
    if timeout 300 "$1" pull --quiet "$LR_IMAGE" >/dev/null 2>&1; then return 0; fi
    sleep "$pause"
  done
  return 1
}

# In a job that is itself in a container, a path means another place to the engine than to us.
shares_files() {
  local probe=$LR_REPORTS/probe said
  echo "$RANDOM$RANDOM$RANDOM" >"$probe"
  said=$(timeout 60 "$1" run --rm --pull never --network none --user "$(id -u):$(id -g)" \
    --entrypoint cat -v "$probe:$probe:ro" "$LR_IMAGE" "$probe" 2>/dev/null) || said=
  [ "$said" = "$(cat "$probe")" ] && rm -f "$probe"
}

# Every path is the same inside as outside, so no variable has to be rewritten.
in_container() {
  local engine name args=()
  engine=$(engine_here)
  fetch_on_host
  for name in $(compgen -e); do
    case $allowed in *" $name "*) args+=(-e "$name") ;; esac
  done
  if [ -n "${LR_CA_BUNDLE:-}" ]; then args+=(-v "$LR_CA_BUNDLE:$LR_CA_BUNDLE:ro"); fi
  # Rootless podman maps our user to another one unless told not to.
  if [ "$engine" = podman ] && [ "$(id -u)" != 0 ]; then args+=(--userns keep-id); fi
  "$engine" run --rm --pull never --user "$(id -u):$(id -g)" --read-only --tmpfs /tmp \
    --cap-drop ALL --security-opt no-new-privileges \
    -v "$GITHUB_WORKSPACE:$GITHUB_WORKSPACE:ro" -w "$GITHUB_WORKSPACE" \
    -v "$GITHUB_EVENT_PATH:$GITHUB_EVENT_PATH:ro" \
    -v "$GITHUB_OUTPUT:$GITHUB_OUTPUT" -v "$GITHUB_STEP_SUMMARY:$GITHUB_STEP_SUMMARY" \
    -v "$LR_REPORTS:$LR_REPORTS" \
    -e HOME=/tmp -e LR_FETCHED=true \
    -e GIT_CONFIG_COUNT=1 -e GIT_CONFIG_KEY_0=safe.directory -e "GIT_CONFIG_VALUE_0=*" \
    "${args[@]}" "$LR_IMAGE" github
}

# The container's workspace is read-only, so what history lacks is fetched before.
fetch_on_host() {
  local python
  python=$(python_here)
  if [ -z "$python" ]; then
    echo 'launchready: no Python here to fetch history with; give actions/checkout fetch-depth: 0.'
    return
  fi
  (cd "$here" && "$python" -I -c '
import sys
sys.path.insert(0, sys.argv[1])
from launchready.github.host import main
main()' "$here") || echo 'launchready: the history could not be fetched.'
}
