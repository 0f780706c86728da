# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard

serve_main() {
  local line
  while IFS= read -r line; do
    boot_id
    handle "$line"
  done
}

guard_main() {
  local mode=$1
  D=$2
  if ! is_path "$D"; then
    echo "guard: the state directory must be a plain absolute path: $D" >&2
    return 2
  fi
  q_run='' run=''
  state_clear
  boot_id
  case $mode in
    serve) serve_main ;;
    request) handle "$3" ;;
    watch | boot | supervise | hold | step | probe)
      run=$3
      is_id "$run" || return 2
      at_run "$run"
      case $mode in
        watch) watch_main ;;
        boot) boot_main ;;
        supervise) supervise_main ;;
        hold) hold_main ;;
        step) step_main "$4" ;;
        probe) probe_main "$4" ;;
      esac
      ;;
    *)
      echo "guard: unknown mode $mode" >&2
      return 2
      ;;
  esac
}

if [ $# -gt 0 ]; then guard_main "$@"; exit $?; fi
