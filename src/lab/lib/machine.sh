# shellcheck shell=bash disable=SC2034,SC2153
# The node with its own kernel, which `up --vm` adds. QEMU emulates it, because the containers use this machine's
# kernel, which may lack openvswitch. Its disk holds the nodes' root file system with a kernel added. Its console is a
# serial console. `exec` uses further serial lines (see node/vm/line).

readonly MACHINE_PACKAGES=linux-image-cloud-amd64,initramfs-tools
readonly MACHINE_TOOLS='qemu-system-x86_64 qemu-system-x86
mke2fs e2fsprogs'
readonly MACHINE_MEMORY=768 # MiB
readonly SERIAL_LINES="1 2 3 4 5 6"
# The file is sparse: about a third of it takes space.
readonly DISK=1500M

# Succeeds if this node has its own kernel.
is_machine() { [ "$1" = vm ]; }

machine_rootfs() {
  local key
  key=$({ rootfs "$1"; echo "$MACHINE_PACKAGES"; cat "$LAB_HOME"/node/vm/*; } | sha256sum | cut -c1-12)
  echo "$CACHE/rootfs-vm-$key"
}

build_machine_rootfs() {
  build "$(machine_rootfs "$1")" "$1" "500 MB more for the vm node and its kernel, about 40 s" "$PACKAGES,$MACHINE_PACKAGES" \
    customize.sh vm/customize.sh
}

# Prints the process id of the node's QEMU on this machine; nothing if the node is off.
qemu_of() { pgrep -xf "qemu-system-x86_64 -name $(machine_of "$1") .*" || [ $? = 1 ]; }

# Makes the disk for the node's first start: the root file system with the node's own files over it. Runs in the
# supervisor's mount namespace.
make_disk() {
  local home=$STATE/$1
  [ ! -e "$home/disk" ] || return 0
  mount_root "$1"
  mke2fs -q -t ext4 -d "$home/root" "$home/disk.new" "$DISK"
  umount "$home/root"
  mv "$home/disk.new" "$home/disk"
}

# run_machine NODE: replaces this shell by the node's QEMU. It emulates (TCG), because KVM may not work even where it
# exists. cache=unsafe: writes go into this machine's page cache, which survives a kill of QEMU. So a kill loses only
# what the node's kernel had not written yet, as in a power cut. vnet_hdr=off: packets carry their checksums, as plug
# requires. norandmaps: a program has the same addresses each time it runs, so QEMU can use its translated code again.
# With many short programs this is three times as fast. nice: emulation suffers most when this machine is busy, and a
# node that gives no answer for seconds is useless.
run_machine() {
  local node=$1 number line arguments=()
  number=$(number_of "$node")
  cd "$STATE/$node" || exit
  for line in $SERIAL_LINES; do
    # A socket's path must fit into 107 bytes, so it is relative.
    arguments+=(-chardev "socket,id=line$line,path=line.$line,server=on,wait=off"
      -device "virtserialport,chardev=line$line,name=lab.$line")
  done
  exec nice -n -10 qemu-system-x86_64 -name "$(machine_of "$node")" -accel tcg,thread=multi -cpu max,la57=off -smp 1 -m "$MACHINE_MEMORY" \
    -display none -no-user-config -nodefaults \
    -kernel "$(rootfs_of "$node")/vmlinuz" -initrd "$(rootfs_of "$node")/initrd.img" \
    -append "root=/dev/vda rw console=ttyS0 quiet net.ifnames=0 mitigations=off norandmaps" \
    -drive file=disk,if=virtio,format=raw,cache=unsafe \
    -netdev "tap,id=m,ifname=$node-m,script=no,downscript=no,vnet_hdr=off" \
    -device "virtio-net-pci,netdev=m,mac=$(mac_of_nic mgmt0 "$number"),romfile=" \
    -netdev "tap,id=p,ifname=$node-p,script=no,downscript=no,vnet_hdr=off" \
    -device "virtio-net-pci,netdev=p,mac=$(mac_of_nic enp6s18 "$number"),romfile=" \
    -chardev socket,id=console,path=console,server=on,wait=off,logfile=console.log,logappend=on -serial chardev:console \
    -device virtio-serial-pci "${arguments[@]}" </dev/null
}

make_taps() {
  local cable
  for cable in "$1-m" "$1-p"; do ip tuntap add dev "$cable" mode tap; done
}

# Prints a systemd .link file. With it udev gives the NICs the names that they have on the other nodes.
link_file() { printf '[Match]\nMACAddress=%s\n\n[Link]\nName=%s\n' "$2" "$1"; }
