# Changes one key of an INI file. Follows services.sh and files.sh. POSIX sh. The caller has set INI_FILE, INI_SECTION,
# INI_KEY, INI_MODE (set or remove), INI_VALUE, and INI_READER: the unit that reads the file when it starts, if it is
# known. The bytes before and after are kept beside the guard: the undo writes the old bytes only over the new ones.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
: "${INI_FILE:?}" "${INI_SECTION:?}" "${INI_KEY:?}" "${INI_MODE:?}" "${INI_VALUE?}" "${INI_READER?}" "${SAFEOPS_HOME:?}" "${SAFEOPS_STEP:?}"
export INI_SECTION INI_KEY INI_MODE INI_VALUE
ini_before=$SAFEOPS_HOME/ini.$SAFEOPS_STEP.before
ini_after=$SAFEOPS_HOME/ini.$SAFEOPS_STEP.after
ini_start=$SAFEOPS_HOME/ini.$SAFEOPS_STEP.start
ini_new=${INI_FILE%/*}/.safeops-$SAFEOPS_RUN-$SAFEOPS_STEP

# ini_edit FILE: prints the new content. 2: the key is there more than once, or its value has several lines.
ini_edit() {
  awk '
    function bare(text) { sub(/^[ \t]+/, "", text); sub(/[ \t\r]+$/, "", text); return text }
    { line[NR] = $0 }
    /^[ \t]*\[.*\][ \t\r]*$/ {
      name = bare($0)
      inside = (substr(name, 2, length(name) - 2) == ENVIRON["INI_SECTION"])
      if (inside && !end) end = NR
      key = 0
      next
    }
    !inside { next }
    /^[ \t]*([#;].*)?\r?$/ { key = 0; next }
    /^[ \t]/ { if (key) exit_code = 2; end = NR; next }
    {
      end = NR
      name = $0
      sub(/[=:].*$/, "", name)
      key = (bare(name) == ENVIRON["INI_KEY"])
      if (key && at) exit_code = 2
      if (key) at = NR
    }
    END {
      if (exit_code) exit exit_code
      wanted = ENVIRON["INI_KEY"] " = " ENVIRON["INI_VALUE"]
      set = (ENVIRON["INI_MODE"] == "set")
      for (i = 1; i <= NR; i++) {
        if (i != at) print line[i]
        else if (set) print wanted
        if (set && !at && i == end) print wanted
      }
      if (set && !at && !end) {
        if (NR) print ""
        print "[" ENVIRON["INI_SECTION"] "]"
        print wanted
      }
    }
  ' "$1"
}

# A regular file, neither a link nor a directory: the rename must replace the file that was read.
ini_is_file() {
  [ -f "$INI_FILE" ] && [ ! -L "$INI_FILE" ]
}

# ini_put FILE: replaces INI_FILE by FILE, with its owner and mode, as a whole or not at all.
ini_put() {
  rm -f "$ini_new"
  cp -a "$1" "$ini_new" && sync && mv "$ini_new" "$INI_FILE" && sync && cmp -s "$1" "$INI_FILE"
}

# Identifies the present or last start of the reader: systemd gives each start another InvocationID (systemd.exec(5)).
ini_invocation() { unit_property "$INI_READER" InvocationID; }

# A reader that was started after the file was written uses the undone value. Once the file is restored, the reader is
# started again. If that start was requested before, the script only waits for it.
ini_reread() {
  [ -n "$INI_READER" ] && [ -e "$ini_start" ] || return 0
  case $(unit_property "$INI_READER" ActiveState) in
    inactive | failed) return 0 ;;
    active) ;;
    *)
      say "it is not known yet whether $INI_READER runs with the undone value"
      return 1
      ;;
  esac
  ini_now=$(ini_invocation)
  [ "$ini_now" != "$(cat "$ini_start")" ] || return 0
  if [ ! -e "$ini_start.again" ]; then
    printf '%s\n' "$ini_now" >"$ini_start.again"
    control 5 --no-block restart "$INI_READER" || rm -f "$ini_start.again"
  fi
  await 8 ini_is_started_again && return 0
  say "$INI_READER was started with the undone value, and has not been started again yet"
  return 1
}

ini_is_started_again() {
  [ -e "$ini_start.again" ] && unit_is_active "$INI_READER" && [ "$(ini_invocation)" != "$(cat "$ini_start.again")" ]
}

ini_act() {
  file_is_judged "$INI_FILE" || exit 1
  if ! ini_is_file; then
    say "$INI_FILE is not a regular file: not changed"
    exit 1
  fi
  # The new file begins as a copy, to keep owner and mode.
  cp -a "$INI_FILE" "$ini_before.new" && cp -a "$INI_FILE" "$ini_after.new" || exit 1
  ini_edit "$ini_before.new" >"$ini_after.new"
  case $? in
    0) ;;
    2)
      say "[$INI_SECTION] $INI_KEY is in $INI_FILE more than once, or its value has several lines: not changed"
      exit 1
      ;;
    *) exit 1 ;;
  esac
  [ -z "$INI_READER" ] || ini_invocation >"$ini_start"
  # The before-image comes last: without it the undo knows that nothing was done.
  sync && mv "$ini_after.new" "$ini_after" && mv "$ini_before.new" "$ini_before" && sync || exit 1
  ini_put "$ini_after" && exit 0
  say "$INI_FILE could not be written"
  exit 1
}

ini_undo() {
  rm -f "$ini_new"
  [ -e "$ini_before" ] || exit 0
  if ! ini_is_file; then
    say "$INI_FILE is gone, or is no longer a regular file: not made again"
    exit 3
  fi
  file_is_judged "$INI_FILE" || exit 3
  if cmp -s "$ini_before" "$INI_FILE"; then
    ini_reread && exit 0
    exit 1
  fi
  if ! cmp -s "$ini_after" "$INI_FILE"; then
    say "$INI_FILE is not as this run left it: somebody changed it, and it was not touched"
    exit 3
  fi
  if ini_put "$ini_before"; then
    ini_reread && exit 0
    exit 1
  fi
  say "$INI_FILE could not be written"
  exit 1
}

# Whether the file has the wanted value: then editing it once more changes nothing.
ini_check() {
  ini_edit "$INI_FILE" 2>/dev/null | cmp -s - "$INI_FILE" && exit 0
  say "$INI_FILE does not have the wanted value"
  exit 1
}
