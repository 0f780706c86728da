# shellcheck shell=bash disable=SC2034,SC2153
# Neutron on ctl, which `up --neutron` adds: a root file system for that node, the provider network and the VMs' ports,
# which are made through Neutron's API, and the names that Neutron gave them.

readonly NEUTRON_PACKAGES=curl,neutron-server,python3-neutronclient,python3-openstackclient,mariadb-server,python3-pymysql
readonly NEUTRON_API=http://127.0.0.1:9696/v2.0

# neutron_rootfs SUITE
neutron_rootfs() {
  local key
  key=$({ rootfs "$1"; echo "$NEUTRON_PACKAGES"; cat "$LAB_HOME"/node/neutron/*; } | sha256sum | cut -c1-12)
  echo "$CACHE/rootfs-neutron-$key"
}

build_neutron_rootfs() {
  build "$(neutron_rootfs "$1")" "$1" "1.2 GB more for Neutron on ctl, about two minutes" "$PACKAGES,$NEUTRON_PACKAGES" \
    customize.sh neutron/customize.sh
}

# Sets the list of nodes and the names of the network. With Neutron the names are known only after configure_neutron.
learn_names() {
  NODES="ctl net cmp"
  [ "$(kernels)" != vm ] || NODES="$NODES vm"
  SWITCH=neutron-11111111-1111-4111-8111-111111111111
  LOCALNET=provnet-33333333-3333-4333-8333-333333333333
  VM1_PORT=10000001-0000-4000-8000-000000000001
  VM2_PORT=10000002-0000-4000-8000-000000000002
  VMS="vm1 vm2"
  [ "$(networks)" != all ] || VMS="vm1 vm2 vm3 vm4 vm5 vm6 vm7 vm8 vm9"
  # shellcheck source=/dev/null
  [ ! -e "$STATE/names" ] || . "$STATE/names"
}

# Makes through the API what the plain lab writes into the Northbound itself.
configure_neutron() {
  local vm node
  wait_for 90 "Neutron's API on ctl" neutron_answers || die "Neutron does not answer. To read its log: safeops lab exec ctl -- journalctl -u neutron-server"
  make_networks >"$STATE/names.new" || die "Neutron refused the lab's network"
  mv "$STATE/names.new" "$STATE/names"
  learn_names
  for vm in $VMS; do
    node=$(host_of "$vm")
    # shellcheck disable=SC2016 # a variable of the inner shell
    vm_file "$vm" | in_node "$node" sh -c 'cat >"/etc/safeops-lab/$1" && systemctl --quiet enable --now lab-vm' sh "$vm"
  done
}

neutron_answers() { in_node ctl curl -fs --max-time 5 -o /dev/null "$NEUTRON_API/networks"; }

# Prints the names file.
make_networks() {
  in_node ctl /bin/sh -eu -s -- "$NEUTRON_API" "$PHYSNET" "$PROVIDER" \
    vm1 "$(mac_of vm1)" "$PROVIDER.$(number_of vm1)" "$(host_of vm1)" vm2 "$(mac_of vm2)" "$PROVIDER.$(number_of vm2)" "$(host_of vm2)" <<'TEXT'
api=$1 physnet=$2 provider=$3
shift 3

# call METHOD PATH [JSON]: prints the answer. After an error it prints what Neutron said and exits.
call() {
  answer=$(curl -sS --fail-with-body --max-time 60 -X "$1" -H 'Content-Type: application/json' ${3:+--data "$3"} "$api/$2") \
    || { printf 'Neutron: %s %s: %s\n' "$1" "$2" "$answer" >&2; exit 1; }
  printf '%s\n' "$answer"
}
# field ANSWER FILTER
field() { printf '%s' "$1" | jq -er "$2"; }

# Neutron binds a port only on a host whose bridge mappings it has seen.
round=0
until call GET agents | jq -e '[.agents[] | select(.alive and .configurations["bridge-mappings"] != "")] | length >= 3' >/dev/null; do
  round=$((round + 1))
  [ "$round" -lt 120 ] || { echo "Neutron does not see the chassis" >&2; exit 1; }
  sleep 0.5
done

made=$(call POST networks "{\"network\": {\"name\": \"public\", \"project_id\": \"lab\", \"shared\": true,
  \"provider:network_type\": \"flat\", \"provider:physical_network\": \"$physnet\"}}")
network=$(field "$made" .network.id)
made=$(call GET "segments?network_id=$network")
segment=$(field "$made" '.segments[0].id')
made=$(call POST subnets "{\"subnet\": {\"name\": \"public\", \"project_id\": \"lab\", \"network_id\": \"$network\",
  \"ip_version\": 4, \"cidr\": \"$provider.0/24\", \"gateway_ip\": \"$provider.1\", \"enable_dhcp\": false,
  \"allocation_pools\": [{\"start\": \"$provider.101\", \"end\": \"$provider.199\"}]}}")
subnet=$(field "$made" .subnet.id)
printf 'SWITCH=neutron-%s\nLOCALNET=provnet-%s\n' "$network" "$segment"

while [ $# -gt 0 ]; do
  made=$(call POST ports "{\"port\": {\"name\": \"$1\", \"project_id\": \"lab\", \"network_id\": \"$network\",
    \"mac_address\": \"$2\", \"fixed_ips\": [{\"subnet_id\": \"$subnet\", \"ip_address\": \"$3\"}],
    \"device_owner\": \"compute:lab\", \"device_id\": \"$1\", \"binding:host_id\": \"$4\", \"port_security_enabled\": false}}")
  [ "$(field "$made" '.port["binding:vif_type"]')" = ovs ] || { echo "Neutron did not bind $1 on $4" >&2; exit 1; }
  printf '%s_PORT=%s\n' "$(printf %s "$1" | tr a-z A-Z)" "$(field "$made" .port.id)"
  shift 4
done
TEXT
}
