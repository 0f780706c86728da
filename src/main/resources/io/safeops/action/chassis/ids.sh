# Changes keys in the external_ids of one row of this node's own Open_vSwitch database. Follows guarded.sh and
# vswitch.sh. POSIX sh. The caller has set ID_WHAT (the row, in words), ID_SELECT (a transaction that reads the column)
# and ID_FORWARD (the change), and has defined each_id. It calls its argument once for each key, with the key, the old
# pair and the new pair. Pairs are written as the database writes them, and are empty if the key is not set. A quote
# inside a value is escaped, so that no value can look like a pair.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended, and through each_id
: "${ID_WHAT:?}" "${ID_SELECT:?}" "${ID_FORWARD:?}"

# 1: the database does not answer. 3: there is no such row.
ids_read() {
  row_transact 5 "$ID_SELECT" || return 1
  ids_row=$ROW_ANSWER
  case $ids_row in
    '[{"rows":[]}]') return 3 ;;
    '[{"rows":['*) return 0 ;;
  esac
  return 1
}

# ids_hold KEY PAIR: whether the row, as it was read, has the pair; for an empty pair, whether it has no such key.
ids_hold() {
  if [ -n "$2" ]; then
    case $ids_row in *"$2"*) return 0 ;; esac
  else
    case $ids_row in *"[\"$1\","*) ;; *) return 0 ;; esac
  fi
  return 1
}

ids_was() { ids_hold "$1" "$2" || ids_other="$ids_other $1"; }
ids_is() { ids_hold "$1" "$3" || ids_other="$ids_other $1"; }

ids_act() {
  ids_other=
  if ! ids_read; then
    say "$ID_WHAT cannot be read on this node: nothing was written"
    return 1
  fi
  each_id ids_was
  if [ -n "$ids_other" ]; then
    say "$ID_WHAT: changed since the review, nothing was written:$ids_other"
    return 1
  fi
  # The answer is ignored: the row is read afterwards.
  row_transact 5 "$ID_FORWARD" || :
  if ids_read; then
    each_id ids_is
    [ -n "$ids_other" ] || return 0
  fi
  say "$ID_WHAT: not written:$ids_other"
  return 1
}

nothing_to_write() {
  say "$ID_WHAT is gone: not made again"
  return 3
}

# rows.sh restores each key; the caller has set ID_KEY.
row_others() { say "$ID_WHAT: external_ids:$ID_KEY does not have the value that this run set: not touched"; }

# pairs_gone PORT...: deletes patch ports that were not here before. ovn-controller deletes them itself, but late, or
# never if it has lost the Southbound.
pairs_gone() {
  for ids_port in "$@"; do
    ovs-vsctl --no-wait --timeout=3 -- --if-exists del-port "$ids_port" || return 1
  done
  for ids_port in "$@"; do
    ids_left=$(ovs-vsctl --no-wait --timeout=3 --bare --columns=name find Port name="\"$ids_port\"") || return 1
    [ -z "$ids_left" ] || return 1
  done
}
