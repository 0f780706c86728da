#!/bin/sh
# Uploads a review to GitHub's code scanning. Needs gh, jq, gzip and base64.
#
#   sarif.sh ARCHIVE NUMBER COMMIT
#
# ARCHIVE  the artifact of the job that made the review, with review.sarif. It may hold anything
# NUMBER   of the pull request, and COMMIT its commit, both from the data of the event
#
# From the environment: GH_TOKEN, GITHUB_REPOSITORY.
set -eu

die() {
  printf 'sarif: %s\n' "$*" >&2
  exit 2
}

[ $# -eq 3 ] || die "usage: sarif.sh ARCHIVE NUMBER COMMIT"
case $2 in
  *[!0-9]* | '') die "NUMBER: expected digits: $2" ;;
esac
case $3 in
  *[!0-9a-f]* | '') die "COMMIT: expected hexadecimal digits: $3" ;;
esac
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# GitHub takes 10 MB, packed.
"$here/artifact.sh" "$1" review.sarif 10000000 >"$work/sarif"
jq -e '.version == "2.1.0"' "$work/sarif" >"$work/version" || die "review.sarif is no SARIF 2.1.0"
gzip -c "$work/sarif" | base64 -w 0 >"$work/packed"
jq -n --rawfile sarif "$work/packed" --arg commit "$3" --arg ref "refs/pull/$2/head" \
  '{commit_sha: $commit, ref: $ref, sarif: $sarif}' >"$work/request"
gh api --method POST "repos/$GITHUB_REPOSITORY/code-scanning/sarifs" --input "$work/request" --silent
