# bash completion for safeops.
# Made from the code by `./safeops reference docs`: change the code.
# shellcheck shell=bash disable=SC2207 # one candidate a line, and no candidate has a blank

_safeops_files() {
  type compopt >/dev/null 2>&1 && compopt -o filenames
  local IFS=$'\n'
  COMPREPLY+=($(compgen "$1" -- "$2"))
}

# _safeops_value KIND WORDS WORD: completes WORD to what an option or an argument takes.
_safeops_value() {
  case $1 in
    word) COMPREPLY=($(compgen -W "$2" -- "$3")) ;;
    file) _safeops_files -f "$3" ;;
    folder) _safeops_files -d "$3" ;;
    word-or-file)
      COMPREPLY=($(compgen -W "$2" -- "$3"))
      _safeops_files -f "$3"
      ;;
    word-and-file)
      type compopt >/dev/null 2>&1 && compopt -o nospace
      COMPREPLY=($(compgen -S = -W "$2" -- "$3"))
      ;;
    run)
      local runs=${XDG_STATE_HOME:-$HOME/.local/state}/safeops/runs
      COMPREPLY=($(cd "$runs" 2>/dev/null && compgen -d -- "$3"))
      ;;
  esac
}

_safeops() {
  COMPREPLY=()
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} joined=
  # bash takes an equals sign for a word of its own: --report markdown=FILE has four.
  if [[ $word == = ]]; then
    word='' joined=$before before=${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ $before == = ]]; then
    joined=${COMP_WORDS[COMP_CWORD - 2]} before=${COMP_WORDS[COMP_CWORD - 3]}
  fi
  if [[ $joined == -* ]]; then
    before=$joined joined=
  fi

  local command='' each i
  for ((i = 1; i < COMP_CWORD; i++)); do
    each=${COMP_WORDS[i]}
    case $each in
      -*) ;;
      *)
        command+=${command:+ }$each
        case $command in
          'policy') ;;
          *) break ;;
        esac
        ;;
    esac
  done

  local options='' commands='' kind='' words=''
  case $command in
    '')
      options='-h --help --no-color -V --version'
      commands='init doctor facts topology review apply confirm rollback extend show attach watch runs recover policy schema shell help lab demo'
      ;;
    'init')
      options='--become --format -h --help --identity --jump --known-hosts --no-color -o --output --port --proxy-command -V --version'
      ;;
    'doctor')
      options='--baseline --facts --format -h --help -i --inventory --no-color --packets --policies -V --version'
      ;;
    'facts')
      options='--facts --format -h --help -i --inventory --no-color -o --output --redact -V --version'
      ;;
    'topology')
      options='--facts --format -h --help -i --inventory --no-color -o --output -V --version'
      ;;
    'review')
      options='--because --explain --facts --facts-age --fault --format -h --help -i --inventory --most-characters --no-color -p --policies --rehearse --report --values -V --version --waive'
      ;;
    'apply')
      options='--because --format -h --help -i --inventory --no-color --no-input -p --plain --policies --reviewed -V --version --waive --walk-to --yes'
      ;;
    'confirm')
      options='--code --format -h --help --no-color -V --version'
      ;;
    'rollback')
      options='--format -h --help --no-color -V --version'
      ;;
    'extend')
      options='--by --format -h --help --no-color -V --version'
      ;;
    'show')
      options='--format -h --help --no-color -o --output -V --version'
      ;;
    'attach')
      options='--format -h --help --no-color --plain -V --version'
      ;;
    'watch')
      options='--format -h --help --no-color --plain -V --version'
      ;;
    'runs')
      options='--format -h --help --no-color -V --version'
      ;;
    'recover')
      options='--because --format -h --help -i --inventory --lost --no-color -V --version'
      ;;
    'policy')
      options='-h --help --no-color -V --version'
      commands='test list explain'
      ;;
    'policy test')
      options='--format -h --help --no-color --policies -V --version'
      ;;
    'policy list')
      options='--format -h --help --no-color --policies -V --version'
      ;;
    'policy explain')
      options='--format -h --help --no-color --policies -V --version'
      ;;
    'schema')
      options='--all --format -h --help --no-color -V --version'
      ;;
    'shell')
      options='--facts -h --help -i --inventory --no-color --plain --policies -V --version'
      ;;
    'help')
      options='-h --help --no-color'
      ;;
  esac

  case $command,$before in
    'init,--format') kind='word' words='text json' ;;
    'init,--identity') kind='file' ;;
    'init,--jump') kind='any' ;;
    'init,--known-hosts') kind='file' ;;
    'init,-o' | 'init,--output') kind='file' ;;
    'init,--port') kind='any' ;;
    'init,--proxy-command') kind='any' ;;
    'doctor,--baseline') kind='file' ;;
    'doctor,--facts') kind='file' ;;
    'doctor,--format') kind='word' words='text json' ;;
    'doctor,-i' | 'doctor,--inventory') kind='file' ;;
    'doctor,--policies') kind='folder' ;;
    'facts,--facts') kind='file' ;;
    'facts,--format') kind='word' words='text json' ;;
    'facts,-i' | 'facts,--inventory') kind='file' ;;
    'facts,-o' | 'facts,--output') kind='file' ;;
    'topology,--facts') kind='file' ;;
    'topology,--format') kind='word' words='text markdown json sarif junit github gitlab rdjson' ;;
    'topology,-i' | 'topology,--inventory') kind='file' ;;
    'topology,-o' | 'topology,--output') kind='file' ;;
    'review,--because') kind='any' ;;
    'review,--facts') kind='file' ;;
    'review,--facts-age') kind='any' ;;
    'review,--fault') kind='any' ;;
    'review,--format') kind='word' words='text markdown json sarif junit github gitlab rdjson' ;;
    'review,-i' | 'review,--inventory') kind='file' ;;
    'review,--most-characters') kind='any' ;;
    'review,-p') kind='any' ;;
    'review,--policies') kind='folder' ;;
    'review,--report') kind='word-and-file' words='text markdown json sarif junit github gitlab rdjson' ;;
    'review,--values') kind='file' ;;
    'review,--waive') kind='word' words='blast-radius/chassis-at-once blast-radius/maintenance-window blast-radius/deadline-is-long-enough bridge-mappings/leads-out localnet/present localnet/forwards management-path/nic-not-enslaved management-path/uplink-without-address management-path/is-known management-path/undo-on-every-chassis management-path/survives-reboot management-path/storm-probe management-path/out-of-band management-path/no-way-around management-path/short-lease neutron-ownership/rows-stay neutron-ownership/neutron-was-asked neutron-ownership/segment-has-its-localnet neutron-ownership/name-is-neutrons neutron-ownership/gateway-carries-nothing neutron-ownership/network-is-empty ovn-central-order/neutron-serves ovn-central-order/one-after-the-other ovn-central-order/member-of-a-cluster ovn-central-order/others-keep-the-quorum ovn-central-order/chassis-stays ovn-central-order/switch-under-management-path paths/stay paths/operator-stays paths/stay-meanwhile paths/cut-again paths/not-modelled paths/port paths/localnet paths/mapping paths/bridge paths/uplink paths/tunnel paths/router paths/gateway paths/dhcp paths/control paths/chassis paths/central paths/certificate paths/disk paths/management paths/boot paths/node paths/less-than-asked paths/no-loop paths/lans-stay-apart paths/possible-loop paths/segments-stay-apart reversibility/undo-known reversibility/never-without-a-way-around reversibility/rows-written-back reversibility/rows-read reversibility/undone-by-the-run reversibility/undone-by-the-run-alone understood/known-to-cut-off understood/opaque' ;;
    'apply,--because') kind='any' ;;
    'apply,--format') kind='word' words='text json' ;;
    'apply,-i' | 'apply,--inventory') kind='file' ;;
    'apply,-p') kind='any' ;;
    'apply,--policies') kind='folder' ;;
    'apply,--reviewed') kind='file' ;;
    'apply,--waive') kind='word' words='blast-radius/chassis-at-once blast-radius/maintenance-window blast-radius/deadline-is-long-enough bridge-mappings/leads-out localnet/present localnet/forwards management-path/nic-not-enslaved management-path/uplink-without-address management-path/is-known management-path/undo-on-every-chassis management-path/survives-reboot management-path/storm-probe management-path/out-of-band management-path/no-way-around management-path/short-lease neutron-ownership/rows-stay neutron-ownership/neutron-was-asked neutron-ownership/segment-has-its-localnet neutron-ownership/name-is-neutrons neutron-ownership/gateway-carries-nothing neutron-ownership/network-is-empty ovn-central-order/neutron-serves ovn-central-order/one-after-the-other ovn-central-order/member-of-a-cluster ovn-central-order/others-keep-the-quorum ovn-central-order/chassis-stays ovn-central-order/switch-under-management-path paths/stay paths/operator-stays paths/stay-meanwhile paths/cut-again paths/not-modelled paths/port paths/localnet paths/mapping paths/bridge paths/uplink paths/tunnel paths/router paths/gateway paths/dhcp paths/control paths/chassis paths/central paths/certificate paths/disk paths/management paths/boot paths/node paths/less-than-asked paths/no-loop paths/lans-stay-apart paths/possible-loop paths/segments-stay-apart reversibility/undo-known reversibility/never-without-a-way-around reversibility/rows-written-back reversibility/rows-read reversibility/undone-by-the-run reversibility/undone-by-the-run-alone understood/known-to-cut-off understood/opaque' ;;
    'apply,--walk-to') kind='any' ;;
    'confirm,--code') kind='any' ;;
    'confirm,--format') kind='word' words='text json' ;;
    'rollback,--format') kind='word' words='text json' ;;
    'extend,--by') kind='any' ;;
    'extend,--format') kind='word' words='text json' ;;
    'show,--format') kind='word' words='text json html' ;;
    'show,-o' | 'show,--output') kind='file' ;;
    'attach,--format') kind='word' words='text json' ;;
    'watch,--format') kind='word' words='text json' ;;
    'runs,--format') kind='word' words='text json' ;;
    'recover,--because') kind='any' ;;
    'recover,--format') kind='word' words='text json' ;;
    'recover,-i' | 'recover,--inventory') kind='file' ;;
    'recover,--lost') kind='any' ;;
    'policy test,--format') kind='word' words='text json' ;;
    'policy test,--policies') kind='folder' ;;
    'policy list,--format') kind='word' words='text json' ;;
    'policy list,--policies') kind='folder' ;;
    'policy explain,--format') kind='word' words='text json' ;;
    'policy explain,--policies') kind='folder' ;;
    'schema,--all') kind='folder' ;;
    'schema,--format') kind='word' words='text json' ;;
    'shell,--facts') kind='file' ;;
    'shell,-i' | 'shell,--inventory') kind='file' ;;
    'shell,--policies') kind='folder' ;;
  esac
  if [[ -n $kind ]]; then
    if [[ -n $joined && $kind == word-and-file ]]; then
      _safeops_files -f "$word"
    elif [[ -z $joined ]]; then
      _safeops_value "$kind" "$words" "$word"
    fi
    return
  fi
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
    return
  fi
  if [[ -n $commands ]]; then
    COMPREPLY=($(compgen -W "$commands" -- "$word"))
    return
  fi
  case $command in
    'init') kind='any' ;;
    'review') kind='word-or-file' words='add-normal-flow add-uplink continue-component delete-chassis rebind-port recreate-localnet recreate-network release-nic remove-iface-id remove-localnet reset-router-gateway restart-component restart-controller restart-ovn-central restore-tunnel set-bridge-fail-mode set-bridge-mappings set-bridge-protocols set-gateway-chassis set-link-up set-northbound-option set-port-vlan start-component' ;;
    'apply') kind='word-or-file' words='add-normal-flow add-uplink continue-component delete-chassis rebind-port recreate-localnet recreate-network release-nic remove-iface-id remove-localnet reset-router-gateway restart-component restart-controller restart-ovn-central restore-tunnel set-bridge-fail-mode set-bridge-mappings set-bridge-protocols set-gateway-chassis set-link-up set-northbound-option set-port-vlan start-component' ;;
    'confirm') kind='run' ;;
    'rollback') kind='run' ;;
    'extend') kind='run' ;;
    'show') kind='run' ;;
    'attach') kind='run' ;;
    'watch') kind='run' ;;
    'recover') kind='run' ;;
    'policy explain') kind='word' words='blast-radius/chassis-at-once blast-radius/maintenance-window blast-radius/deadline-is-long-enough bridge-mappings/leads-out localnet/present localnet/forwards management-path/nic-not-enslaved management-path/uplink-without-address management-path/is-known management-path/undo-on-every-chassis management-path/survives-reboot management-path/storm-probe management-path/out-of-band management-path/no-way-around management-path/short-lease neutron-ownership/rows-stay neutron-ownership/neutron-was-asked neutron-ownership/segment-has-its-localnet neutron-ownership/name-is-neutrons neutron-ownership/gateway-carries-nothing neutron-ownership/network-is-empty ovn-central-order/neutron-serves ovn-central-order/one-after-the-other ovn-central-order/member-of-a-cluster ovn-central-order/others-keep-the-quorum ovn-central-order/chassis-stays ovn-central-order/switch-under-management-path paths/stay paths/operator-stays paths/stay-meanwhile paths/cut-again paths/not-modelled paths/port paths/localnet paths/mapping paths/bridge paths/uplink paths/tunnel paths/router paths/gateway paths/dhcp paths/control paths/chassis paths/central paths/certificate paths/disk paths/management paths/boot paths/node paths/less-than-asked paths/no-loop paths/lans-stay-apart paths/possible-loop paths/segments-stay-apart reversibility/undo-known reversibility/never-without-a-way-around reversibility/rows-written-back reversibility/rows-read reversibility/undone-by-the-run reversibility/undone-by-the-run-alone understood/known-to-cut-off understood/opaque' ;;
    'schema') kind='word' words='plan values inventory policy policy-test sketch facts review events' ;;
    'help') kind='any' ;;
  esac
  _safeops_value "$kind" "$words" "$word"
}

complete -F _safeops safeops
