# Whether no end of a localnet's patch pair is left here. The caller has set LOCALNET. POSIX sh.
# shellcheck shell=sh
set -u
: "${LOCALNET:?}"
left=$(ovs-vsctl --timeout=5 --bare --columns=name find Port external_ids:ovn-localnet-port="$LOCALNET") || {
  echo "ovs-vsctl does not answer"
  exit 1
}
[ -z "$left" ] || {
  echo "still there: $left"
  exit 1
}
exit 0
