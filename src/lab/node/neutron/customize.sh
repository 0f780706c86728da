#!/bin/sh
# mmdebstrap runs this with the new root file system, after the customize.sh of all nodes. It adds Neutron for ctl. It
# makes the database schema here, so that a lab need not make it at its start.
set -eu
root=$1
here=$(dirname -- "$0")

install -m 644 "$here/neutron.conf" "$here/ml2_conf.ini" "$root/etc/neutron/"
install -D -m 644 "$here/clouds.yaml" "$root/etc/openstack/clouds.yaml"
install -m 644 "$here/mariadb.cnf" "$root/etc/mysql/mariadb.conf.d/99-lab.cnf"
install -m 644 "$here/neutron-server.service" "$here/mirror-chassis.service" "$root/etc/systemd/system/"
install -m 755 "$here/mirror-chassis" "$root/usr/local/sbin/mirror-chassis"

chroot "$root" install -d -o mysql -g mysql /run/mysqld
chroot "$root" mariadbd --user=mysql >/dev/null 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT # it keeps the file system busy
round=0
until chroot "$root" mariadb-admin ping >/dev/null 2>&1; do
  round=$((round + 1))
  [ "$round" -lt 300 ] || { echo "MariaDB does not start in the new root file system" >&2; exit 1; }
  sleep 0.1
done
chroot "$root" mariadb -e "CREATE DATABASE neutron CHARACTER SET utf8;
  CREATE USER neutron@localhost IDENTIFIED VIA unix_socket;
  GRANT ALL ON neutron.* TO neutron@localhost"
chroot "$root" runuser -u neutron -- neutron-db-manage \
  --config-file /etc/neutron/neutron.conf --config-file /etc/neutron/ml2_conf.ini upgrade head >"$root/migration.log" 2>&1 \
  || { tail -n 20 "$root/migration.log" >&2; exit 1; }
rm "$root/migration.log"
chroot "$root" mariadb-admin shutdown
wait "$server"

# Debian has separate units for the API and for RPC. The lab does not need them.
chroot "$root" systemctl --quiet mask neutron-api.service neutron-rpc-server.service
chroot "$root" systemctl --quiet enable mariadb.service neutron-server.service mirror-chassis.service
