# Checks that ovn-controller is connected to the Southbound by one of REMOTES (words). It still reports `connected` for
# some moments after its remote was changed, so the script also looks for the connection itself. POSIX sh.
# shellcheck shell=sh
set -u
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
: "${REMOTES:?}"
status=$(ovn-appctl --timeout=5 -t ovn-controller connection-status 2>/dev/null) || status='no answer'
if [ "$status" != connected ]; then
  echo "ovn-controller and its Southbound at $REMOTES: $status"
  exit 1
fi
for remote in $REMOTES; do
  case $remote in
    unix:*) exit 0 ;;
  esac
  ss -Htn state established dst "${remote#*:}" 2>/dev/null | grep -q . && exit 0
done
echo "this node has no connection to $REMOTES"
exit 1
