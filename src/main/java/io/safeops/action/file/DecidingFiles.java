package io.safeops.action.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files that decide whether a node boots, who can log in and who is root there. No step writes
 * them. They are listed by kind, with their drop-ins and with the programs and libraries. The same
 * patterns are matched twice: here against the path in the plan, and on the node against the real
 * path ({@code files.sh}).
 */
public final class DecidingFiles {

  private static final Map<String, List<String>> KINDS = new LinkedHashMap<>();

  static {
    // Below /etc of any root: of a container, a chroot, the upper directory of an overlay.
    kind(
        "who can log in and who is root",
        "*/etc/passwd* */etc/shadow* */etc/group* */etc/gshadow* */etc/subuid* */etc/subgid*"
            + " */etc/sudoers* */etc/sudo.conf */etc/sudo_logsrvd.conf */etc/doas* */etc/pam.conf"
            + " */etc/pam.d/* */etc/security/* */etc/polkit-1/* */etc/ssh/* */etc/dropbear/*"
            + " */etc/login.defs */etc/login.access */etc/securetty */etc/shells */etc/nologin"
            + " */etc/nsswitch.conf */etc/nslcd.conf */etc/sssd/* */etc/krb5* */etc/ldap*"
            + " */etc/openldap/* */etc/libuser.conf */etc/libaudit.conf */etc/audit/*"
            + " */etc/hosts.allow */etc/hosts.deny */etc/hosts.equiv */etc/fail2ban/* */etc/pki/*"
            + " */etc/ssl/* */etc/ca-certificates* */etc/adduser.conf */etc/deluser.conf"
            + " */etc/skel/* */etc/selinux/* */etc/apparmor* */.ssh/* */authorized_keys*"
            + " */.rhosts */.shosts /var/lib/polkit-1/* /var/lib/sss/* /var/lib/AccountsService/*"
            + " */etc/openssh/* */etc/tcb/* */etc/sasl2/* */etc/exports* */etc/samba/*"
            + " */etc/rsyncd* */etc/cockpit/* */etc/webmin/* */etc/xrdp/* */etc/gdm*/*"
            + " */etc/lightdm/* */etc/acme/* */etc/letsencrypt/* /run/nologin /run/sudo/*"
            + " /run/faillock/* /run/sshd/* /var/lib/sudo/* /var/lib/pam/* /var/db/sudo/*");
    kind(
        "whether the node boots",
        "/boot/* /efi/* */etc/fstab* */etc/crypttab* */etc/mtab */etc/veritytab */etc/grub*"
            + " */etc/kernel/* */etc/kernel-img.conf */etc/lilo.conf */etc/initramfs-tools/*"
            + " */etc/dracut* */etc/mkinitcpio* */etc/modules */etc/modules-load.d/*"
            + " */etc/modprobe* */etc/sysctl* */etc/lvm/* */etc/mdadm* */etc/multipath*"
            + " */etc/iscsi/* */etc/nvme/* */etc/zfs/* */etc/inittab */etc/init/* */etc/init.d/*"
            + " */etc/rc* */etc/udev/* */etc/depmod* */etc/machine-id */etc/os-release"
            + " */etc/cloud/* /var/lib/cloud/* /var/lib/dpkg/* /var/lib/rpm/* /run/udev/*"
            + " */etc/watchdog* */etc/kdump* */etc/kexec* */etc/tuned/* */etc/nut/*"
            + " */etc/apcupsd/* */etc/waagent.conf /var/lib/iscsi/* /var/lib/initramfs-tools/*"
            + " /init /linuxrc /vmlinuz* /initrd* /.autorelabel /forcefsck /fastboot");
    kind(
        "what runs on the node as root",
        "*/etc/systemd/* /run/systemd/* /var/lib/systemd/* */.config/systemd/* *.service *.socket"
            + " *.timer *.mount *.automount *.swap *.target *.slice *.scope *.path"
            + " */etc/default/* */etc/sysconfig/* */etc/environment* */etc/profile*"
            + " */etc/bash* */etc/zsh* */etc/csh* */etc/inputrc */etc/ld.so* */etc/cron*"
            + " */etc/anacrontab */etc/at.allow */etc/at.deny /var/spool/cron/* /var/spool/at/*"
            + " /var/spool/anacron/* */etc/logrotate* */etc/rsyslog* */etc/tmpfiles.d/*"
            + " */etc/sysusers.d/* */etc/binfmt.d/* */etc/dbus-1/* */etc/apt/* */etc/dpkg/*"
            + " */etc/yum* */etc/dnf/* */etc/alternatives/* */etc/update-motd.d/* */etc/motd*"
            + " */etc/monit* */etc/supervisor* */etc/xinetd* */etc/inetd* */etc/nrpe*"
            + " */etc/snmp/* */etc/puppet* */etc/salt/* */etc/chef/* */etc/ansible/*"
            + " */etc/docker/* */etc/containerd/* */etc/containers/* */etc/cni/*"
            + " */etc/kubernetes/* */etc/ganeti/* */etc/pve/* */etc/libvirt/* */etc/qemu/*"
            + " */etc/*/rootwrap* */etc/kolla/*/config.json */etc/needrestart/* */etc/acpi/*"
            + " */etc/ifplugd/* */etc/smartd* */etc/nagios/* */etc/zabbix/* */etc/collectd*"
            + " */etc/telegraf/* */etc/conf.d/* */etc/sv/* */etc/service/* */etc/s6*"
            + " */etc/runit/* */etc/profile.d/* /var/lib/alternatives/* /var/lib/apt/*"
            + " /root/.* /home/*/.* */.bash* */.profile */.zsh* */.vimrc */.gitconfig"
            + " /bin/* /sbin/* /lib* /usr/* /opt/*/bin/* /opt/*/sbin/* /var/lib/safeops/*"
            + " /run/safeops/*");
    kind(
        "the node's network",
        "*/etc/network/* */etc/netplan/* */etc/NetworkManager/* */etc/dhcp* */etc/resolv*"
            + " */etc/hosts */etc/hostname */etc/networks */etc/gai.conf */etc/iproute2/*"
            + " */etc/nftables* */etc/iptables* */etc/ip6tables* */etc/ufw/* */etc/firewalld/*"
            + " */etc/shorewall* */etc/ferm/* */etc/ebtables* */etc/ethertypes */etc/frr/*"
            + " */etc/quagga/* */etc/bird* */etc/keepalived/* */etc/wpa_supplicant*"
            + " */etc/wireguard/* */etc/openvpn/* */etc/ipsec* */etc/swanctl/* */etc/strongswan*"
            + " */etc/ppp/* */etc/dnsmasq* */etc/unbound/* */etc/openvswitch/* */etc/ovn/*"
            + " */etc/corosync/* */etc/pacemaker/* */etc/drbd* *.network *.netdev *.link"
            + " *.nmconnection /run/NetworkManager/* /run/netplan/* /run/network/*"
            + " /run/systemd/* /run/openvswitch/* /run/ovn/* /var/lib/openvswitch/*"
            + " /var/lib/ovn/* /var/lib/dhcp/* /var/lib/NetworkManager/* /var/run/*");
    kind(
        "what the kernel or a container does",
        "/proc/* /sys/* /dev/* /var/lib/docker/* /var/lib/containers/* /var/lib/containerd/*"
            + " /var/lib/machines/* /var/lib/lxc/* /var/lib/lxd/* /var/lib/kubelet/*"
            + " /var/lib/libvirt/* /var/snap/* /snap/*");
  }

  private static final Map<String, List<Pattern>> COMPILED = compiled();

  private DecidingFiles() {}

  private static void kind(String decides, String patterns) {
    KINDS.put(decides, List.of(patterns.split(" ")));
  }

  private static Map<String, List<Pattern>> compiled() {
    Map<String, List<Pattern>> compiled = new LinkedHashMap<>();
    KINDS.forEach(
        (decides, patterns) ->
            compiled.put(
                decides,
                patterns.stream()
                    .map(
                        pattern ->
                            Pattern.compile(
                                List.of(pattern.split("\\*", -1)).stream()
                                    .map(Pattern::quote)
                                    .collect(Collectors.joining(".*"))))
                    .toList()));
    return compiled;
  }

  /** The path without doubled slashes and {@code .} parts: it leads to the same file. */
  static String plain(String path) {
    return Path.of(path).normalize().toString();
  }

  /** What the file of this path decides; empty if its name matches no pattern. */
  static Optional<String> decides(String path) {
    String plain = plain(path);
    return COMPILED.entrySet().stream()
        .filter(kind -> kind.getValue().stream().anyMatch(each -> each.matcher(plain).matches()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Why a file of this path may not be written; empty if it may. */
  public static Optional<String> refuse(String path) {
    return decides(path)
        .map(
            what ->
                path
                    + " decides "
                    + what
                    + ": safeops does not write such a file. Change it by hand");
  }

  /**
   * The patterns for {@code files.sh}, one per line: the pattern, a blank, what such files decide.
   */
  public static String lines() {
    List<String> lines = new ArrayList<>();
    KINDS.forEach(
        (decides, patterns) -> patterns.forEach(pattern -> lines.add(pattern + " " + decides)));
    return String.join("\n", lines);
  }
}
