# shellcheck shell=bash disable=SC2034
# The bridges br-ex and br-int of cmp.
offered=all

breakage bridge-secure 'cmp: br-ex has fail mode secure and no flows'
break_bridge_secure() { console cmp ovs-vsctl --timeout=5 set-fail-mode br-ex secure; }
heal_bridge_secure() { console cmp ovs-vsctl --timeout=5 del-fail-mode br-ex; }

breakage bridge-no-flows 'cmp: the flows of br-ex are deleted'
break_bridge_no_flows() { console cmp ovs-ofctl del-flows br-ex; }
heal_bridge_no_flows() { console cmp ovs-ofctl add-flow br-ex priority=0,actions=NORMAL; }

breakage bridge-drop-in 'cmp: a flow of br-ex drops what the uplink receives'
break_bridge_drop_in() { console cmp ovs-ofctl add-flow br-ex priority=100,in_port=enp6s18,actions=drop; }
heal_bridge_drop_in() { console cmp ovs-ofctl --strict del-flows br-ex priority=100,in_port=enp6s18; }

breakage bridge-flows 'cmp: br-ex has fail mode secure and flows that forward: nothing is lost'
break_bridge_flows() { console cmp sh -c 'ovs-vsctl --timeout=5 set-fail-mode br-ex secure && ovs-ofctl add-flow br-ex priority=0,actions=NORMAL'; }
heal_bridge_flows() { heal_bridge_secure; }

breakage bridge-foreign-controller 'cmp: br-ex waits for a controller that does not answer, and has fail mode secure'
break_bridge_foreign_controller() { console cmp ovs-vsctl --timeout=5 set-controller br-ex tcp:192.0.2.250:6653 -- set-fail-mode br-ex secure; }
heal_bridge_foreign_controller() { console cmp ovs-vsctl --timeout=5 del-controller br-ex -- del-fail-mode br-ex; }

breakage bridge-gone 'cmp: br-ex is deleted'
break_bridge_gone() { console cmp ovs-vsctl --timeout=5 del-br br-ex; }
heal_bridge_gone() {
  console cmp ovs-vsctl --timeout=10 --may-exist add-br br-ex -- set Bridge br-ex datapath_type=netdev -- --may-exist add-port br-ex enp6s18
}

breakage bridge-datapath 'cmp: br-ex has another datapath type than br-int'
break_bridge_datapath() { console cmp ovs-vsctl --timeout=5 --no-wait set Bridge br-ex datapath_type=dummy; }
heal_bridge_datapath() { console cmp ovs-vsctl --timeout=10 set Bridge br-ex datapath_type=netdev; }

breakage bridge-address-gone 'cmp: br-ex has lost its address'
break_bridge_address_gone() { console cmp ip addr del "$PROVIDER.13/24" dev br-ex; }
heal_bridge_address_gone() { console cmp ip addr add "$PROVIDER.13/24" brd + dev br-ex; }

breakage bridge-link-down 'cmp: the interface br-ex is set down'
break_bridge_link_down() { console cmp ip link set br-ex down; }
heal_bridge_link_down() { console cmp ip link set br-ex up; }

breakage segment-bridge-gone 'net: br-seg is deleted'
break_segment_bridge_gone() { console net ovs-vsctl --timeout=5 del-br br-seg; }
heal_segment_bridge_gone() {
  console net ovs-vsctl --timeout=10 --may-exist add-br br-seg -- set Bridge br-seg datapath_type=netdev -- --may-exist add-port br-seg enp7s0
}

breakage integration-no-flows 'cmp: the flows of br-int are deleted'
break_integration_no_flows() { console cmp ovs-ofctl -O OpenFlow15 del-flows br-int; }
heal_integration_no_flows() { restart_controller cmp; }

breakage integration-controller 'cmp: br-int waits for a controller that does not answer: its flows are gone'
break_integration_controller() { console cmp ovs-vsctl --timeout=5 set-controller br-int tcp:127.0.0.1:6699; }
heal_integration_controller() {
  console cmp ovs-vsctl --timeout=5 del-controller br-int
  restart_controller cmp
}

breakage integration-gone 'cmp: br-int is deleted, and with it the interfaces of the VMs'
break_integration_gone() {
  in_node cmp ovs-vsctl --timeout=5 get Bridge br-int other_config:hwaddr >"$STATE/hwaddr"
  console cmp ovs-vsctl --timeout=5 del-br br-int
}
heal_integration_gone() {
  console cmp ovs-vsctl --timeout=10 --may-exist add-br br-int -- set Bridge br-int datapath_type=netdev fail-mode=secure \
    "other_config:hwaddr=$(cat "$STATE/hwaddr")"
  console cmp systemctl restart lab-vm
}

breakage integration-patch-gone 'cmp: the patch ports between br-int and br-ex are deleted; ovn-controller is stopped (SIGSTOP)'
break_integration_patch_gone() {
  signal cmp STOP /run/ovn/ovn-controller.pid
  console cmp ovs-vsctl --timeout=5 del-port "patch-br-int-to-$LOCALNET" -- del-port "patch-$LOCALNET-to-br-int"
}
heal_integration_patch_gone() { signal cmp CONT /run/ovn/ovn-controller.pid; }

breakage integration-other-name 'cmp: ovn-controller is told to use another bridge than br-int'
break_integration_other_name() { console cmp ovs-vsctl --timeout=5 set Open_vSwitch . external_ids:ovn-bridge=br-other; }
heal_integration_other_name() {
  console cmp ovs-vsctl --timeout=5 remove Open_vSwitch . external_ids ovn-bridge
  settle
  console cmp ovs-vsctl --timeout=5 --if-exists del-br br-other \
    -- --if-exists del-port "patch-$LOCALNET-to-br-other" -- --if-exists del-port "patch-$VLAN_LOCALNET-to-br-other" \
    -- --if-exists del-port "patch-$LOCALNET_B-to-br-other"
}
