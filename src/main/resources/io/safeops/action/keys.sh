# Finds the keys with which OVN's own running processes on this node connect to its databases. Only file names are read
# here, never the content of the files. Follows guarded.sh. POSIX sh. An `ssl:` remote needs a private key, a
# certificate and the certificate of an authority. ovn-controller has them from table SSL of the local Open_vSwitch
# database, else from its command line (ovn-controller(8), update_ssl_config in controller/ovn-controller.c);
# /etc/default/ovn-host sets that. ovn-northd has them from its command line, and so has a database server; there
# `db:OVN_Northbound,SSL,private_key` means its own table SSL (ovsdb-server(1), as ovn-ctl starts it).
# shellcheck shell=sh disable=SC2034,SC2317,SC2329,SC3013 # used by what is appended; dash, bash and busybox know -ef
keys_proc=${GUARD_PROC:-/proc} # only tests set it
keys_forget() { keys_known='' keys_pid='' keys_from='' keys_key='' keys_cert='' keys_ca='' keys_protocols='' keys_ciphers='' keys_suites=''; }
keys_forget

# keys_is PID NAME WORD: whether that process is NAME with WORD in its command line, runs in this node's network
# namespace (an OVN in a container with its own network does not count), and is not its monitor process.
keys_is() {
  { read -r keys_name <"$keys_proc/$1/comm"; } 2>/dev/null || return 1
  [ "$keys_name" = "$2" ] && [ "$keys_proc/$1/ns/net" -ef "$keys_proc/self/ns/net" ] || return 1
  case $(keys_words "$1") in
    *': monitoring pid '*) return 1 ;;
    *"$3"*) return 0 ;;
  esac
  return 1
}

# Its command line, one word per line.
keys_words() { tr '\0' '\n' 2>/dev/null <"$keys_proc/$1/cmdline"; }

# keys_process NAME WORD PIDFILE: sets keys_pid. A pid file from a container has other numbers: it is used only if it
# fits.
keys_process() {
  for keys_dir in /run/ovn /var/run/ovn /run/openvswitch /var/run/openvswitch; do
    { read -r keys_pid <"$keys_dir/$3"; } 2>/dev/null || continue
    if keys_is "$keys_pid" "$1" "$2"; then return 0; fi
  done
  for keys_pid in "$keys_proc"/[0-9]*; do
    keys_pid=${keys_pid##*/}
    if keys_is "$keys_pid" "$1" "$2"; then return 0; fi
  done
  keys_pid=
  return 1
}

# keys_path FILE: finds our path to a file that process keys_pid names, because that process may see other file systems.
# `none` for an authority means that any server is trusted (ovn-controller(8)).
keys_path() {
  case $1 in
    '' | none) keys_file=$1 && return ;;
    /*) keys_root=$keys_proc/$keys_pid/root keys_file=$1 ;;
    *) keys_root=$keys_proc/$keys_pid/cwd keys_file=/$1 ;;
  esac
  if [ -z "$keys_pid" ] || { [ "$keys_proc/$keys_pid/ns/mnt" -ef "$keys_proc/self/ns/mnt" ] && [ "$keys_root" -ef / ]; }; then
    return
  fi
  keys_file=$keys_root$keys_file
  # An absolute link is also resolved in the file system of that process.
  for _ in 1 2 3 4 5 6 7 8; do
    keys_link=$(readlink "$keys_file" 2>/dev/null) || return 0
    case $keys_link in /*) keys_file=$keys_proc/$keys_pid/root$keys_link ;; *) return 0 ;; esac
  done
}

# Sets keys_* from the command line of process keys_pid.
keys_read() {
  keys_key='' keys_cert='' keys_ca='' keys_protocols='' keys_ciphers='' keys_suites='' keys_option=''
  while IFS= read -r keys_word; do
    if [ -n "$keys_option" ]; then
      keys_word=$keys_option=$keys_word
      keys_option=
    fi
    case $keys_word in
      --private-key | --certificate | --ca-cert | --bootstrap-ca-cert | --ssl-protocols | --ssl-ciphers | --ssl-ciphersuites)
        keys_option=$keys_word
        ;;
      -p) keys_option=--private-key ;;
      -c) keys_option=--certificate ;;
      -C) keys_option=--ca-cert ;;
      --private-key=*) keys_key=${keys_word#*=} ;;
      --certificate=*) keys_cert=${keys_word#*=} ;;
      --ca-cert=* | --bootstrap-ca-cert=*) keys_ca=${keys_word#*=} ;;
      --ssl-protocols=*) keys_protocols=${keys_word#*=} ;;
      --ssl-ciphers=*) keys_ciphers=${keys_word#*=} ;;
      --ssl-ciphersuites=*) keys_suites=${keys_word#*=} ;;
      --*) ;;
      -p*) keys_key=${keys_word#-p} ;;
      -c*) keys_cert=${keys_word#-c} ;;
      -C*) keys_ca=${keys_word#-C} ;;
    esac
  done <<WORDS
$(keys_words "$keys_pid")
WORDS
}

# Finds our paths to the keys. Fails if the key or the certificate is not named.
keys_resolve() {
  keys_path "$keys_key" && keys_key=$keys_file
  keys_path "$keys_cert" && keys_cert=$keys_file
  keys_path "$keys_ca" && keys_ca=$keys_file
  [ -n "$keys_key" ] && [ -n "$keys_cert" ]
}

# The keys of ovn-controller.
keys_of_controller() {
  [ -z "$keys_known" ] || return 0
  keys_forget
  keys_known=1
  keys_from='ovn-controller, which is not running, and table SSL of Open_vSwitch name none'
  if keys_process ovn-controller '' ovn-controller.pid; then
    keys_read
    keys_from="neither table SSL of Open_vSwitch nor the command line of ovn-controller (process $keys_pid) names any"
  fi
  keys_row=$(ovs-vsctl --no-wait --timeout=2 get-ssl 2>/dev/null </dev/null) || keys_row=
  case $keys_row in
    *'Private key: '*)
      keys_key=$(printf '%s\n' "$keys_row" | sed -n 's/^Private key: //p')
      keys_cert=$(printf '%s\n' "$keys_row" | sed -n 's/^Certificate: //p')
      keys_ca=$(printf '%s\n' "$keys_row" | sed -n 's/^CA Certificate: //p')
      ! keys_resolve || keys_from='table SSL of Open_vSwitch'
      ;;
    *) ! keys_resolve || keys_from="the command line of ovn-controller (process $keys_pid)" ;;
  esac
}

# keys_of_central nb|sb CLIENT: the keys with which a central node asks the members of that database on other nodes:
# those of ovn-northd, else those of its own server. CLIENT is the program that will ask; if it runs in the server's
# container, it sees the files there.
keys_of_central() {
  [ -z "$keys_known" ] || return 0
  keys_forget
  keys_known=1
  keys_from="neither ovn-northd nor the server of ovn$1_db names any"
  if [ "$2" = ovsdb-client ] && keys_process ovn-northd '' ovn-northd.pid; then
    keys_read
    if keys_resolve; then
      keys_from="the command line of ovn-northd (process $keys_pid)"
      return 0
    fi
  fi
  keys_process ovsdb-server "ovn$1_db" "ovn$1_db.pid" || return 0
  keys_read
  keys_said_by="the command line of the server of ovn$1_db (process $keys_pid)"
  case $keys_key in db:*)
    keys_of_table "$1" "$2"
    keys_said_by="table SSL of ovn$1_db"
    ;;
  esac
  [ "$2" = ovsdb-client ] || keys_pid= # the client sees the files under the same paths
  ! keys_resolve || keys_from=$keys_said_by
}

# keys_of_table nb|sb CLIENT: reads the table SSL of that database on this node.
keys_of_table() {
  case $1 in nb) keys_schema=OVN_Northbound ;; *) keys_schema=OVN_Southbound ;; esac
  # shellcheck disable=SC2086 # CLIENT may be several words
  keys_row=$($2 --timeout=3 --no-leader-only transact "unix:/run/ovn/ovn$1_db.sock" \
    '["'$keys_schema'",{"op":"select","table":"SSL","where":[],"columns":["private_key","certificate","ca_cert"]}]' \
    2>/dev/null </dev/null) || keys_row=
  keys_key=$(keys_column private_key)
  keys_cert=$(keys_column certificate)
  keys_ca=$(keys_column ca_cert)
}

keys_column() { printf '%s\n' "$keys_row" | sed -n 's/.*"'"$1"'":"\([^"\\]*\)".*/\1/p'; }

# keyed REMOTES CLIENT WORDS...: runs CLIENT WORDS..., with keys if one of REMOTES needs them. CLIENT may be several
# words.
keyed() {
  keyed_remotes=$1 keyed_client=$2
  shift 2
  case ,$keyed_remotes in
    *,ssl:*)
      set -- ${keys_key:+"--private-key=$keys_key"} ${keys_cert:+"--certificate=$keys_cert"} ${keys_ca:+"--ca-cert=$keys_ca"} \
        ${keys_protocols:+"--ssl-protocols=$keys_protocols"} ${keys_ciphers:+"--ssl-ciphers=$keys_ciphers"} \
        ${keys_suites:+"--ssl-ciphersuites=$keys_suites"} "$@"
      ;;
  esac
  # shellcheck disable=SC2086 # split on purpose
  $keyed_client "$@"
}

# keys_told REMOTES: prints which keys are used for them; nothing if they need no keys.
keys_told() {
  case ,$1 in *,ssl:*) ;; *) return 0 ;; esac
  if [ -n "$keys_key" ] && [ -n "$keys_cert" ]; then
    printf ' with the keys of %s: %s' "$keys_from" "$keys_key $keys_cert ${keys_ca:-(no authority)}"
  else
    printf ' without keys: %s' "$keys_from"
  fi
}
