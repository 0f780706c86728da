#!/bin/sh
# mmdebstrap runs this with the new root file system, after the customize.sh of all nodes. It adds what a node with its
# own kernel needs. The boot is emulated and slow, so it starts few units.
set -eu
root=$1
here=$(dirname -- "$0")

install -m 755 "$here/line" "$root/usr/local/sbin/lab-line"
install -m 644 "$here/line.service" "$root/etc/systemd/system/lab-line.service"
chroot "$root" systemctl --quiet enable lab-line.service
# Nobody logs in on the consoles. They only show what the node writes.
chroot "$root" systemctl --quiet mask getty@tty1.service serial-getty@ttyS0.service

printf '%s\n' virtio_pci virtio_blk >>"$root/etc/initramfs-tools/modules"
echo MODULES=list >"$root/etc/initramfs-tools/conf.d/lab"
chroot "$root" update-initramfs -u >/dev/null
