# The gate in a Python of its own. Sourced by start.sh.
# shellcheck shell=bash

# What a program needs to run at all, outside a container.
native="APPDATA COMSPEC HOME LANG LC_ALL LOCALAPPDATA PATH PATHEXT SSL_CERT_DIR SSL_CERT_FILE
SYSTEMROOT TEMP TMP TMPDIR USERPROFILE WINDIR"

# -I: no module, variable or setting of the workspace or the job takes part.
in_python() {
  local python venv
  python=$(python_here)
  [ -n "$python" ] || fail 3 'There is no Python 3.11 or later here; add actions/setup-python.'
  venv=$(cd "$here" && venv_of "$python")
  [ -n "$venv" ] ||
    fail 3 'The packages launchready needs could not be installed; the log above says why.'
  keep_only
  cd "$GITHUB_WORKSPACE" || fail 3 'The workspace cannot be entered.'
  until_told "$venv" -I -X utf8 -m launchready github
}

python_here() {
  local one
  for one in python3 python python3.14 python3.13 python3.12 python3.11; do
    if (cd "$here" && "$one" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))') 2>/dev/null; then
      echo "$one"
      return
    fi
  done
}

# Prints the path of a Python that has everything in requirements.lock, and this package. It is
# kept in the tool cache; a change of the lock, of Python or of the machine makes another.
venv_of() {
  local python=$1 key venv
  key=$("$python" -I -c '
import hashlib, pathlib, sys, sysconfig
what = pathlib.Path("requirements.lock").read_bytes(), str(pathlib.Path.cwd()), sys.base_prefix
digest = hashlib.sha256(repr(what).encode()).hexdigest()[:16]
version = "py%d.%d.%d" % sys.version_info[:3]
print("-".join((digest, version, sysconfig.get_platform())))') || return 1
  venv=$(cache_folder)/$key
  if [ -f "$venv/complete" ]; then
    echo "launchready's packages are here from an earlier run." >&2
  else
    make_venv "$python" "$venv.$$" >&2 || return 1
    # Another job may have been quicker; its own is as good.
    if [ ! -f "$venv/complete" ]; then
      rm -rf "$venv" && mv "$venv.$$" "$venv" || return 1
    fi
    rm -rf "$venv.$$"
  fi
  inner_python "$venv"
}

# The tool cache, where only this user writes to ours in it; else a folder of this run alone.
# The workspace may hold anything, also what looks like packages of ours.
cache_folder() {
  local root=${RUNNER_TOOL_CACHE:-$RUNNER_TEMP} folder
  folder=$root/launchready
  if mkdir -p "$folder" 2>/dev/null && ! in_workspace "$folder" && is_ours_alone "$folder"; then
    echo "$folder"
  else
    echo "launchready keeps no packages in $root: others can write there." >&2
    echo "$LR_REPORTS/packages"
  fi
}

is_ours_alone() {
  [ -O "$1" ] && [ -w "$1" ] && [ ! -L "$1" ] || return 1
  # Windows has no such bits, and Git's bash makes some up.
  case ${RUNNER_OS:-} in Windows) return 0 ;; esac
  [ -z "$(find "$1" -prune -perm -0002 -print)" ]
}

make_venv() {
  local python=$1 venv=$2 inner
  mkdir -p "$(dirname "$venv")" && "$python" -I -m venv --without-pip "$venv" || return 1
  inner=$(inner_python "$venv")
  install_into "$python" "$inner" || return 1
  "$inner" -I -c '
import compileall, pathlib, sysconfig
site = pathlib.Path(sysconfig.get_path("purelib"))
(site / "launchready.pth").write_text(str(pathlib.Path.cwd()) + "\n", "utf-8")
compileall.compile_dir("launchready", quiet=2)' || return 1
  : >"$venv/complete"
}

install_into() {
  local python=$1 inner=$2
  forget_settings
  local asked=(--quiet --no-deps --require-hashes --only-binary :all: -r requirements.lock)
  if [ -n "${LR_CA_BUNDLE:-}" ]; then
    local -x SSL_CERT_FILE=$LR_CA_BUNDLE PIP_CERT=$LR_CA_BUNDLE
  fi
  if command -v uv >/dev/null; then
    echo 'launchready installs its packages with uv.'
    uv pip install --no-config --python "$inner" --compile-bytecode "${asked[@]}"
  elif "$python" -I -m pip --version >/dev/null 2>&1; then
    echo 'launchready installs its packages with pip; with uv on the runner that is much quicker.'
    "$python" -I -m pip --python "$inner" install --no-input --disable-pip-version-check "${asked[@]}"
  else
    echo "$python has no pip, and there is no uv; add actions/setup-python."
    return 1
  fi
}

# Where packages come from may be told; what is installed, and whether its hashes count, may not.
forget_settings() {
  local name
  for name in $(compgen -e); do
    case $name in
      PIP_INDEX_URL | PIP_EXTRA_INDEX_URL | PIP_FIND_LINKS | PIP_NO_INDEX | PIP_TRUSTED_HOST) ;;
      PIP_CERT | PIP_CLIENT_CERT | PIP_PROXY | PIP_CACHE_DIR | PIP_RETRIES | PIP_*TIMEOUT) ;;
      UV_INDEX* | UV_DEFAULT_INDEX | UV_EXTRA_INDEX_URL | UV_FIND_LINKS | UV_NO_INDEX) ;;
      UV_INSECURE_HOST | UV_NATIVE_TLS | UV_SYSTEM_CERTS | UV_CACHE_DIR | UV_*TIMEOUT) ;;
      UV_LINK_MODE | UV_OFFLINE | UV_KEYRING_PROVIDER | PIP_KEYRING_PROVIDER) ;;
      PIP_* | UV_* | PYTHON*) unset "$name" ;;
    esac
  done
}

inner_python() {
  if [ -d "$1/Scripts" ]; then echo "$1/Scripts/python.exe"; else echo "$1/bin/python"; fi
}

# The same variables as in the container: what works in one works in the other.
keep_only() {
  local name kept
  kept="$allowed ${native//$'\n'/ } "
  for name in $(compgen -e); do
    case $kept in *" $name "*) ;; *) unset "$name" 2>/dev/null || true ;; esac
  done
}
