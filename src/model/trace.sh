#!/bin/sh
# trace.sh NAME "-D flags" [LINES]: the way to the error that check.sh NAME found, a line for each step.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "${MODEL_OUT:-$here/../../target/model}/$1"
model=$(ls ./*.pml)
# shellcheck disable=SC2086 # a list of options
if grep -q 'printf("T:' "$model"; then
  spin $2 -t "$model" 2>&1 | grep -E 'T:|assert' | sed 's/^ *T: //'
else
  spin $2 -t -p -g -l "$model" 2>&1 | awk '
    /proc +[0-9]+ \(/ { who = $0; sub(/.*proc +[0-9]+ \(/, "", who); sub(/[:)].*/, "", who)
      what = $0; sub(/^[^[]*\[/, "", what); sub(/\]$/, "", what); printf "%-9s %s\n", who, what; next }
    / = / { gsub(/^[ \t]+/, ""); print "            " $0; next }
    /assert/ { print }'
fi | tail -n "${3:-120}"
