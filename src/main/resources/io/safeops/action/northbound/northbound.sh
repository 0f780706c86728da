# Changes the Northbound, on the one central node that makes and undoes the changes; or the Southbound, if the caller has set
# NB_OR_SB to sb. Follows guarded.sh and keys.sh. POSIX sh. The caller has set NB_REMOTES: the remotes of the database, in the
# order to try.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
ROW_ANSWER=

# nb_choose nb|sb: the database that what follows asks and writes.
nb_choose() {
  NB_OR_SB=$1
  nb_program=
  keys_forget
  case $1 in
    sb) nb_schema=OVN_Southbound nb_global=SB_Global nb_name=Southbound ;;
    *) nb_schema=OVN_Northbound nb_global=NB_Global nb_name=Northbound ;;
  esac
}
nb_choose "${NB_OR_SB:-nb}"

# nb_find REMOTE: sets nb_program, which is ovsdb-client on this node or in kolla's container of the database, and its
# keys.
nb_find() {
  [ -n "${nb_program:-}" ] || nb_program_find || return 127
  case $1 in ssl:*) keys_of_central "$NB_OR_SB" "$nb_program" ;; esac
}

# nb_client REMOTE WORDS...: runs ovsdb-client, after nb_find.
nb_client() {
  nb_at=$1
  shift
  keyed "$nb_at" "$nb_program" "$@"
}

nb_program_find() {
  nb_program=ovsdb-client
  if command -v ovsdb-client >/dev/null 2>&1; then return 0; fi
  for engine in docker podman; do
    if command -v "$engine" >/dev/null 2>&1; then
      nb_program="$engine exec ovn_${NB_OR_SB}_db ovsdb-client"
      return 0
    fi
  done
  nb_program=
  return 1
}

# row_transact SECONDS OPERATIONS: one transaction on the leader; the answer is in ROW_ANSWER. 0 committed, 1 refused
# (nothing was written), 2 not known. ovsdb-client's own exit code says nothing about the transaction. Quotes inside
# values are escaped, so no value can match the pattern.
row_transact() {
  nb_unknown=0
  for nb_remote in $NB_REMOTES; do
    nb_find "$nb_remote" || continue
    if ROW_ANSWER=$(nb_client "$nb_remote" --timeout="$1" transact "$nb_remote" "$2" 2>/dev/null </dev/null); then
      case $ROW_ANSWER in
        *'"error":"not leader"'* | *'"error":"not allowed"'*) ;;
        *'"error":'*) return 1 ;;
        '['*) return 0 ;;
      esac
    else
      # Killed by its own timeout (SIGALRM): the transaction may have been taken.
      [ $? -lt 128 ] || nb_unknown=1
      keys_forget # the process may have been started again with other keys
    fi
    # It is not known whether it was written: only a transaction that may run twice is tried elsewhere.
    [ "$nb_unknown" = 0 ] || [ "${NB_REPEATABLE:-0}" = 1 ] || break
  done
  return 2
}

# nb_tried: whether the leader answers a query; for each remote with keys it prints whether it answers.
nb_tried() {
  for nb_remote in $NB_REMOTES; do
    case $nb_remote in ssl:*) ;; *) continue ;; esac
    nb_find "$nb_remote" || continue
    nb_heard=$(nb_client "$nb_remote" --timeout=3 list-dbs "$nb_remote" 2>&1 </dev/null | tail -n 3)
    case $nb_heard in *"$nb_schema"*) nb_heard='it answers' ;; esac
    say "the $nb_name at $nb_remote was asked$(keys_told "$nb_remote"): ${nb_heard:-no answer within 3 s}"
  done
  row_transact 3 '["'"$nb_schema"'",{"op":"select","table":"'"$nb_global"'","where":[],"columns":["_uuid"]}]' && return 0
  say "no leader of the $nb_name answers at $NB_REMOTES: ${ROW_ANSWER:-no answer}"
  return 1
}

# nb_act OPERATIONS: makes the change, once. The first operations check that the undo can restore every deleted row. The
# caller has set NB_OTHERWISE, with one line for each check: what is wrong if it fails. NB_UNSEEN lists the rows to
# delete that were not read.
nb_act() {
  if [ -n "$NB_UNSEEN" ]; then
    say "a row that is to be deleted was not read: nothing was changed ($NB_UNSEEN)"
    return 1
  fi
  row_transact 10 "$1"
  case $? in
    0) return 0 ;;
    1)
      nb_failed=$(first_failed "$NB_OTHERWISE" "$ROW_ANSWER")
      if [ "$nb_failed" != "$ROW_ANSWER" ]; then
        say "nothing was changed, because the undo would not restore everything: $nb_failed"
        return 1
      fi
      say "the $nb_name refused the change: it has changed since the review: $ROW_ANSWER"
      return 1
      ;;
    *)
      say "it is not known whether the change was written: no answer from $NB_REMOTES. The undo will find out"
      return 1
      ;;
  esac
}

# A write that commits after everything that was sent before it. A timed-out insert on a leader without a quorum commits
# when the quorum is back: only a read after this write is reliable.
nb_barrier() {
  nb_value=$SAFEOPS_RUN.$$.$(sed 's/ .*//' /proc/uptime)
  row_transact 3 '["'"$nb_schema"'",{"op":"mutate","table":"'"$nb_global"'","where":[],"mutations":[
    ["external_ids","delete",["set",["safeops-barrier"]]],
    ["external_ids","insert",["map",[["safeops-barrier","'"$nb_value"'"]]]]]}]' || return
  row_transact 3 '["'"$nb_schema"'",{"op":"mutate","table":"'"$nb_global"'","where":[],"mutations":[
    ["external_ids","delete",["set",["safeops-barrier"]]]]}]'
}

row_ready() {
  NB_REPEATABLE=1
  nb_barrier || {
    say "the $nb_name at $NB_REMOTES does not take writes: ${ROW_ANSWER:-no answer}"
    return 1
  }
}

# If the write is refused, the row has changed again, and row_undo looks again.
row_write() {
  row_transact 3 "$1"
  [ $? -ne 2 ]
}

row_others() {
  case $1 in
    made) say "the row is not as this run left it: somebody changed it, and it was not touched" ;;
    *) say "somebody else has changed what this run wrote into the row: it was not touched" ;;
  esac
}

nothing_to_write() {
  say "the row is gone: somebody removed it, and it was not made again"
  return 3
}
