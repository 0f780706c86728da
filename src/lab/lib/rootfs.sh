# shellcheck shell=bash
# The nodes' root file system: only Debian packages. It is made once and kept in the cache directory, under a name made
# from its contents.

readonly PACKAGES=systemd-sysv,dbus,openssh-server,iproute2,iputils-ping,openvswitch-switch,ovn-central,ovn-host,tcpdump,procps,sudo,jq,kmod,ethtool
# Raise this when node/customize.sh changes.
readonly ROOTFS_EDITION=1

# rootfs SUITE: prints the directory that it is kept in.
rootfs() {
  local key
  key=$(printf '%s\n' "$1" "$PACKAGES" "$ROOTFS_EDITION" | sha256sum | cut -c1-12)
  echo "$CACHE/rootfs-$1-$key"
}

# install_missing [MORE]: installs with apt the commands that the lab runs on this machine, as far as they are missing.
install_missing() {
  local command package missing=""
  while read -r command package; do
    [ -z "$command" ] || command -v "$command" >/dev/null || missing="$missing $package"
  done <<TEXT
mmdebstrap mmdebstrap
systemd-nspawn systemd-container
ssh openssh-client
ip iproute2
nc netcat-openbsd
ping iputils-ping
pgrep procps
ethtool ethtool
perl perl-base
nsenter util-linux
${1:-}
TEXT
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || die "missing on this machine:$missing (the lab installs packages only on Debian and Ubuntu)"
  mkdir -p "$CACHE"
  chmod 700 "$CACHE"
  say "installing with apt:$missing (its output: $CACHE/apt.log)"
  apt-get -qq update >>"$CACHE/apt.log" 2>&1 || say "apt-get update failed, trying with the old package lists"
  # shellcheck disable=SC2086 # a list of words
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $missing </dev/null >>"$CACHE/apt.log" 2>&1 \
    || { tail -n 20 "$CACHE/apt.log" >&2; die "apt-get could not install:$missing"; }
}

# rootfs_of NODE: prints the root file system that the node was made with.
rootfs_of() { cat "$STATE/rootfs-$1" 2>/dev/null || cat "$STATE/rootfs"; }

build_rootfs() { build "$(rootfs "$1")" "$1" "330 MB below $CACHE, about 20 s" "$PACKAGES" customize.sh; }

# build TARGET SUITE WORDS PACKAGES HOOK...: builds a root file system, unless it exists. WORDS say its size and time.
# The hooks are scripts in node/.
build() {
  local target=$1 suite=$2 words=$3 packages=$4 work hook hooks=()
  shift 4
  [ ! -d "$target" ] || return 0
  mkdir -p "$CACHE"
  chmod 700 "$CACHE"
  exec 8>"$CACHE/.rootfs.lock"
  flock 8
  [ ! -d "$target" ] || return 0
  say "first time on this machine: building the nodes' root file system (Debian $suite, $words with a fast mirror)"
  for hook in "$@"; do hooks+=(--customize-hook="$LAB_HOME/node/$hook \"\$1\""); done
  work=$CACHE/.building
  rm -rf "$work"
  mmdebstrap --quiet --variant=minbase --include="$packages" "${hooks[@]}" "$suite" "$work" >"$CACHE/rootfs.log" 2>&1 \
    || { tail -n 20 "$CACHE/rootfs.log" >&2; rm -rf "$work"; die "mmdebstrap failed, see above: is the Debian mirror reachable from here?"; }
  mv "$work" "$target"
  exec 8>&-
}
