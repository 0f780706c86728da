#!/bin/sh
# A hook of git that reviews the plans in the index before a commit. It works as .git/hooks/pre-commit, too.
#
# Inventory, facts, values and rules are those of the branch in REVIEW_BASE, `origin/main` if not set. For other settings see
# review.sh beside this file.
set -eu

die() {
  printf 'pre-commit: %s\n' "$*" >&2
  exit 2
}

script=$(readlink -f -- "$0")
review=$(dirname -- "$script")/review.sh
root=$(git rev-parse --show-toplevel)
cd -- "$root"
base=$(git rev-parse --verify --quiet "${REVIEW_BASE:-origin/main}^{commit}") ||
  die "there is no branch ${REVIEW_BASE:-origin/main}: set REVIEW_BASE"

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
mkdir -- "$work/base" "$work/head"
git archive --output="$work/base.tar" "$base"
tar -xf "$work/base.tar" -C "$work/base"
# Links become files with their target as text, so that they lead nowhere.
git -c core.symlinks=false checkout-index --all --prefix="$work/head/"
"$review" "$work/base" "$work/head" "$work/out"
