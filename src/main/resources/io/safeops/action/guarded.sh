# The beginning of every script that a guard runs. POSIX sh.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
set -u
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
case ${SAFEOPS_RUN:-} in
  '' | *[!A-Za-z0-9._:@+=-]*)
    echo "SAFEOPS_RUN is not set: not started by a guard" >&2
    exit 1
    ;;
esac

say() { printf '%s\n' "$*"; }

# first_failed OTHERWISE ANSWER: prints the line of the check that failed. Each check before it has the answer {} (RFC
# 7047).
first_failed() {
  held=${2%%'{"'*}
  failed=1
  while :; do
    case $held in
      *'{}'*) held=${held#*'{}'} failed=$((failed + 1)) ;;
      *) break ;;
    esac
  done
  otherwise=$(printf '%s\n' "$1" | sed -n "${failed}p")
  printf '%s\n' "${otherwise:-$2}"
}
