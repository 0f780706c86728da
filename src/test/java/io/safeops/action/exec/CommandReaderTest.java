package io.safeops.action.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.OnNodes;
import io.safeops.action.Refused;
import io.safeops.action.Understanding;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandReaderTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private final Cluster cluster = RecordedNodes.cluster();

  private static Action read(String line, String... nodes) {
    return CommandReader.read(
        List.of(line.split(" ")), Optional.of(List.of("true")), List.of(nodes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ovn-nbctl lsp-add SWITCH ln-x",
        "/usr/bin/ovn-nbctl --timeout=5 --wait=hv lsp-add SWITCH ln-x",
        "ovn-nbctl -- lsp-add SWITCH ln-x -- lsp-set-type ln-x localnet",
        "ovn-nbctl --if-exists lsp-del ln-x -- --may-exist lsp-add SWITCH ln-x",
        "ovn-nbctl set Logical_Switch_Port ln-x type=localnet options:network_name=p tag=7",
        "ovn-nbctl set logical-switch-port ln-x addresses=unknown",
        "ovs-vsctl add-port br-ex enp6s18",
        "ovs-vsctl --may-exist add-port br-ex eth1 tag=10",
        "ovs-vsctl --if-exists del-port br-ex eth1 -- del-port eth2",
        "ovs-vsctl -- add-port br-ex p0 tag=7 -- set Interface p0 type=internal",
        "systemctl restart neutron-server ovn-controller ovn-northd",
        "/usr/bin/systemctl -q start ovn-nb-ovsdb.service ovn-sb-ovsdb",
        "systemctl reload-or-restart ovs-vswitchd",
        "service openvswitch-switch restart",
        "openstack router set --external-gateway public edge",
        "openstack router set edge --fixed-ip subnet=s,ip-address=192.0.2.9 --external-gateway n",
      })
  void understood(String line) {
    assertThat(read(line).understanding()).isEqualTo(Understanding.UNDERSTOOD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ovn-nbctl set logical_switch_port x options:ethtype=802.1ad",
        "ovn-nbctl lsp-set-options x network_name=p qos_max_rate=1",
        "ovn-nbctl remove logical_switch_port x options vlan-passthru",
        "ip link set eth0 down",
        "/sbin/ip addr flush dev eth0",
        "systemctl restart networking",
        "systemctl restart ovn-northd networking",
        "systemctl --no-block restart ovn-northd",
        "systemctl --root=/x restart ovn-northd",
        "systemctl restart ovn-*",
        "systemctl mask ovn-northd",
        "systemctl kill ovn-northd",
        "systemctl daemon-reload",
        "systemctl",
        "service ovn-northd",
        "service --status-all",
        "service ovn-northd force-reload",
        "service networking restart",
        "nmcli con down eth0",
        "netplan apply",
        "openstack router unset --external-gateway edge",
        "openstack router set --external-gateway public --disable-snat edge",
        "openstack router set --external-gateway public --fixed-ip subnet=s edge",
        "openstack router set --external-gateway public --fixed-ip ip-address=x edge",
        "openstack router set --external-gateway public",
        "openstack router set --name x edge",
        "openstack --os-cloud x router set --external-gateway public edge",
        "openstack network delete tenant",
        "openstack server delete vm",
        "openstack",
        "neutron net-delete tenant",
        "ovs-ofctl del-flows br-int",
        "bash -c reboot",
        "busybox ip link",
        "env ovn-nbctl lsp-del x",
        "sudo ovs-vsctl del-br br-int",
        "docker exec ovn_nb_db ovn-nbctl show",
        "python3.11 -c pass",
        "ovn-nbctl",
        "ovn-nbctl ls-del SWITCH",
        "ovn-nbctl --db=tcp:192.0.2.9:6641 lsp-del x",
        "ovn-nbctl --dry-run lsp-del x",
        "ovn-nbctl -t 5 -u x lsp-del x",
        "ovn-nbctl -t lsp-del x",
        "ovn-nbctl lsp-add SWITCH child parent 7",
        "ovn-nbctl lsp-add SWITCH ln-x -- emer-reset",
        "ovn-nbctl set Logical_Switch SWITCH other_config:x=y",
        "ovn-nbctl set Logical_Switch_Port ln-x up=true",
        "ovn-nbctl lsp-add SWITCH gw -- lsp-set-type gw l2gateway -- lsp-set-options gw"
            + " network_name=physnet2 l2gateway-chassis=id -- lsp-set-addresses gw unknown",
        "ovn-nbctl lsp-set-type ln-x vtep",
        "ovn-nbctl lsp-set-type ln-x router",
        "ovn-nbctl set Logical_Switch_Port ln-x type=l2gateway",
        "ovn-nbctl set Logical_Switch_Port ln-x options:network_name=p type=\"l2gateway\"",
        "ovn-nbctl destroy Logical_Switch_Port ln-x",
        "ovs-vsctl del-br br-ex",
        "ovs-vsctl emer-reset",
        "ovs-vsctl set bridge br-int protocols=OpenFlow13 fail_mode=secure",
        "ovs-vsctl set bridge br-int protocols=OpenFlow99",
        "ovs-vsctl set bridge br-int protocols=OpenFlow13 -- del-br br-ex",
        "ovs-vsctl set Interface eth0 type=internal",
        "ovs-vsctl add-port br-ex eth1 vlan_mode=trunk",
        "ovs-vsctl add-port br-ex p0 -- set Interface p0 type=patch options:peer=p1"
            + " -- add-port br-ex p1 -- set Interface p1 type=patch options:peer=p0",
        "ovs-vsctl add-port br-ex t0 -- set Interface t0 type=vxlan options:remote_ip=192.0.2.9",
        "ovs-vsctl add-port br-ex t0 -- set Interface t0 type=geneve",
        "ovs-vsctl add-port br-ex p0 -- set Interface p0 options:peer=p1",
        "ovs-vsctl add-port br-ex p0 -- set Interface p0 type=internal options:peer=p1",
        "ovs-vsctl add-port br-ex d0 -- set Interface d0 type=dpdk",
        "ovs-vsctl --id=@x create Mirror name=m",
      })
  void refused(String line) throws Exception {
    Action action = read(line, "net");
    assertThat(action.understanding()).isEqualTo(Understanding.REFUSED);
    assertThat(action.operation(cluster)).isEqualTo(new Refused(action.refusal().orElseThrow()));
  }

  /**
   * What they would do is not known, so nothing is predicted; {@code EffectsTest} has the others.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "systemctl restart networking",
        "systemctl --root=/x restart ovn-northd",
        "nmcli networking off",
        "netplan apply",
        "openstack network delete tenant",
        "bash -c reboot",
        "ssh net ip link set enp6s18 down",
        "ip netns exec vm ip link set enp6s18 down",
        "nsenter -n -t 1 ip link set enp6s18 down",
        "ip -n other link set enp6s18 down",
        "ip -batch commands.txt",
        "ip link set enp6s18 down type vlan",
        "ip link set enp6s18 mtu much",
        "ip link add dummy0 type dummy",
        "ip route add default via 192.0.2.1",
        "ifconfig enp6s18 down hw",
        "docker run --rm ovs-tools ip link set enp6s18 down",
        "ovs-vsctl --db=tcp:192.0.2.9:6640 del-br br-ex",
        "ovs-vsctl --dry-run del-br br-ex",
        "ovs-vsctl del-br br-ex -- emer-reset",
        "ovs-vsctl del-br br-ex extra",
        "ovs-vsctl --id=@x create Mirror name=m -- set-fail-mode br-ex secure",
        "ovs-vsctl set c br-ex target=x",
        "ovs-vsctl set port enp6s18 t=100",
        "ovs-vsctl set port enp6s18 tag=99999",
        "ovs-vsctl set bridge br-ex ports=[]",
        "ovn-nbctl --db=tcp:192.0.2.9:6641 lsp-del x",
        "ovn-nbctl -u socket ls-del SWITCH",
        "ovn-nbctl ls-del SWITCH -- emer-reset",
        "ovn-nbctl set Logical_Switch SWITCH name=x",
        "ovn-nbctl destroy Logical_Switch_Port 10000001-0000-4000-8000-000000000001",
        "ovn-nbctl --all destroy Logical_Switch",
        "ovn-sbctl --db=tcp:192.0.2.9:6642 chassis-del x",
        "ovn-sbctl destroy Datapath_Binding x",
        "pkill -STOP -u root",
        "kill -STOP -1",
        "pkill -STOP (",
        "ovs-ofctl mod-port br-ex enp6s18 no-packet-in",
      })
  void predictsNothing(String line) {
    Action action =
        CommandReader.read(
            List.of(line.replace("SWITCH", SWITCH).split(" ")), Optional.empty(), List.of("net"));
    assertThat(action.understanding()).isEqualTo(Understanding.REFUSED);
    assertThat(action.effect(cluster).equals(cluster)).isTrue();
  }

  @Test
  void refusalSaysWhatItWouldDo() {
    assertThat(read("ovs-vsctl --timeout=5 del-br br-int", "net").refusal())
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .startsWith("`ovs-vsctl --timeout=5 del-br br-int`: it deletes the bridge")
                    .endsWith(")"));
    assertThat(read("nft flush ruleset", "net").refusal())
        .contains("`nft` is not understood: use a typed action");
    assertThat(read("ovs-vsctl add-port br-ex eth1", "net").refusal()).isEmpty();
  }

  @Test
  void somethingElseIsOpaqueAndRunsAsWritten() throws Exception {
    Action action =
        CommandReader.read(
            List.of("touch", "/tmp/a b; reboot"),
            Optional.of(List.of("rm", "-f", "x")),
            List.of("net"));
    assertThat(action.understanding()).isEqualTo(Understanding.OPAQUE);
    OnNodes operation = (OnNodes) action.operation(cluster);
    assertThat(operation.act().get("net").text()).isEqualTo("'touch' '/tmp/a b; reboot'\n");
    assertThat(operation.undo().get("net").text()).isEqualTo("'rm' -f x\n");
    assertThat(operation.irreversible()).isEmpty();
  }

  @Test
  void withoutAnUndoItIsIrreversible() throws Exception {
    Action action =
        CommandReader.read(List.of("touch", "x"), Optional.empty(), List.of("net", "cmp"));
    assertThat(action.operation(cluster).irreversible()).isPresent();
    assertThat(((OnNodes) action.operation(cluster)).undo().get("net").text()).contains("exit 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ovn-nbctl lsp-set-options GW network_name=physnet3",
        "ovn-nbctl set Logical_Switch_Port GW options:network_name=physnet3",
        "ovn-nbctl set Logical_Switch_Port GW tag=7",
        "ovn-nbctl lsp-set-addresses GW unknown",
        "ovn-nbctl lsp-set-type GW localnet",
      })
  void anotherWayOutThatIsThereAlreadyIsLeftAlone(String line) throws Exception {
    LogicalPort gateway =
        LogicalPort.localnet("gw", SWITCH, "physnet2", Optional.empty()).withType("l2gateway");
    Cluster with = cluster.withSwitch(SWITCH, each -> each.withPort(gateway));
    Action change = read(line.replace("GW", "gw"));
    assertThatThrownBy(() -> change.operation(with))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("port gw of switch " + SWITCH + " is of type l2gateway");
    assertThat(change.effect(with)).isEqualTo(with);
    assertThat(read("ovn-nbctl lsp-del gw").operation(with).voters()).containsExactly("ctl");
  }

  @Test
  void theNotesLinesTogetherAreALocalnet() {
    Cluster after = cluster;
    for (String line :
        List.of(
            "ovn-nbctl lsp-add SWITCH ln-p",
            "ovn-nbctl lsp-set-type ln-p localnet",
            "ovn-nbctl lsp-set-options ln-p network_name=physnet2",
            "ovn-nbctl lsp-set-addresses ln-p unknown")) {
      after = read(line.replace("SWITCH", SWITCH)).effect(after);
    }
    assertThat(after)
        .isEqualTo(
            read(("ovn-nbctl lsp-add SWITCH ln-p -- lsp-set-type ln-p localnet"
                        + " -- lsp-set-options ln-p network_name=physnet2"
                        + " -- lsp-set-addresses ln-p unknown")
                    .replace("SWITCH", SWITCH))
                .effect(cluster));
    assertThat(after.switchNamed(SWITCH).orElseThrow().getLocalnets())
        .extracting(LogicalPort::name)
        .contains("ln-p");
    assertThat(
            after
                .node("cmp")
                .orElseThrow()
                .bridge("br-ex")
                .orElseThrow()
                .port("patch-ln-p-to-br-int"))
        .as("a second patch pair where the switch is: the loop")
        .isPresent();
    assertThat(
            after
                .node("ctl")
                .orElseThrow()
                .bridge("br-ex")
                .orElseThrow()
                .port("patch-ln-p-to-br-int"))
        .as("no VM of the switch on ctl")
        .isEmpty();
  }

  @Test
  void anUplinkThatIsAddedCarriesTheManagementPath() throws Exception {
    Action remove = read("ovs-vsctl del-port br-ex enp6s18", "net");
    Cluster without = remove.effect(cluster);
    assertThat(without.node("net").orElseThrow().managementPath().uplinks()).isEmpty();
    Cluster again = read("ovs-vsctl add-port br-ex enp6s18", "net").effect(without);
    assertThat(again.node("net").orElseThrow().managementPath())
        .isEqualTo(cluster.node("net").orElseThrow().managementPath());
    OnNodes operation = (OnNodes) remove.operation(cluster);
    assertThat(operation.voters()).containsExactly("net");
    assertThat(operation.undo().get("net").text())
        .contains(
            "PORT=enp6s18\n",
            "\"table\":\"Port\",\"uuid-name\":\"undone\",\"row\":{\"name\":\"enp6s18\"");
    assertThat(operation.footprint().diff(cluster, without))
        .anyMatch(line -> line.startsWith("port enp6s18 of bridge br-ex on net: gone"))
        .anyMatch(line -> line.startsWith("management path of net: was "));
  }

  @Test
  void internalPortsAreNotRemovedForNoUndoBringsThemBack() {
    assertThatThrownBy(() -> read("ovs-vsctl del-port br-ex br-ex", "net").operation(cluster))
        .hasMessageContaining("kind internal");
  }

  /** A command that is refused as a step is also refused as an undo. */
  @ParameterizedTest
  @ValueSource(
      strings = {"ip link set br-ex down", "sh -c reboot", "systemctl stop ovn-controller x"})
  void anUndoThatIsKnownToCutOffIsRefused(String undo) {
    Action action =
        CommandReader.read(
            List.of("vendor-setup", "on"), Optional.of(List.of(undo.split(" "))), List.of("net"));
    assertThat(action.understanding()).isEqualTo(Understanding.REFUSED);
    assertThat(action.refusal().orElse("")).contains("its undo: ");
  }

  /** The unknown option is in the row, not in the command line. */
  @Test
  void unknownOptionsAreNotRemoved() {
    String port = cluster.getLocalnets().get(0).name();
    Cluster with =
        cluster.withSwitch(
            SWITCH,
            each ->
                each.withPort(
                    cluster
                        .getLocalnets()
                        .get(0)
                        .withOptions(
                            java.util.Map.of("network_name", "physnet2", "ethtype", "802.1ad"))));
    Action action = read("ovn-nbctl lsp-set-options " + port + " network_name=physnet2");
    assertThat(action.understanding()).isEqualTo(Understanding.UNDERSTOOD);
    assertThatThrownBy(() -> action.operation(with))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("would lose or change the options ethtype");
  }
}
