# Whether a file is the one that was judged. Follows guarded.sh. POSIX sh.
# The caller has set FILE_DECIDING: a line each, a pattern of paths, a blank, what such files decide.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
: "${FILE_DECIDING:?}" "${SAFEOPS_HOME:?}"

# file_decides PATH: what a file of this name decides, on standard output; fails where it is none of them.
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

# file_names PATH: every path by which the same place can be reached through mounts, the given one among them. In
# /proc/self/mountinfo (proc(5)) field 3 is the device, 4 the root of the mount in its file system, 5 where it is mounted.
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

# file_is_judged PATH: it is there where it was written, by no link, and by no other name one of those that decide.
file_is_judged() {
  file_real=$(readlink -f "$1" 2>/dev/null) || file_real=
  file_all=$([ -n "$file_real" ] && file_names "$file_real") || file_all=
  if [ -z "$file_all" ]; then
    say "$1: nobody can say where that is on this node: not touched"
    return 1
  fi
  # The guard's own directory is D/RUN/home, of all its runs D.
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
    say "$1 leads to $file_real here. Write that, so that it is what the rules judge: not touched"
    return 1
  fi
}
