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

# row_earlier: sets ROW_EARLIER to what earlier changes of this run did to the row: insert, delete, update, and the hash of
# each updated column or key, each between spaces. The undo of a change says it in comments: # row ID INDEX:WHAT
row_earlier() {
  ROW_EARLIER=' '
  [ -r "${SAFEOPS_STORE:-}/$SAFEOPS_STEP.undo" ] || return 1
  row_step=1
  while [ "$row_step" -le "$SAFEOPS_STEP" ]; do
    if [ -e "$SAFEOPS_STORE/$row_step.undo" ]; then
      row_words=$(sed -n "s/^# row $ROW_ID //p" "$SAFEOPS_STORE/$row_step.undo") || return 1
      for row_word in $row_words; do
        if [ "$row_step" -lt "$SAFEOPS_STEP" ] || [ "${row_word%%:*}" -lt "$ROW_INDEX" ]; then
          ROW_EARLIER="$ROW_EARLIER${row_word#*:} "
        fi
      done
    fi
    row_step=$((row_step + 1))
  done
}

# row_was_touched WHAT: whether an earlier change of this run did this.
row_was_touched() { case $ROW_EARLIER in *" $1 "*) ;; *) return 1 ;; esac }

# row_item HASH OPERATIONS: whether a column or key is as it was before this change, or an earlier change of this run wrote
# it: then the undo of that change judges it. 0 yes, 1 no, 2 not known.
row_item() { row_was_touched "$1" || row_transact 3 "$2"; }

# row_is_earlier: whether the row may be as it was before an earlier change of this run, so that the undo of that change
# judges it. That undo has restored it already if the guard was started again in the middle of the undo. 0 yes, 1 no, 2 not
# known.
row_is_earlier() {
  if row_was_touched delete; then return 0; fi
  case $ROW_KIND in
    delete)
      for row_word in $ROW_EARLIER; do
        [ "$row_word" = insert ] || return 0
      done
      return 1
      ;;
    update) [ "$ROW_EARLIER" != ' ' ] && row_items ;;
    *) return 1 ;;
  esac
}

# row_foreign made|written: the end of an undo that finds the row neither as it was nor as this run left it.
row_foreign() {
  row_is_earlier
  case $? in
    0) return 0 ;;
    1) ;;
    *) return 1 ;;
  esac
  row_others "$1" || return 1
  return 3
}

# row_undo: restores one row from any state that this run made, in whatever order its changes touched the row. The undos
# run in reverse order, and from the last one again after a restart of the guard. The caller defines
#   ROW_ID, ROW_INDEX the row, and the position of the change in its step
#   ROW_KIND       insert, delete, or update
#   row_restored   whether the row is as it was: 0 yes, 1 no, 2 not known; not called if it did not exist
#   row_query      prints a transaction that selects _uuid of the row by name, then by name and as this run left it (not
#                  for a deletion)
#   from_absent    writes the row if it is missing; from_ours restores what this run wrote in the row $FOUND_ROW
#   row_ours       a transaction that fails if somebody else has changed what this run wrote in $FOUND_ROW
#   row_items      calls row_item for each column and key of an update
#   row_others     says that the row is not this run's (`made`), or that what it wrote there was changed (`written`)
# 0 proven restored, or an earlier change of this run decides about the row; 3 somebody else changed it: not touched; else
# try again.
row_undo() {
  row_ready || return 1
  row_earlier || {
    say "it cannot be read what this run did to the row before"
    return 1
  }
  row_try=0
  while [ "$row_try" -lt 5 ]; do
    row_try=$((row_try + 1))
    if [ "$ROW_KIND" != insert ]; then
      row_restored
      case $? in
        0) return 0 ;;
        1) ;;
        *) return 1 ;;
      esac
    fi
    row_transact 3 "$(row_query)" || return 1
    case $ROW_ANSWER in
      '[{"rows":[]}]' | '[{"rows":[]},{"rows":[]}]')
        [ "$ROW_KIND" != insert ] || return 0
        # This run inserted the row, so without it nothing of this change is left.
        if row_was_touched insert; then return 0; fi
        from_absent || return
        ;;
      '[{"rows":[{"_uuid":["uuid","'*'"]}]},{"rows":[{"_uuid":["uuid","'*'"]}]}]')
        row_found || return 1
        row_ours
        case $? in
          0) ;;
          1)
            row_foreign written
            return
            ;;
          *) return 1 ;;
        esac
        from_ours || return
        ;;
      '[{"rows":[{"_uuid":["uuid","'*'"]}]}]' | '[{"rows":[{"_uuid":["uuid","'*'"]}]},{"rows":[]}]')
        row_foreign made
        return
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
