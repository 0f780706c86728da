# Changes the Northbound, on the one central node that makes and undoes the changes. Follows guarded.sh and keys.sh.
# POSIX sh. The caller has set NB_REMOTES: the remotes of the database, in the order to try.
# shellcheck shell=sh disable=SC2317 # functions are called by what is appended
NB_ANSWER=

# nb_find REMOTE: sets nb_program, which is ovsdb-client on this node or in kolla's container of the database, and its
# keys.
nb_find() {
  [ -n "${nb_program:-}" ] || nb_program_find || return 127
  case $1 in ssl:*) keys_of_central nb "$nb_program" ;; esac
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
      nb_program="$engine exec ovn_nb_db ovsdb-client"
      return 0
    fi
  done
  nb_program=
  return 1
}

# nb_transact SECONDS OPERATIONS: one transaction on the leader; the answer is in NB_ANSWER. 0 committed, 1 refused
# (nothing was written), 2 not known. ovsdb-client's own exit code says nothing about the transaction. Quotes inside
# values are escaped, so no value can match the pattern.
nb_transact() {
  nb_unknown=0
  for nb_remote in $NB_REMOTES; do
    nb_find "$nb_remote" || continue
    if NB_ANSWER=$(nb_client "$nb_remote" --timeout="$1" transact "$nb_remote" "$2" 2>/dev/null </dev/null); then
      case $NB_ANSWER in
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
    case $nb_heard in *OVN_Northbound*) nb_heard='it answers' ;; esac
    say "the Northbound at $nb_remote was asked$(keys_told "$nb_remote"): ${nb_heard:-no answer within 3 s}"
  done
  nb_transact 3 '["OVN_Northbound",{"op":"select","table":"NB_Global","where":[],"columns":["_uuid"]}]' && return 0
  say "no leader of the Northbound answers at $NB_REMOTES: ${NB_ANSWER:-no answer}"
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
  nb_transact 10 "$1"
  case $? in
    0) return 0 ;;
    1)
      nb_failed=$(first_failed "$NB_OTHERWISE" "$NB_ANSWER")
      if [ "$nb_failed" != "$NB_ANSWER" ]; then
        say "nothing was changed, because the undo would not restore everything: $nb_failed"
        return 1
      fi
      say "the Northbound refused the change: it has changed since the review: $NB_ANSWER"
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
  nb_transact 3 '["OVN_Northbound",{"op":"mutate","table":"NB_Global","where":[],"mutations":[
    ["external_ids","delete",["set",["safeops-barrier"]]],
    ["external_ids","insert",["map",[["safeops-barrier","'"$nb_value"'"]]]]]}]' || return
  nb_transact 3 '["OVN_Northbound",{"op":"mutate","table":"NB_Global","where":[],"mutations":[
    ["external_ids","delete",["set",["safeops-barrier"]]]]}]'
}

# nb_undo: restores one row from any state. The caller defines
#   row_query     selects _uuid of the row by name, then by name and the mark of this run
#   row_restored  1 operation that fails unless the row is as it was (empty: it did not exist)
#   from_absent   writes the row if it is missing; from_ours restores what this run wrote in the row $NB_ROW
#   row_ours      operations that fail if somebody else has changed what this run wrote in $NB_ROW
#   NB_BEFORE_RUN the run whose mark the row had before. If that is this run, an earlier step of it
#                 made or changed the row, and once that step is undone too there is nothing to do here
# 0 proven restored, 3 somebody else changed it: not touched, else try again.
nb_undo() {
  NB_REPEATABLE=1
  nb_barrier || {
    say "the Northbound at $NB_REMOTES does not take writes: ${NB_ANSWER:-no answer}"
    return 1
  }
  nb_try=0
  while [ "$nb_try" -lt 5 ]; do
    nb_try=$((nb_try + 1))
    nb_restored=$(row_restored)
    if [ -n "$nb_restored" ]; then
      nb_transact 3 "$nb_restored" && return 0
    fi
    nb_transact 3 "$(row_query)" || return 1
    nb_rows=$NB_ANSWER
    case $nb_rows in
      '[{"rows":[]},{"rows":[]}]')
        [ -n "$nb_restored" ] || return 0
        [ "$NB_BEFORE_RUN" != "$SAFEOPS_RUN" ] || return 0
        from_absent || return
        ;;
      '[{"rows":[{"_uuid":["uuid","'*'"]}]},{"rows":[]}]')
        [ "$NB_BEFORE_RUN" != "$SAFEOPS_RUN" ] || return 0
        say "the row is not as this run left it: somebody changed it, and it was not touched"
        return 3
        ;;
      '[{"rows":[{"_uuid":["uuid","'*'"]}]},{"rows":[{"_uuid":["uuid","'*'"]}]}]')
        NB_ROW=${nb_rows#'[{"rows":[{"_uuid":["uuid","'}
        NB_ROW=${NB_ROW%%'"'*}
        case $NB_ROW in '' | *[!0-9a-f-]*) return 1 ;; esac
        nb_transact 3 "$(row_ours)"
        case $? in
          0) ;;
          1)
            say "somebody else has changed what this run wrote into the row: it was not touched"
            return 3
            ;;
          *) return 1 ;;
        esac
        from_ours || return
        ;;
      *)
        say "the Northbound answered: $nb_rows"
        return 1
        ;;
    esac
  done
  say "the row does not stay restored"
  return 1
}

# The restoring write itself. If it is refused, the row has changed again, and the loop looks again.
nb_write() {
  nb_transact 3 "$1"
  [ $? -ne 2 ]
}

nothing_to_write() {
  say "the row is gone: somebody removed it, and it was not made again"
  return 3
}
