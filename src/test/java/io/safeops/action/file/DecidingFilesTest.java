package io.safeops.action.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Refused;
import io.safeops.action.Understanding;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.node.ComponentName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that decide whether a node boots, who can log in and who is root: no step writes one. */
class DecidingFilesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/shadow",
        "/etc/shadow-",
        "/etc//shadow",
        "/etc/./shadow",
        "/etc/passwd",
        "/etc/group",
        "/etc/gshadow",
        "/etc/sudoers",
        "/etc/sudoers.d/90-x",
        "/etc/doas.conf",
        "/etc/polkit-1/rules.d/x.rules",
        "/etc/pam.d/sshd",
        "/etc/security/access.conf",
        "/etc/nsswitch.conf",
        "/etc/sssd/sssd.conf",
        "/etc/ssh/sshd_config",
        "/etc/ssh/sshd_config.d/x.conf",
        "/etc/ssh/ssh_host_ed25519_key",
        "/root/.ssh/authorized_keys",
        "/root/.bashrc",
        "/home/ubuntu/.ssh/config",
        "/home/ubuntu/.profile",
        "/srv/keys/authorized_keys2",
        "/etc/ld.so.preload",
        "/etc/ld.so.conf.d/x.conf",
        "/etc/environment",
        "/etc/profile.d/x.sh",
        "/etc/crontab",
        "/etc/cron.d/x",
        "/etc/cron.daily/x",
        "/var/spool/cron/crontabs/root",
        "/etc/fstab",
        "/etc/crypttab",
        "/etc/default/grub",
        "/etc/grub.d/40_custom",
        "/boot/grub/grub.cfg",
        "/boot/loader/entries/x.conf",
        "/etc/modprobe.d/x.conf",
        "/etc/modules",
        "/etc/sysctl.d/99-x.conf",
        "/etc/initramfs-tools/initramfs.conf",
        "/etc/lvm/lvm.conf",
        "/etc/iscsi/iscsid.conf",
        "/etc/selinux/config",
        "/etc/udev/rules.d/70-net.rules",
        "/etc/systemd/system/ovn-controller.service",
        "/etc/systemd/system/ovn-controller.service.d/override.conf",
        "/etc/systemd/network/10-eth.network",
        "/etc/systemd/system.conf",
        "/etc/systemd/logind.conf",
        "/run/systemd/system/x.service",
        "/lib/systemd/system/ssh.service",
        "/usr/lib/systemd/system/ssh.service",
        "/usr/local/lib/systemd/system/x.service",
        "/home/ubuntu/.config/systemd/user/x.service",
        "/srv/x.service",
        "/etc/init.d/ssh",
        "/etc/rc.local",
        "/etc/inittab",
        "/etc/network/interfaces",
        "/etc/network/interfaces.d/x",
        "/etc/netplan/50-cloud-init.yaml",
        "/run/netplan/x.yaml",
        "/etc/NetworkManager/system-connections/x.nmconnection",
        "/etc/NetworkManager/conf.d/x.conf",
        "/etc/sysconfig/network-scripts/ifcfg-eth0",
        "/etc/resolv.conf",
        "/etc/hosts",
        "/etc/nftables.conf",
        "/etc/default/ovn-central",
        "/etc/default/openvswitch-switch",
        "/etc/openvswitch/system-id.conf",
        "/var/lib/ovn/ovnnb_db.db",
        "/etc/cloud/cloud.cfg",
        "/etc/apt/apt.conf.d/99x",
        "/etc/dbus-1/system.d/x.conf",
        "/etc/logrotate.d/x",
        "/etc/rsyslog.d/x.conf",
        "/etc/neutron/rootwrap.conf",
        "/proc/1/root/etc/shadow",
        "/proc/self/root/etc/anything.ini",
        "/proc/sys/net/ipv4/ip_forward",
        "/sys/class/net/eth0/mtu",
        "/dev/sda",
        "/bin/sh",
        "/usr/sbin/sshd",
        "/usr/lib/x86_64-linux-gnu/libc.so.6",
        "/var/lib/machines/x/etc/shadow",
        "/var/lib/docker/overlay2/x/diff/etc/anything.ini",
        "/srv/chroot/etc/sudoers",
        "/etc/exports",
        "/etc/exports.d/x",
        "/etc/samba/smb.conf",
        "/etc/rsyncd.conf",
        "/etc/openssh/sshd_config",
        "/etc/cockpit/cockpit.conf",
        "/etc/gdm3/custom.conf",
        "/run/nologin",
        "/run/sudo/ts/root",
        "/etc/watchdog.conf",
        "/etc/kdump.conf",
        "/etc/tuned/active_profile",
        "/etc/nut/upsmon.conf",
        "/.autorelabel",
        "/vmlinuz",
        "/init",
        "/etc/ceilometer/rootwrap.conf",
        "/etc/kolla/nova-compute/config.json",
        "/etc/needrestart/needrestart.conf",
        "/etc/acpi/events/x",
        "/etc/nagios/nrpe.cfg",
        "/etc/conf.d/net",
        "/etc/sv/x/run",
        "/var/lib/alternatives/iptables",
        "/opt/vendor/sbin/x",
        "/var/lib/safeops/x/state",
        "/run/safeops/x",
      })
  void noStepWritesIt(String file) throws Exception {
    IniKey key = new IniKey(List.of("net"), file, "a", "k", Optional.of("v"));
    assertThat(key.understanding()).isEqualTo(Understanding.REFUSED);
    assertThat(key.refusal()).hasValueSatisfying(why -> assertThat(why).contains("decides"));
    assertThat(key.operation(RecordedNodes.cluster())).isInstanceOf(Refused.class);
    DatabaseBackup backup = new DatabaseBackup(ComponentName.NORTHBOUND, file);
    assertThat(backup.understanding()).isEqualTo(Understanding.REFUSED);
    assertThat(backup.operation(RecordedNodes.cluster())).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/neutron/neutron.conf",
        "/etc/neutron/plugins/ml2/ml2_conf.ini",
        "/etc/nova/nova.conf",
        "/etc/keystone/keystone.conf",
        "/etc/ovn-test.ini",
        "/etc/kolla/neutron-server/neutron.conf",
        "/root/nb.backup",
        "/var/backups/nb",
        "/srv/vendor/x.ini",
        "/tmp/x",
      })
  void otherFilesDecideNothing(String file) {
    assertThat(DecidingFiles.decides(file)).isEmpty();
  }
}
