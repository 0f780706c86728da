# Writes a copy of a database into a file, with ovsdb-client, while the database serves. Follows files.sh. POSIX sh. The
# caller has set DB_NAME, DB_SOCKET, DB_CONTAINER (kolla's) and DB_FILE. The checksum of the written file is kept beside
# the guard: the undo deletes only a file with this checksum.
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

# backup_is_whole FILE: whether it begins like a backup and its last record is complete.
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
  # Rows may hold secrets.
  umask 077
  if ! db_client --timeout=60 --no-leader-only backup "$DB_SOCKET" "$DB_NAME" </dev/null >"$backup_new" ||
    ! backup_is_whole "$backup_new"; then
    rm -f "$backup_new"
    say "the backup of $DB_NAME into ${DB_FILE%/*} failed"
    exit 1
  fi
  cksum <"$backup_new" >"$backup_sum.new" && sync && mv "$backup_sum.new" "$backup_sum" && sync || exit 1
  # ln fails if somebody made the file in the meantime.
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
    say "$DB_FILE is not the file that this run wrote: it was not touched"
    exit 3
  fi
  rm -f "$DB_FILE" && sync && [ ! -e "$DB_FILE" ] && exit 0
  say "$DB_FILE could not be deleted"
  exit 1
}

backup_check() {
  [ -f "$DB_FILE" ] && backup_is_whole "$DB_FILE" && exit 0
  say "$DB_FILE is not a complete backup"
  exit 1
}
