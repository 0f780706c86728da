#!/bin/sh
# Reviews the plans of a change with everything else from the branch that it is for.
#
#   review.sh BASE_DIR HEAD_DIR OUT_DIR
#
# BASE_DIR  a checkout of the base branch: inventory, facts, values and rules come from here
# HEAD_DIR  a checkout of the change: only the plans come from here
# OUT_DIR   must not exist yet; gets comment.md, review.json, review.sarif, junit.xml, codequality.json
#
# Exit: that of `safeops review`. 0 all plans pass, 3 rules refuse one, 6 a node could not be reached, 2 a file does not load.
#
# Settings, from the environment. The names of files and folders are below BASE_DIR or HEAD_DIR.
#   SAFEOPS             the program; `safeops` of PATH if not set
#   REVIEW_PLANS        plans
#   REVIEW_INVENTORY    inventory.yaml
#   REVIEW_FACTS        facts.json, as `safeops facts -o FILE` writes it
#   REVIEW_VALUES       values.yaml, if there is one
#   REVIEW_POLICIES     policies, if there is such a folder
#   REVIEW_FACTS_AGE    1d: warn if the facts are older
#   REVIEW_FORMAT       text: what is printed, too. In GitHub Actions: github
set -eu

say() { printf 'review: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 2
}

[ $# -eq 3 ] || die "usage: review.sh BASE_DIR HEAD_DIR OUT_DIR"
base=$(CDPATH='' cd -- "$1" && pwd -P) || die "no such folder: $1"
head=$(CDPATH='' cd -- "$2" && pwd -P) || die "no such folder: $2"
[ "$base" != "$head" ] || die "BASE_DIR and HEAD_DIR are the same folder: $base"

plans=${REVIEW_PLANS:-plans}
inventory=${REVIEW_INVENTORY:-inventory.yaml}
facts=${REVIEW_FACTS:-facts.json}
values=${REVIEW_VALUES:-values.yaml}
policies=${REVIEW_POLICIES:-policies}
for name in "$plans" "$inventory" "$facts" "$values" "$policies"; do
  case /$name/ in
    *//* | */../* | /-*) die "a name below the checkout is expected, not: $name" ;;
  esac
done

# The program judges the change, so it must not be a part of it.
program=$(command -v -- "${SAFEOPS:-safeops}") || die "no such program: ${SAFEOPS:-safeops}"
program=$(readlink -f -- "$program")
case $program in
  "$head"/*) die "the program is in the change that it shall judge: $program" ;;
esac

[ -f "$base/$inventory" ] || die "the base branch has no inventory: $inventory"
[ -f "$base/$facts" ] || die "the base branch has no facts: $facts. \`safeops facts -i $inventory -o $facts\` writes them"
# A file that is there in another form must not be left out silently.
[ -f "$base/$values" ] || [ ! -e "$base/$values" ] || die "values of the base branch: $values is no file"
[ -d "$base/$policies" ] || [ ! -e "$base/$policies" ] || die "rules of the base branch: $policies is no folder"
[ -d "$head/$plans" ] || die "the change has no folder of plans: $plans"

# A link could lead to any file of this machine, and messages about a file that does not load quote it.
way=$head
old_ifs=$IFS
IFS=/
for part in $plans; do
  way=$way/$part
  [ ! -h "$way" ] || die "the folder of plans is behind a symbolic link: $plans"
done
IFS=$old_ifs
links=$(find "$head/$plans" -type l | wc -l)
[ "$links" -eq 0 ] || die "symbolic links in the folder of plans: $links. Replace them by files"
# A line break in a name could begin a line of the log with a command for the CI.
[ -z "$(LC_ALL=C find "$head/$plans" -name '*[[:cntrl:]]*')" ] || die "control characters in the name of a plan"

# mkdir refuses a folder or a link that the change has put there.
mkdir -- "$3" || die "OUT_DIR must not exist yet: $3"
out=$(CDPATH='' cd -- "$3" && pwd -P)

set -- --inventory "$base/$inventory" --facts "$base/$facts" --facts-age "${REVIEW_FACTS_AGE:-1d}"
[ ! -f "$base/$values" ] || set -- "$@" --values "$base/$values"
[ ! -d "$base/$policies" ] || set -- "$@" --policies "$base/$policies"
set -- "$@" --format "${REVIEW_FORMAT:-text}" \
  --report "markdown=$out/comment.md" --report "json=$out/review.json" --report "sarif=$out/review.sarif" \
  --report "junit=$out/junit.xml" --report "gitlab=$out/codequality.json"

# Reports name plans relative to the working directory.
cd -- "$head"
status=0
"$program" review "$plans" "$@" || status=$?
say "exit $status, reports in $out"
exit "$status"
