# Checks that a file is the one that was judged. Follows guarded.sh. POSIX sh. The caller has set FILE_DECIDING, with
# one pattern per line: a pattern of paths, a blank, what such files decide.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
: "${FILE_DECIDING:?}" "${SAFEOPS_HOME:?}"

# file_decides PATH: prints what a file of this name decides; fails if no pattern matches.
file_decides() (
  set -f
  IFS='
'
  for file_line in $FILE_DECIDING; do
    # shellcheck disable=SC2254 # it is a pattern
    case $1 in
      ${file_line%% *})
        printf '%s' "${file_line#* }"
        exit 0
        ;;
    esac
  done
  exit 1
)

# file_names PATH: prints every path that leads to the same place through mounts, the given one included. In
# /proc/self/mountinfo (proc(5)) field 3 is the device, 4 the root of the mount in its file system, 5 where it is
# mounted.
file_names() {
  FILE_PATH=$1 awk '
    function within(dir, path) { return dir == "/" || path == dir || index(path, dir "/") == 1 }
    function below(dir, path) { return dir == "/" ? path : substr(path, length(dir) + 1) }
    function joined(dir, rest) { return dir == "/" ? (rest == "" ? "/" : rest) : dir rest }
    { device[NR] = $3; root[NR] = $4; at[NR] = $5 }
    within($5, ENVIRON["FILE_PATH"]) && length($5) >= longest { longest = length($5); own = NR }
    END {
      if (!own) exit 1
      place = joined(root[own], below(at[own], ENVIRON["FILE_PATH"]))
      print ENVIRON["FILE_PATH"]
      for (i = 1; i <= NR; i++)
        if (device[i] == device[own] && within(root[i], place)) print joined(at[i], below(root[i], place))
    }
  ' /proc/self/mountinfo
}

# file_is_judged PATH: fails if the path leads through a link, or if the file has another name that FILE_DECIDING
# matches.
file_is_judged() {
  file_real=$(readlink -f "$1" 2>/dev/null) || file_real=
  file_all=$([ -n "$file_real" ] && file_names "$file_real") || file_all=
  if [ -z "$file_all" ]; then
    say "$1: its real path on this node cannot be found: not touched"
    return 1
  fi
  # The guard's directory for this run is D/RUN/home; D holds all its runs.
  file_guard=${SAFEOPS_HOME%/*}
  file_guard=${file_guard%/*}
  while IFS= read -r file_name; do
    if file_what=$(file_decides "$file_name"); then
      say "$1 is $file_name here, which decides $file_what: not touched"
      return 1
    fi
    case $file_name in
      "$file_guard"/*)
        say "$1 is a file of safeops' guard here: not touched"
        return 1
        ;;
    esac
  done <<END
$file_all
END
  if [ "$file_real" != "$1" ]; then
    say "$1 leads to $file_real here: not touched. Write that path in the plan, so that the rules judge it"
    return 1
  fi
}
