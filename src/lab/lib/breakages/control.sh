# shellcheck shell=bash disable=SC2034
# What must act: databases, northd, ovn-controller, ovs-vswitchd; and what a node does at its next boot. Where a line
# says "only new changes are not applied", packets of paths that work already still pass.
offered=any

later='only new changes are not applied'

breakage northbound-stopped "ctl: the Northbound's server is stopped (SIGSTOP): $later"
break_northbound_stopped() { signal ctl STOP /run/ovn/ovnnb_db.pid; }
heal_northbound_stopped() { signal ctl CONT /run/ovn/ovnnb_db.pid; }

breakage southbound-stopped "ctl: the Southbound's server is stopped (SIGSTOP): $later"
break_southbound_stopped() { signal ctl STOP /run/ovn/ovnsb_db.pid; }
heal_southbound_stopped() { signal ctl CONT /run/ovn/ovnsb_db.pid; }

breakage northd-stopped "ctl: northd is stopped (SIGSTOP): $later"
break_northd_stopped() { signal ctl STOP /run/ovn/ovn-northd.pid; }
heal_northd_stopped() { signal ctl CONT /run/ovn/ovn-northd.pid; }

breakage northd-paused "ctl: northd is told to pause: $later"
break_northd_paused() { console ctl ovn-appctl --timeout=5 -t ovn-northd pause; }
heal_northd_paused() { console ctl ovn-appctl --timeout=5 -t ovn-northd resume; }

breakage ovsdb-stopped "cmp: the ovsdb-server of Open vSwitch is stopped (SIGSTOP): $later"
break_ovsdb_stopped() { signal cmp STOP /run/openvswitch/ovsdb-server.pid; }
heal_ovsdb_stopped() { signal cmp CONT /run/openvswitch/ovsdb-server.pid; }

breakage vswitchd-stopped 'cmp: ovs-vswitchd is stopped (SIGSTOP): on the userspace datapath it forwards nothing'
break_vswitchd_stopped() { signal cmp STOP /run/openvswitch/ovs-vswitchd.pid; }
heal_vswitchd_stopped() { signal cmp CONT /run/openvswitch/ovs-vswitchd.pid; }

breakage controller-stopped "cmp: ovn-controller is stopped (SIGSTOP): DHCP is lost, otherwise $later"
break_controller_stopped() { signal cmp STOP /run/ovn/ovn-controller.pid; }
heal_controller_stopped() { signal cmp CONT /run/ovn/ovn-controller.pid; }

breakage northbound-dead "ctl: the Northbound's server is killed and does not start again: $later"
break_northbound_dead() { kill_unit ctl ovn-ovsdb-server-nb; }
heal_northbound_dead() { start_unit ctl ovn-ovsdb-server-nb; console ctl systemctl start ovn-northd; }

breakage southbound-dead "ctl: the Southbound's server is killed and does not start again: $later"
break_southbound_dead() { kill_unit ctl ovn-ovsdb-server-sb; }
heal_southbound_dead() { start_unit ctl ovn-ovsdb-server-sb; console ctl systemctl start ovn-northd; }

breakage northd-backoff 'northd waits an hour before it looks at changes: only new changes are not applied'
break_northd_backoff() { console ctl ovn-nbctl --timeout=5 set NB_Global . options:northd-backoff-interval-ms=3600000; }
heal_northd_backoff() {
  console ctl ovn-nbctl --timeout=5 remove NB_Global . options northd-backoff-interval-ms
  kill_unit ctl ovn-northd
  start_unit ctl ovn-northd
}

breakage northd-dead "ctl: northd is killed and does not start again: $later"
break_northd_dead() { kill_unit ctl ovn-northd; }
heal_northd_dead() { start_unit ctl ovn-northd; }

breakage controller-killed "cmp: ovn-controller is killed and does not start again: DHCP is lost, otherwise $later"
break_controller_killed() { kill_unit cmp ovn-controller; }
heal_controller_killed() { start_unit cmp ovn-controller; }

breakage controller-exited 'cmp: ovn-controller has ended in order, so its chassis is gone: tunnels and DHCP are lost'
break_controller_exited() { console cmp systemctl stop ovn-controller; }
heal_controller_exited() { start_unit cmp ovn-controller; }

breakage controller-paused "cmp: ovn-controller is told to pause: $later"
break_controller_paused() { console cmp ovn-appctl --timeout=5 -t ovn-controller debug/pause; }
heal_controller_paused() { console cmp ovn-appctl --timeout=5 -t ovn-controller debug/resume; }

breakage vswitchd-dead 'cmp: ovs-vswitchd is killed and does not start again'
break_vswitchd_dead() { kill_unit cmp ovs-vswitchd; }
heal_vswitchd_dead() { start_unit cmp ovs-vswitchd; }

breakage ovsdb-dead "cmp: the ovsdb-server of Open vSwitch is killed and does not start again; ovs-vswitchd ends with it"
break_ovsdb_dead() { kill_unit cmp ovsdb-server; }
heal_ovsdb_dead() { start_unit cmp ovsdb-server; start_unit cmp ovs-vswitchd; start_unit cmp ovn-controller; }

breakage node-off 'cmp: it is off'
break_node_off() { echo 'cmp: power cut'; (cmd_power_cut cmp); }
heal_node_off() { echo 'cmp: power on'; (cmd_start cmp); }

breakage version-gate "cmp: it waits for a northd of its own version, and the version in the Southbound is another: $later"
break_version_gate() {
  console cmp ovs-vsctl --timeout=5 set Open_vSwitch . external_ids:ovn-match-northd-version=true
  # A northd that runs writes its own version back.
  signal ctl STOP /run/ovn/ovn-northd.pid
  console ctl ovn-sbctl --timeout=5 set SB_Global . options:northd_internal_version=99.0.0-20.99.0-99.99
}
heal_version_gate() {
  console cmp ovs-vsctl --timeout=5 remove Open_vSwitch . external_ids ovn-match-northd-version
  signal ctl CONT /run/ovn/ovn-northd.pid
  # northd writes its options again when the Northbound changes.
  console ctl ovn-nbctl --timeout=5 --wait=sb sync
}

breakage openflow-versions "cmp: br-int does not speak OpenFlow 1.5: DHCP is lost, otherwise $later"
break_openflow_versions() { console cmp ovs-vsctl --timeout=5 set Bridge br-int protocols=OpenFlow10,OpenFlow13,OpenFlow14; }
heal_openflow_versions() { console cmp ovs-vsctl --timeout=5 clear Bridge br-int protocols; }

breakage nb-cfg-behind "cmp: ovn-controller is stopped (SIGSTOP), and the Northbound has changes that it has not applied; DHCP is lost"
break_nb_cfg_behind() {
  signal cmp STOP /run/ovn/ovn-controller.pid
  console ctl ovn-nbctl --timeout=5 --wait=sb sync
}
heal_nb_cfg_behind() { signal cmp CONT /run/ovn/ovn-controller.pid; }

breakage northbound-closed 'ctl: the Northbound listens on no port: nothing is lost'
break_northbound_closed() { console ctl ovn-nbctl --timeout=5 del-connection; }
heal_northbound_closed() { console ctl ovn-nbctl --timeout=5 set-connection ptcp:6641:0.0.0.0; }

breakage boot-address-on-nic 'cmp: the boot configuration gives an address of the LAN to the NIC: nothing is lost before the next boot'
# shellcheck disable=SC2016 # commands of sed
break_boot_address_on_nic() { console cmp sed -i '$aAddress=192.0.2.13/24' /etc/systemd/network/10-enp6s18.network; }
# shellcheck disable=SC2016 # commands of sed
heal_boot_address_on_nic() { console cmp sed -i '$d' /etc/systemd/network/10-enp6s18.network; }

breakage boot-controller-disabled 'cmp: ovn-host is disabled: nothing is lost before the next boot'
break_boot_controller_disabled() { console cmp systemctl disable ovn-host; }
heal_boot_controller_disabled() { console cmp systemctl enable ovn-host; }

breakage database-disk-full "ctl: the disk of the Northbound and the Southbound is full: $later"
break_database_disk_full() {
  console ctl systemctl stop ovn-northd ovn-ovsdb-server-nb ovn-ovsdb-server-sb
  console ctl mkdir -p /run/small-disk
  console ctl mount -t tmpfs -o size=4m,mode=0755 small-disk /run/small-disk
  console ctl cp -a /var/lib/ovn/. /run/small-disk/
  console ctl mount --bind /run/small-disk /var/lib/ovn
  start_central
  console ctl sh -c 'dd if=/dev/zero of=/var/lib/ovn/fill bs=4k 2>/dev/null || :'
}
heal_database_disk_full() {
  console ctl rm -f /var/lib/ovn/fill
  console ctl systemctl stop ovn-northd ovn-ovsdb-server-nb ovn-ovsdb-server-sb
  console ctl umount /var/lib/ovn
  console ctl cp -a /run/small-disk/. /var/lib/ovn/
  console ctl umount /run/small-disk
  console ctl rmdir /run/small-disk
  start_central
}
start_central() {
  start_unit ctl ovn-ovsdb-server-nb
  start_unit ctl ovn-ovsdb-server-sb
  start_unit ctl ovn-northd
}

breakage certificate-ended "ctl: the Northbound also serves TLS, with a certificate that has ended: nothing is lost"
break_certificate_ended() {
  console ctl mkdir -p -m 700 /etc/ovn/ended
  console ctl openssl req -newkey rsa:2048 -nodes -subj /CN=ended -keyout /etc/ovn/ended/key.pem -out /etc/ovn/ended/request.pem
  console ctl openssl x509 -req -in /etc/ovn/ended/request.pem -signkey /etc/ovn/ended/key.pem -days -1 -out /etc/ovn/ended/cert.pem
  console ctl ovn-nbctl --timeout=5 set-ssl /etc/ovn/ended/key.pem /etc/ovn/ended/cert.pem /etc/ovn/ended/cert.pem
  console ctl ovn-nbctl --timeout=5 set-connection ptcp:6641:0.0.0.0 pssl:6651:0.0.0.0
}
heal_certificate_ended() {
  console ctl ovn-nbctl --timeout=5 set-connection ptcp:6641:0.0.0.0
  console ctl ovn-nbctl --timeout=5 del-ssl
  console ctl rm -r /etc/ovn/ended
}
