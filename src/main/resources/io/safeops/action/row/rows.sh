# Restores one row of a database. Follows guarded.sh, and northbound.sh or vswitch.sh, which define for their database
#   row_transact  SECONDS OPERATIONS: one transaction; the answer is in ROW_ANSWER.
#                 0 committed, 1 refused (nothing was written), 2 not known
#   row_ready     whether it takes writes, and has committed everything that was sent before
#   row_write     OPERATIONS: the restoring write itself. Fails if it is not known whether it was written; may set
#                 ROW_REFUSED
# POSIX sh.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended

# row_find QUERY: sets FOUND_ROW to the UUID of the row, or to nothing if there is none. 1 when it cannot be known.
row_find() {
  FOUND_ROW=
  row_transact 3 "$1" || return 1
  case $ROW_ANSWER in
    '[{"rows":[]}]') return 0 ;;
    '[{"rows":[{"_uuid":["uuid","'*'"]}]}]') row_found ;;
    *) return 1 ;;
  esac
}

# row_found: sets FOUND_ROW to the first UUID of the answer.
row_found() {
  FOUND_ROW=${ROW_ANSWER#'[{"rows":[{"_uuid":["uuid","'}
  FOUND_ROW=${FOUND_ROW%%'"'*}
  case $FOUND_ROW in '' | *[!0-9a-f-]*) return 1 ;; esac
}

# row_undo: restores one row from any state. The caller defines
#   ROW_WAS_THERE  empty if the row did not exist
#   row_restored   whether the row is as it was; not called if it did not exist
#   row_query      prints a transaction that selects _uuid of the row by name, then by name and as this run left it
#   from_absent    writes the row if it is missing; from_ours restores what this run wrote in the row $FOUND_ROW
#   row_ours       a transaction that fails if somebody else has changed what this run wrote in $FOUND_ROW
#   row_others     says that the row is not this run's (`made`), or that what it wrote there was changed (`written`)
#   ROW_BEFORE_RUN the run whose mark the row had before. If that is this run, an earlier step of it made or changed the
#                  row, and once that step is undone too there is nothing to do here
# 0 proven restored, 3 somebody else changed it: not touched, else try again.
row_undo() {
  row_ready || return 1
  row_try=0
  while [ "$row_try" -lt 5 ]; do
    row_try=$((row_try + 1))
    if [ -n "$ROW_WAS_THERE" ] && row_restored; then return 0; fi
    row_transact 3 "$(row_query)" || return 1
    case $ROW_ANSWER in
      '[{"rows":[]},{"rows":[]}]')
        [ -n "$ROW_WAS_THERE" ] || return 0
        [ "$ROW_BEFORE_RUN" != "$SAFEOPS_RUN" ] || return 0
        from_absent || return
        ;;
      '[{"rows":[{"_uuid":["uuid","'*'"]}]},{"rows":[]}]')
        [ "$ROW_BEFORE_RUN" != "$SAFEOPS_RUN" ] || return 0
        row_others made || return
        return 3
        ;;
      '[{"rows":[{"_uuid":["uuid","'*'"]}]},{"rows":[{"_uuid":["uuid","'*'"]}]}]')
        row_found || return 1
        row_ours
        case $? in
          0) ;;
          1)
            row_others written || return
            return 3
            ;;
          *) return 1 ;;
        esac
        from_ours || return
        ;;
      *)
        say "the database answered: $ROW_ANSWER"
        return 1
        ;;
    esac
  done
  say "the row does not stay restored${ROW_REFUSED:+; the database refused the write: $ROW_REFUSED}"
  return 1
}
