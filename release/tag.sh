#!/usr/bin/env bash
# Tags the action with its image in it as vX.Y.Z, moves vX there, and makes the release.
# In a checkout whose action.yml has just been written; GH_TOKEN may write to the repository.
set -euo pipefail

version=$1
remote=${LR_REMOTE:-$GITHUB_SERVER_URL/$GITHUB_REPOSITORY}

# The token by variable: what stands in argv can be read by every program of the machine.
if [ -n "${GH_TOKEN:-}" ]; then
  basic=$(printf 'x-access-token:%s' "$GH_TOKEN" | base64 | tr -d '\n')
  echo "::add-mask::$basic"
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$GITHUB_SERVER_URL/.extraheader"
  export GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $basic"
fi
export GIT_AUTHOR_NAME='github-actions[bot]' GIT_COMMITTER_NAME='github-actions[bot]'
export GIT_AUTHOR_EMAIL='41898282+github-actions[bot]@users.noreply.github.com'
export GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL

git commit --quiet --message "launchready $version" -- action.yml
git tag --annotate --message "launchready $version" "v$version"
# Both at once, or neither. A version's own tag is never moved: without force it is refused.
git push --quiet --atomic "$remote" "refs/tags/v$version" "+v$version^{commit}:refs/tags/v${version%%.*}"

[ "${LR_REMOTE:-}" ] || gh release create "v$version" --verify-tag --title "$version" \
  --notes "$(awk '/^## /{n++} n==1 && !/^## /' CHANGELOG.md)" dist/*
