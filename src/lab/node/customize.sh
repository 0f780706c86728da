#!/bin/sh
# mmdebstrap runs this with the new root file system. It sets up what all nodes have in common.
set -eu
root=$1

chroot "$root" useradd --create-home --shell /bin/bash ops
echo 'ops ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/ops"
chmod 0440 "$root/etc/sudoers.d/ops"
rm -f "$root"/etc/ssh/ssh_host_*

# ovn-central is enabled again on the nodes that run it.
chroot "$root" systemctl --quiet enable systemd-networkd
chroot "$root" systemctl --quiet disable ovn-central
# systemd-networkd-wait-online would wait for br-ex before OVS may make it.
chroot "$root" systemctl --quiet mask systemd-networkd-wait-online.service console-getty.service \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer e2scrub_reap.service
mkdir -p "$root/var/log/journal"
