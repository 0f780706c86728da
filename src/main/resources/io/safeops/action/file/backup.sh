# A copy of a database in a file, as ovsdb-client makes it while the database serves. Follows files.sh. POSIX sh.
# The caller has set DB_NAME, DB_SOCKET, DB_CONTAINER (kolla's) and DB_FILE. What was written is known by its checksum,
# kept beside the guard: the undo deletes that file and no other.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
: "${DB_NAME:?}" "${DB_SOCKET:?}" "${DB_CONTAINER:?}" "${DB_FILE:?}" "${SAFEOPS_HOME:?}" "${SAFEOPS_STEP:?}"
backup_sum=$SAFEOPS_HOME/backup.$SAFEOPS_STEP.sum
backup_new=${DB_FILE%/*}/.safeops-$SAFEOPS_RUN-$SAFEOPS_STEP

db_client() {
  if command -v ovsdb-client >/dev/null 2>&1; then
    ovsdb-client "$@"
    return
  fi
  for engine in docker podman; do
    if command -v "$engine" >/dev/null 2>&1; then
      "$engine" exec "$DB_CONTAINER" ovsdb-client "$@"
      return
    fi
  done
  return 127
}

# backup_is_whole FILE: it begins as such a file does and its last record is complete.
backup_is_whole() {
  [ "$(head -c 10 "$1")" = 'OVSDB JSON' ] && [ -z "$(tail -c 1 "$1")" ]
}

backup_act() {
  if [ -e "$DB_FILE" ] || [ -L "$DB_FILE" ]; then
    say "$DB_FILE is there already: not touched"
    exit 1
  fi
  file_is_judged "$DB_FILE" || exit 1
  rm -f "$backup_new"
  # Rows may hold what not everybody shall read.
  umask 077
  if ! db_client --timeout=60 --no-leader-only backup "$DB_SOCKET" "$DB_NAME" </dev/null >"$backup_new" ||
    ! backup_is_whole "$backup_new"; then
    rm -f "$backup_new"
    say "$DB_NAME gave no backup into ${DB_FILE%/*}"
    exit 1
  fi
  cksum <"$backup_new" >"$backup_sum.new" && sync && mv "$backup_sum.new" "$backup_sum" && sync || exit 1
  # A link fails where somebody made the file meanwhile.
  if ln "$backup_new" "$DB_FILE" && rm -f "$backup_new" && sync; then
    exit 0
  fi
  say "$DB_FILE could not be written"
  exit 1
}

backup_undo() {
  rm -f "$backup_new"
  [ -e "$backup_sum" ] && [ -e "$DB_FILE" ] || exit 0
  if [ "$(cksum <"$DB_FILE")" != "$(cat "$backup_sum")" ]; then
    say "$DB_FILE is not what this run has written: it was not touched"
    exit 3
  fi
  rm -f "$DB_FILE" && sync && [ ! -e "$DB_FILE" ] && exit 0
  say "$DB_FILE could not be deleted"
  exit 1
}

backup_check() {
  [ -f "$DB_FILE" ] && backup_is_whole "$DB_FILE" && exit 0
  say "$DB_FILE is no backup"
  exit 1
}
