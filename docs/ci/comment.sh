#!/bin/sh
# Posts a review as the one comment of a pull request, or replaces that comment. Needs gh and jq.
#
#   comment.sh ARCHIVE NUMBER
#
# ARCHIVE  the artifact of the job that made the review, with comment.md. It may hold anything: only its text is posted
# NUMBER   of the pull request. It comes from the data of the event, never from the artifact
#
# From the environment: GH_TOKEN, GITHUB_REPOSITORY, and COMMENT_AUTHOR, `github-actions[bot]` if not set.
set -eu

die() {
  printf 'comment: %s\n' "$*" >&2
  exit 2
}

[ $# -eq 2 ] || die "usage: comment.sh ARCHIVE NUMBER"
case $2 in
  *[!0-9]* | '') die "NUMBER: expected digits: $2" ;;
esac
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
COMMENT_AUTHOR=${COMMENT_AUTHOR:-github-actions[bot]}
COMMENT_MARK='<!-- safeops review -->'
export COMMENT_AUTHOR COMMENT_MARK

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# Who changes the job can make it say anything: then nothing of it is shown.
gh api --paginate "repos/$GITHUB_REPOSITORY/pulls/$2/files?per_page=100" \
  --jq '.[] | .filename, (.previous_filename // empty)' >"$work/files"
if grep -qE '^(\.github|ci)/' "$work/files"; then
  printf '%s\n%s\n' "$COMMENT_MARK" \
    'This pull request changes files of the review itself (.github or ci). Its review is not shown. Read these changes first.' \
    >"$work/comment"
else
  # GitHub refuses comments of more than 65,536 characters.
  "$here/artifact.sh" "$1" comment.md 65536 >"$work/comment"
  first=$(head -n 1 "$work/comment")
  [ "$first" = "$COMMENT_MARK" ] || die "comment.md does not begin with $COMMENT_MARK: it is no review"
fi

# Anybody can write the mark into a comment: the author counts, too.
gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$2/comments?per_page=100" \
  --jq '.[] | select(.user.login == env.COMMENT_AUTHOR and (.body | startswith(env.COMMENT_MARK))) | .id' >"$work/ids"
id=$(head -n 1 "$work/ids")
case $id in
  *[!0-9]*) die "not the number of a comment: $id" ;;
esac

jq -n --rawfile body "$work/comment" '{body: $body}' >"$work/request"
if [ -n "$id" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --input "$work/request" --silent
else
  gh api --method POST "repos/$GITHUB_REPOSITORY/issues/$2/comments" --input "$work/request" --silent
fi
