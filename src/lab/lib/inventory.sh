# shellcheck shell=bash disable=SC2153
# Writes the inventory of the lab, which `safeops -i lab` reads. The operator works in the lab's network namespace.
# safeops reaches it by a proxy command, as it would reach nodes behind a bastion host.

write_access() {
  local node upper address
  : >"$STATE/known_hosts.new"
  for node in $NODES; do
    upper=$STATE/$node/upper
    for address in "$PROVIDER.$(number_of "$node")" "$MANAGEMENT.$(number_of "$node")"; do
      [ "$(topology)" = converged ] || [ "$address" = "$(in_band_of "$node")" ] || continue
      printf '%s %s\n' "$address" "$(cut -d' ' -f1,2 "$upper/etc/ssh/ssh_host_ed25519_key.pub")" >>"$STATE/known_hosts.new"
    done
  done
  mv "$STATE/known_hosts.new" "$STATE/known_hosts"
  write_inventory root >"$STATE/inventory.yaml.new"
  mv "$STATE/inventory.yaml.new" "$STATE/inventory.yaml"
  write_inventory ops >"$STATE/inventory-ops.yaml.new"
  mv "$STATE/inventory-ops.yaml.new" "$STATE/inventory-ops.yaml"
}

write_inventory() {
  local node
  cat <<TEXT
# The lab '$LAB', written by \`safeops lab up\`.
apiVersion: safeops/v1
kind: Inventory
defaults:
  ssh:
    user: $1
TEXT
  [ "$1" = root ] || echo "    become: sudo"
  cat <<TEXT
    identity: "$STATE/id_ed25519"
    known_hosts: "$STATE/known_hosts"
    proxy-command: [nsenter, "--net=/run/netns/$NETNS", nc, "%h", "%p"]
TEXT
  # The API cannot be reached from the operator's namespace, so requests go through ctl.
  if [ "$(cloud)" = neutron ]; then echo 'openstack: {endpoint: "http://127.0.0.1:9696", auth: none, via: ctl}'; fi
  echo nodes:
  for node in $NODES; do
    cat <<TEXT
  $node:
    address: $(in_band_of "$node")
    roles: [$(roles_of "$node")]
    oob:
      - name: console
        command: ["$LAB_HOME/lab.sh", "--lab", "$LAB", exec, $node, "--", /bin/sh]
        survives: [nic, lan]
      - name: screen
        console: "safeops lab $([ "$LAB" = lab ] || printf -- '--lab %s ' "$LAB")console $node"
        survives: [nic, lan]
TEXT
    [ "$(topology)" = converged ] || continue
    cat <<TEXT
      - name: mgmt0
        address: $MANAGEMENT.$(number_of "$node")
        survives: [nic, lan]
TEXT
  done
}

roles_of() {
  if [ "$1" != ctl ] && is_central "$1"; then printf 'central, '; fi
  case $1 in
    ctl) echo "central, chassis" ;;
    net) echo "chassis, gateway" ;;
    cmp | vm) echo "chassis" ;;
  esac
}

cmd_inventory() {
  need_lab
  case "${1:-} ${2:-}" in
    ' ' | '--user root') echo "$STATE/inventory.yaml" ;;
    '--user ops') echo "$STATE/inventory-ops.yaml" ;;
    *) misuse "inventory [--user root|ops]" ;;
  esac
}
