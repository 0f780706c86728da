# Updates a row of this node's own Open_vSwitch database. Follows guarded.sh and vswitch.sh; rows.sh restores the row. POSIX
# sh. The caller has set ROW_WHAT, the row for messages.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
: "${ROW_WHAT:?}"

# vswitch_act TRANSACTION: it fails if the row is not as the review saw it.
vswitch_act() {
  row_transact 5 "$1"
  case $? in
    0) ;;
    1)
      say "$ROW_WHAT is not as the review saw it: not changed: $ROW_ANSWER"
      return 1
      ;;
    *)
      say "it is not known whether $ROW_WHAT was changed: the database does not answer. The undo will find out"
      return 1
      ;;
  esac
  row_followed || {
    say "$ROW_WHAT was changed in the database, but ovs-vswitchd has not applied this"
    return 1
  }
}

row_others() { say "$ROW_WHAT was changed by somebody else since: not touched"; }

nothing_to_write() {
  say "$ROW_WHAT is gone: not made again"
  return 3
}
