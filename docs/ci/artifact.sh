#!/bin/sh
# Prints one file of an artifact that a job of a change has written. The artifact may hold anything.
#
#   artifact.sh ARCHIVE NAME MOST_BYTES
#
# Nothing of the archive becomes a file here, so its names and links lead nowhere. What is longer is refused.
set -eu

die() {
  printf 'artifact: %s\n' "$*" >&2
  exit 2
}

[ $# -eq 3 ] || die "usage: artifact.sh ARCHIVE NAME MOST_BYTES"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
# `head` ends an archive that unpacks to much more than it says.
unzip -p -- "$1" "$2" 2>/dev/null | head -c "$(($3 + 1))" >"$work/file" || true
size=$(wc -c <"$work/file")
[ "$size" -gt 0 ] || die "the artifact has no $2"
[ "$size" -le "$3" ] || die "$2 has more than $3 bytes"
cat -- "$work/file"
