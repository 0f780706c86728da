# Sets an interface up, and down again. Follows guarded.sh. POSIX sh. The caller has set LINK. A file shows that this run has
# set it up: if it is up without the file, somebody else has done it. The file goes with a reboot, and so does the state of
# the interface.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
: "${LINK:?}"

# link_is_up: 0 yes, 1 no, 2 there is no such interface. IFF_UP is the lowest bit (netdevice(7)).
link_is_up() {
  { read -r link_flags <"/sys/class/net/$LINK/flags"; } 2>/dev/null || return 2
  [ "$((link_flags & 1))" = 1 ]
}

link_mark() { printf '%s\n' "${SAFEOPS_HOME:?}/link-$SAFEOPS_STEP-$LINK"; }

link_act() {
  link_is_up
  case $? in
    0)
      say "$LINK is up, but the review saw it set down: not changed"
      exit 1
      ;;
    1) ;;
    *)
      say "there is no interface $LINK"
      exit 1
      ;;
  esac
  : >"$(link_mark)" || exit 1
  ip link set dev "$LINK" up || exit 1
  link_is_up || exit 1
  exit 0
}

link_undo() {
  link_is_up
  case $? in
    0) ;;
    1) exit 0 ;;
    *)
      say "there is no interface $LINK any more: not changed"
      exit 3
      ;;
  esac
  if [ ! -e "$(link_mark)" ]; then
    say "$LINK was set up by somebody else, or by a boot: not changed"
    exit 3
  fi
  ip link set dev "$LINK" down || exit 1
  link_is_up
  [ $? = 1 ] || exit 1
  exit 0
}
