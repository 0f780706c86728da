# Checks that both ends of a localnet's patch pair are attached here. The caller has set PATCH_INT and PATCH_EXT. POSIX
# sh.
# shellcheck shell=sh
set -u
: "${PATCH_INT:?}" "${PATCH_EXT:?}"
for end in "$PATCH_INT" "$PATCH_EXT"; do
  ofport=$(ovs-vsctl --timeout=5 --if-exists get Interface "$end" ofport) || {
    echo "ovs-vsctl does not answer"
    exit 1
  }
  case $ofport in
    '' | '[]')
      echo "there is no port $end"
      exit 1
      ;;
    -* | 0 | *[!0-9]*)
      echo "port $end is not attached (ofport $ofport)"
      exit 1
      ;;
  esac
done
exit 0
