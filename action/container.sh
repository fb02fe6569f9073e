# The gate in its container. Sourced by start.sh.
# shellcheck shell=bash

# Everything a container of ours gets, the trial's as well: what cannot be had is then told first.
# A limit of processes keeps a hostile archive or pattern from taking the machine along; podman has
# one of its own, and without root not the right to set it. Memory has none: a long history takes
# what it takes, and the job's own is the limit.
safety() {
  safe=(--rm --pull never --user "$(id -u):$(id -g)" --read-only --cap-drop ALL
    --tmpfs "/tmp:rw,noexec,nosuid,nodev" --security-opt no-new-privileges)
  case $rootless in
    '') safe+=(--pids-limit 2048) ;;
    # Rootless podman maps our user to another one unless told not to.
    true) safe+=(--userns keep-id) ;;
  esac
}

# Says in `against` why the container cannot be used; nothing when it can. The cheap looks come
# before the pull of an image.
against_container() {
  engine='' rootless='' against=''
  if [ "${RUNNER_OS:-}" != Linux ]; then
    against='the runner is not Linux'
  elif [ -z "${LR_IMAGE:-}" ]; then
    against='this version of the action names no image'
  elif in_a_job_container; then
    against='the job itself runs in a container'
  elif ! engine_here; then
    against='neither docker nor podman answers'
  elif ! has_image; then
    against="$engine could not pull the image"
  else
    safety
    against=$(unlike_here)
  fi
}

# The runner mounts its folders there in a job with `container:`; the engine knows other paths.
in_a_job_container() {
  case $GITHUB_WORKSPACE in /__w/*) return 0 ;; *) return 1 ;; esac
}

engine_here() {
  local one
  for one in docker podman; do
    command -v "$one" >/dev/null || continue
    # Only podman knows this word, also where it goes by docker's name.
    rootless=$(timeout 20 "$one" info --format '{{.Host.Security.Rootless}}' 2>/dev/null) ||
      rootless=
    if [ -n "$rootless" ] || timeout 20 "$one" info >/dev/null 2>&1; then
      engine=$one
      return 0
    fi
  done
  return 1
}

# A registry hiccups now and then, and a required check should not go red for that. One that never
# answers is given up after four minutes: jobs have limits too.
has_image() {
  local pause left end=$((SECONDS + 240))
  if "$engine" image inspect "$LR_IMAGE" >/dev/null 2>&1; then return 0; fi
  for pause in 2 5 0; do
    left=$((end - SECONDS))
    [ "$left" -gt 0 ] || break
    if timeout "$left" "$engine" pull --quiet "$LR_IMAGE" >/dev/null 2>&1; then return 0; fi
    sleep "$pause"
  done
  return 1
}

# A trial with the gate's own settings: a container has to see what was just written beside the
# job, and the workspace as it is here, and to write what is read here. An engine in another
# container sees neither, and rootless docker writes as somebody else.
unlike_here() {
  local probe=$LR_REPORTS/probe answer=$LR_REPORTS/answer here_seen there_seen
  local complaint=$LR_REPORTS/complaint
  echo "$RANDOM$RANDOM$RANDOM" >"$probe"
  : >"$answer"
  chmod 600 "$answer"
  here_seen=$(cat "$probe" && LC_ALL=C ls -A "$GITHUB_WORKSPACE") || here_seen=here
  # shellcheck disable=SC2016 # the inner shell expands them
  there_seen=$(timeout 60 "$engine" run "${safe[@]}" --network none --entrypoint sh \
    -v "$probe:$probe:ro" -v "$GITHUB_WORKSPACE:$GITHUB_WORKSPACE:ro" -v "$answer:$answer" \
    -e LC_ALL=C "$LR_IMAGE" -c 'cat "$1" >>"$3" && cat "$1" && ls -A "$2"' \
    sh "$probe" "$GITHUB_WORKSPACE" "$answer" 2>"$complaint") ||
    there_seen=nothing
  if [ "$there_seen" = nothing ]; then
    echo "$engine ran no container that reads and writes here: $(printable "$complaint")"
  elif [ "$here_seen" != "$there_seen" ] || [ "$(cat "$answer")" != "$(cat "$probe")" ]; then
    echo 'a container here does not see the files of this job'
  fi
  rm -f "$probe" "$answer" "$complaint"
}

# The last line a program said, harmless in a log.
printable() {
  local said
  said=$(tail -n 1 "$1" | LC_ALL=C tr -cd '[:alnum:] ./,()_-' | cut -c 1-200)
  echo "${said:-it said nothing}"
}

# Every path is the same inside as outside, so no variable has to be rewritten.
in_container() {
  local name args=()
  fetch_on_host
  for name in $(compgen -e); do
    case $allowed in *" $name "*) args+=(-e "$name") ;; esac
  done
  if [ -n "${LR_CA_BUNDLE:-}" ]; then args+=(-v "$LR_CA_BUNDLE:$LR_CA_BUNDLE:ro"); fi
  # A stranger's change is searched for secrets and nothing is delivered over the network.
  if [ -e "$LR_REPORTS/sealed" ]; then
    echo "launchready's container has no network in this run."
    args+=(--network none)
  fi
  until_told "$engine" run "${safe[@]}" \
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
from launchready.github import host, sealed
host.main()
sealed.main()' "$here") || echo 'launchready: the history could not be fetched.'
}
