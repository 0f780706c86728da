#!/bin/sh
# Installs one release of safeops, if it is exactly the one that was asked for.
#
#   install.sh URL SHA256 DIR
#
# URL     https:// address of an archive (.tar.gz) with one folder, which has the program `safeops`; or the path of a file
# SHA256  64 hexadecimal digits
# DIR     must not exist yet; the program is DIR/safeops then
set -eu

die() {
  printf 'install: %s\n' "$*" >&2
  exit 2
}

[ $# -eq 3 ] || die "usage: install.sh URL SHA256 DIR"
case $2 in
  *[!0-9a-f]* | '') die "SHA256: expected 64 hexadecimal digits: $2" ;;
esac
[ ${#2} -eq 64 ] || die "SHA256: expected 64 hexadecimal digits: $2"
mkdir -- "$3" || die "DIR must not exist yet: $3"
dir=$(CDPATH='' cd -- "$3" && pwd -P)

archive=$dir/.archive.tar.gz
case $1 in
  # A release has about 60 MB.
  https://*) curl --fail --silent --show-error --location --proto =https --max-filesize 300000000 -o "$archive" -- "$1" ;;
  /*) cp -- "$1" "$archive" ;;
  *) die "expected an address that begins with https://, or an absolute path: $1" ;;
esac
found=$(sha256sum <"$archive")
found=${found%% *}
[ "$found" = "$2" ] || {
  rm -f -- "$archive"
  die "the archive has another SHA-256 ($found) than expected ($2): it is not that release"
}
tar -xzf "$archive" -C "$dir" --strip-components=1 --no-same-owner
rm -f -- "$archive"
[ -x "$dir/safeops" ] || die "the archive has no program \`safeops\`"
