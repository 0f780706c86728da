# fish completion for safeops.
# Made from the code by `./safeops reference docs`: change the code.

# The words so far that are no options.
function __safeops_words
    set -l words (commandline -opc)
    for word in $words[2..-1]
        string match -q -- '-*' $word; or echo $word
    end
end

# __safeops_is WORD...: whether the command line begins with this command.
function __safeops_is
    set -l words (__safeops_words)
    set -l length (count $argv)
    test (count $words) -ge $length; or return 1
    set -l first $words[1..$length]
    test "$first" = "$argv"
end

# __safeops_needs_command WORD...: whether a command must follow these words.
function __safeops_needs_command
    set -l words (__safeops_words)
    test (count $words) -eq (count $argv); or return 1
    test -z "$argv"; or test "$words" = "$argv"
end

function __safeops_runs
    set -l state $XDG_STATE_HOME
    test -n "$state"; or set state $HOME/.local/state
    for run in $state/safeops/runs/*/
        basename $run
    end
end

# __safeops_files_in_form FORMAT...: FORMAT=FILE.
function __safeops_files_in_form
    set -l token (commandline -ct)
    if string match -q -- '*=*' $token
        set -l parts (string split -m 1 = -- $token)
        for file in (__fish_complete_path $parts[2])
            echo $parts[1]=$file
        end
    else
        printf '%s=\n' $argv
    end
end

complete -c safeops -f
complete -c safeops -n '__safeops_needs_command' -a init -d 'Write an inventory from the chassis in the Southbound of a central node'
complete -c safeops -n '__safeops_needs_command' -a doctor -d 'Say what is wrong with the cluster now and which command mends it'
complete -c safeops -n '__safeops_needs_command' -a facts -d 'Read the facts of the cluster as it is'
complete -c safeops -n '__safeops_needs_command' -a topology -d 'Draw the cluster: nodes, bridges, uplinks, provider networks, tunnels, gateways'
complete -c safeops -n '__safeops_needs_command' -a review -d 'Show what plans would do and what the rules say'
complete -c safeops -n '__safeops_needs_command' -a apply -d 'Run a plan under guard: every node that it can hurt undoes it unless you confirm'
complete -c safeops -n '__safeops_needs_command' -a confirm -d 'Keep a change: type the code that the witness shows on its console'
complete -c safeops -n '__safeops_needs_command' -a rollback -d 'Undo a change now'
complete -c safeops -n '__safeops_needs_command' -a extend -d 'Move the deadline of an open run'
complete -c safeops -n '__safeops_needs_command' -a show -d 'Show what happened in a run, from its journal'
complete -c safeops -n '__safeops_needs_command' -a attach -d 'Follow an open run to its end'
complete -c safeops -n '__safeops_needs_command' -a watch -d 'Follow an open run and change nothing: for the second pair of eyes'
complete -c safeops -n '__safeops_needs_command' -a runs -d 'List the runs of this machine, newest first'
complete -c safeops -n '__safeops_needs_command' -a recover -d 'Finish a run whose process is gone, from any machine with the inventory'
complete -c safeops -n '__safeops_needs_command' -a policy -d 'List, explain and test the rules'
complete -c safeops -n '__safeops_needs_command' -a schema -d 'Print the JSON Schema (draft 7) of a kind of file: editors complete and check with it'
complete -c safeops -n '__safeops_needs_command' -a shell -d 'Type one command after the other, with completion and a history'
complete -c safeops -n '__safeops_needs_command' -a help -d 'Display help information about the specified command'
complete -c safeops -n '__safeops_needs_command' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_needs_command' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_needs_command' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is init' -l become -d 'Become root with sudo.'
complete -c safeops -n '__safeops_is init' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is init' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is init' -l identity -r -F -d 'A private key; default: those of the agent, then ~/.ssh/id_*.'
complete -c safeops -n '__safeops_is init' -l jump -x -d 'A jump host.'
complete -c safeops -n '__safeops_is init' -l known-hosts -r -F -d 'The file of trusted host keys (default ~/.ssh/known_hosts).'
complete -c safeops -n '__safeops_is init' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is init' -s o -l output -r -F -d 'Write the inventory to this file (default inventory.yaml). An existing file is never changed.'
complete -c safeops -n '__safeops_is init' -l port -x -d 'The port of sshd (default 22).'
complete -c safeops -n '__safeops_is init' -l proxy-command -x -d 'A program that connects to %h and %p. Spaces separate its words; no shell runs it.'
complete -c safeops -n '__safeops_is init' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is doctor' -l baseline -r -F -d 'Facts of a time when all was well, written by `safeops facts -o FILE`. What was asked for then must work now, too.'
complete -c safeops -n '__safeops_is doctor' -l facts -r -F -d 'Use the facts in this file; no node is contacted.'
complete -c safeops -n '__safeops_is doctor' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is doctor' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is doctor' -s i -l inventory -r -F -d 'The inventory; `lab` means that of the lab. Default: $SAFEOPS_INVENTORY.'
complete -c safeops -n '__safeops_is doctor' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is doctor' -l packets -d 'Also trace a packet of each switch, node and kind of peer through the flows of Open vSwitch. Nothing is sent. A packet that is dropped although the facts say that it passes is a fault.'
complete -c safeops -n '__safeops_is doctor' -l policies -x -a '(__fish_complete_directories)' -d 'A folder with more rules. The built-in rules always apply.'
complete -c safeops -n '__safeops_is doctor' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is facts' -l facts -r -F -d 'With --redact: use the facts in this file; no node is contacted.'
complete -c safeops -n '__safeops_is facts' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is facts' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is facts' -s i -l inventory -r -F -d 'The inventory; `lab` means that of the lab. Default: $SAFEOPS_INVENTORY.'
complete -c safeops -n '__safeops_is facts' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is facts' -s o -l output -r -F -d 'Write the facts to this file (default: standard output).'
complete -c safeops -n '__safeops_is facts' -l redact -d 'Give every name, address, MAC address and UUID a pseudonym, so that others may see the facts. Rules say the same of them. The pseudonyms are others each time.'
complete -c safeops -n '__safeops_is facts' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is topology' -l facts -r -F -d 'Use the facts in this file; no node is contacted.'
complete -c safeops -n '__safeops_is topology' -l format -x -a 'text markdown json sarif junit github gitlab rdjson' -d 'text, svg or mermaid (default text).'
complete -c safeops -n '__safeops_is topology' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is topology' -s i -l inventory -r -F -d 'The inventory; `lab` means that of the lab. Default: $SAFEOPS_INVENTORY.'
complete -c safeops -n '__safeops_is topology' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is topology' -s o -l output -r -F -d 'Write the picture to this file (default: standard output).'
complete -c safeops -n '__safeops_is topology' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is review' -l because -x -d 'The reason; it is written to the journal.'
complete -c safeops -n '__safeops_is review' -l explain -d 'Show every rule with its verdict and its evidence.'
complete -c safeops -n '__safeops_is review' -l facts -r -F -d 'Use the facts in this file; no node is contacted.'
complete -c safeops -n '__safeops_is review' -l facts-age -x -d 'Warn if the facts are older, such as 12h or 7d (default 1d).'
complete -c safeops -n '__safeops_is review' -l fault -x -d 'Rehearse a run in which this goes wrong: node-lost=NODE@STEP, power-cut=NODE@STEP, probe=NODE@STEP, disk-full=NODE@STEP, expectation@STEP or operator-lost@STEP.'
complete -c safeops -n '__safeops_is review' -l format -x -a 'text markdown json sarif junit github gitlab rdjson' -d 'text, markdown, json, sarif, junit, github, gitlab or rdjson (default text).'
complete -c safeops -n '__safeops_is review' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is review' -s i -l inventory -r -F -d 'The inventory; `lab` means that of the lab. Default: $SAFEOPS_INVENTORY.'
complete -c safeops -n '__safeops_is review' -l most-characters -x -d 'How long markdown may be (default 60000).'
complete -c safeops -n '__safeops_is review' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is review' -s p -x -d 'A parameter, for every plan that has it. Repeat the option for each.'
complete -c safeops -n '__safeops_is review' -l policies -x -a '(__fish_complete_directories)' -d 'A folder with more rules. The built-in rules always apply.'
complete -c safeops -n '__safeops_is review' -l rehearse -d 'Also run the plan with simulated nodes and a simulated clock, to every end that it can come to.'
complete -c safeops -n '__safeops_is review' -l report -x -a '(__safeops_files_in_form text markdown json sarif junit github gitlab rdjson)' -d 'Write the review in this form to a file, too. Repeat the option for each.'
complete -c safeops -n '__safeops_is review' -l values -r -F -d 'A file of kind Values with the parameters of each plan.'
complete -c safeops -n '__safeops_is review' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is review' -l waive -x -a 'blast-radius/chassis-at-once blast-radius/maintenance-window blast-radius/deadline-is-long-enough bridge-mappings/leads-out localnet/present localnet/forwards management-path/nic-not-enslaved management-path/uplink-without-address management-path/is-known management-path/undo-on-every-chassis management-path/survives-reboot management-path/storm-probe management-path/out-of-band management-path/no-way-around management-path/short-lease neutron-ownership/rows-stay neutron-ownership/neutron-was-asked neutron-ownership/segment-has-its-localnet neutron-ownership/name-is-neutrons neutron-ownership/gateway-carries-nothing neutron-ownership/network-is-empty ovn-central-order/neutron-serves ovn-central-order/one-after-the-other ovn-central-order/member-of-a-cluster ovn-central-order/others-keep-the-quorum ovn-central-order/chassis-stays ovn-central-order/switch-under-management-path paths/stay paths/operator-stays paths/stay-meanwhile paths/cut-again paths/not-modelled paths/port paths/localnet paths/mapping paths/bridge paths/uplink paths/tunnel paths/router paths/gateway paths/dhcp paths/control paths/chassis paths/central paths/certificate paths/disk paths/management paths/boot paths/node paths/less-than-asked paths/no-loop paths/lans-stay-apart paths/possible-loop paths/segments-stay-apart reversibility/undo-known reversibility/never-without-a-way-around reversibility/rows-written-back reversibility/rows-read reversibility/undone-by-the-run reversibility/undone-by-the-run-alone understood/known-to-cut-off understood/opaque' -d 'Set this rule aside, if the rule lets the operator do so.'
complete -c safeops -n '__safeops_is review' -F -a 'add-normal-flow add-uplink continue-component delete-chassis rebind-port recreate-localnet recreate-network release-nic remove-iface-id remove-localnet reset-router-gateway restart-component restart-controller restart-ovn-central restore-tunnel set-bridge-fail-mode set-bridge-mappings set-bridge-protocols set-gateway-chassis set-link-up set-northbound-option set-port-vlan start-component'
complete -c safeops -n '__safeops_is apply' -l because -x -d 'The reason; it is written to the journal.'
complete -c safeops -n '__safeops_is apply' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is apply' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is apply' -s i -l inventory -r -F -d 'The inventory; `lab` means that of the lab. Default: $SAFEOPS_INVENTORY.'
complete -c safeops -n '__safeops_is apply' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is apply' -l no-input -d 'Ask nothing. Confirm with `safeops confirm` from elsewhere, or the change is undone.'
complete -c safeops -n '__safeops_is apply' -s p -x -d 'A parameter of the plan. Repeat the option for each.'
complete -c safeops -n '__safeops_is apply' -l plain -d 'Draw nothing on the terminal again: for screen readers and slow lines. Also with SAFEOPS_PLAIN=1, and where TERM is dumb.'
complete -c safeops -n '__safeops_is apply' -l policies -x -a '(__fish_complete_directories)' -d 'A folder with more rules. The built-in rules always apply.'
complete -c safeops -n '__safeops_is apply' -l reviewed -r -F -d 'Run only what this review has seen (safeops review --format json): the plan, the rules and what the plan touches must be as they were.'
complete -c safeops -n '__safeops_is apply' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is apply' -l waive -x -a 'blast-radius/chassis-at-once blast-radius/maintenance-window blast-radius/deadline-is-long-enough bridge-mappings/leads-out localnet/present localnet/forwards management-path/nic-not-enslaved management-path/uplink-without-address management-path/is-known management-path/undo-on-every-chassis management-path/survives-reboot management-path/storm-probe management-path/out-of-band management-path/no-way-around management-path/short-lease neutron-ownership/rows-stay neutron-ownership/neutron-was-asked neutron-ownership/segment-has-its-localnet neutron-ownership/name-is-neutrons neutron-ownership/gateway-carries-nothing neutron-ownership/network-is-empty ovn-central-order/neutron-serves ovn-central-order/one-after-the-other ovn-central-order/member-of-a-cluster ovn-central-order/others-keep-the-quorum ovn-central-order/chassis-stays ovn-central-order/switch-under-management-path paths/stay paths/operator-stays paths/stay-meanwhile paths/cut-again paths/not-modelled paths/port paths/localnet paths/mapping paths/bridge paths/uplink paths/tunnel paths/router paths/gateway paths/dhcp paths/control paths/chassis paths/central paths/certificate paths/disk paths/management paths/boot paths/node paths/less-than-asked paths/no-loop paths/lans-stay-apart paths/possible-loop paths/segments-stay-apart reversibility/undo-known reversibility/never-without-a-way-around reversibility/rows-written-back reversibility/rows-read reversibility/undone-by-the-run reversibility/undone-by-the-run-alone understood/known-to-cut-off understood/opaque' -d 'Set this rule aside, if the rule lets the operator do so.'
complete -c safeops -n '__safeops_is apply' -l walk-to -x -d 'The machine you would walk to, where the inventory says `oob: none`.'
complete -c safeops -n '__safeops_is apply' -l yes -d 'Do not ask before each step. You still have to type the code.'
complete -c safeops -n '__safeops_is apply' -F -a 'add-normal-flow add-uplink continue-component delete-chassis rebind-port recreate-localnet recreate-network release-nic remove-iface-id remove-localnet reset-router-gateway restart-component restart-controller restart-ovn-central restore-tunnel set-bridge-fail-mode set-bridge-mappings set-bridge-protocols set-gateway-chassis set-link-up set-northbound-option set-port-vlan start-component'
complete -c safeops -n '__safeops_is confirm' -l code -x -d 'The six letters and digits on the console.'
complete -c safeops -n '__safeops_is confirm' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is confirm' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is confirm' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is confirm' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is confirm' -a '(__safeops_runs)'
complete -c safeops -n '__safeops_is rollback' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is rollback' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is rollback' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is rollback' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is rollback' -a '(__safeops_runs)'
complete -c safeops -n '__safeops_is extend' -l by -x -d 'Move it by so many seconds: 1 to 1800 (default 120).'
complete -c safeops -n '__safeops_is extend' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is extend' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is extend' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is extend' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is extend' -a '(__safeops_runs)'
complete -c safeops -n '__safeops_is show' -l format -x -a 'text json html' -d 'text, json or html (default text).'
complete -c safeops -n '__safeops_is show' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is show' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is show' -s o -l output -r -F -d 'With --format html: write the page to this file (default: standard output).'
complete -c safeops -n '__safeops_is show' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is show' -a '(__safeops_runs)'
complete -c safeops -n '__safeops_is attach' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is attach' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is attach' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is attach' -l plain -d 'Draw nothing on the terminal again: for screen readers and slow lines. Also with SAFEOPS_PLAIN=1, and where TERM is dumb.'
complete -c safeops -n '__safeops_is attach' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is attach' -a '(__safeops_runs)'
complete -c safeops -n '__safeops_is watch' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is watch' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is watch' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is watch' -l plain -d 'Draw nothing on the terminal again: for screen readers and slow lines. Also with SAFEOPS_PLAIN=1, and where TERM is dumb.'
complete -c safeops -n '__safeops_is watch' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is watch' -a '(__safeops_runs)'
complete -c safeops -n '__safeops_is runs' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is runs' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is runs' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is runs' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is recover' -l because -x -d 'How you know that; it is written to the journal.'
complete -c safeops -n '__safeops_is recover' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is recover' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is recover' -s i -l inventory -r -F -d 'The inventory; `lab` means that of the lab. Default: $SAFEOPS_INVENTORY.'
complete -c safeops -n '__safeops_is recover' -l lost -x -d 'A node of the run that never comes back: its machine, or its part of the run, is destroyed. safeops does not wait for it; the other nodes end without it. Repeat the option for each such node.'
complete -c safeops -n '__safeops_is recover' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is recover' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is recover' -a '(__safeops_runs)'
complete -c safeops -n '__safeops_needs_command policy' -a test -d 'Run the test cases of the rules: policies/tests and DIR/tests'
complete -c safeops -n '__safeops_needs_command policy' -a list -d 'List the rules: what a violation does, who may set the rule aside, what it is about'
complete -c safeops -n '__safeops_needs_command policy' -a explain -d 'Say what a rule guards against, where it comes from and what mends a violation'
complete -c safeops -n '__safeops_is policy' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is policy' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is policy' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is policy test' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is policy test' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is policy test' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is policy test' -l policies -x -a '(__fish_complete_directories)' -d 'A folder with more rules. The built-in rules always apply.'
complete -c safeops -n '__safeops_is policy test' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is policy list' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is policy list' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is policy list' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is policy list' -l policies -x -a '(__fish_complete_directories)' -d 'A folder with more rules. The built-in rules always apply.'
complete -c safeops -n '__safeops_is policy list' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is policy explain' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is policy explain' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is policy explain' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is policy explain' -l policies -x -a '(__fish_complete_directories)' -d 'A folder with more rules. The built-in rules always apply.'
complete -c safeops -n '__safeops_is policy explain' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is policy explain' -a 'blast-radius/chassis-at-once blast-radius/maintenance-window blast-radius/deadline-is-long-enough bridge-mappings/leads-out localnet/present localnet/forwards management-path/nic-not-enslaved management-path/uplink-without-address management-path/is-known management-path/undo-on-every-chassis management-path/survives-reboot management-path/storm-probe management-path/out-of-band management-path/no-way-around management-path/short-lease neutron-ownership/rows-stay neutron-ownership/neutron-was-asked neutron-ownership/segment-has-its-localnet neutron-ownership/name-is-neutrons neutron-ownership/gateway-carries-nothing neutron-ownership/network-is-empty ovn-central-order/neutron-serves ovn-central-order/one-after-the-other ovn-central-order/member-of-a-cluster ovn-central-order/others-keep-the-quorum ovn-central-order/chassis-stays ovn-central-order/switch-under-management-path paths/stay paths/operator-stays paths/stay-meanwhile paths/cut-again paths/not-modelled paths/port paths/localnet paths/mapping paths/bridge paths/uplink paths/tunnel paths/router paths/gateway paths/dhcp paths/control paths/chassis paths/central paths/certificate paths/disk paths/management paths/boot paths/node paths/less-than-asked paths/no-loop paths/lans-stay-apart paths/possible-loop paths/segments-stay-apart reversibility/undo-known reversibility/never-without-a-way-around reversibility/rows-written-back reversibility/rows-read reversibility/undone-by-the-run reversibility/undone-by-the-run-alone understood/known-to-cut-off understood/opaque'
complete -c safeops -n '__safeops_is schema' -l all -x -a '(__fish_complete_directories)' -d 'Write the schemas of all kinds to this folder, as DIR/KIND.json.'
complete -c safeops -n '__safeops_is schema' -l format -x -a 'text json' -d 'text or json (default text).'
complete -c safeops -n '__safeops_is schema' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is schema' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is schema' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is schema' -a 'plan values inventory policy policy-test sketch facts review events'
complete -c safeops -n '__safeops_is shell' -l facts -r -F -d 'Complete the names in this file of facts. Commands do not use it.'
complete -c safeops -n '__safeops_is shell' -s h -l help -d 'Show this help message and exit.'
complete -c safeops -n '__safeops_is shell' -s i -l inventory -r -F -d 'The inventory; `lab` means that of the lab. Default: $SAFEOPS_INVENTORY.'
complete -c safeops -n '__safeops_is shell' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_is shell' -l plain -d 'Draw nothing on the terminal again: for screen readers and slow lines. Also with SAFEOPS_PLAIN=1, and where TERM is dumb.'
complete -c safeops -n '__safeops_is shell' -l policies -x -a '(__fish_complete_directories)' -d 'A folder with more rules. The built-in rules always apply.'
complete -c safeops -n '__safeops_is shell' -s V -l version -d 'Print version information and exit.'
complete -c safeops -n '__safeops_is help' -s h -l help -d 'Show usage help for the help command and exit.'
complete -c safeops -n '__safeops_is help' -l no-color -d 'Print without colours.'
complete -c safeops -n '__safeops_needs_command' -a lab -d 'Start, break, heal and remove the lab'
complete -c safeops -n '__safeops_needs_command' -a demo -d 'Show an outage, its refusal and the right change'
