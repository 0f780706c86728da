package io.safeops.action.neutron;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.AskedPredicate;
import io.safeops.facts.neutron.NeutronAddress;
import io.safeops.facts.neutron.NeutronGateway;
import io.safeops.facts.neutron.NeutronNetwork;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The predicates on Neutron, and on what it writes into the Northbound, after a step. */
class NeutronPredicatesTest {

  private static final NeutronNetwork OLD = new NeutronNetwork("n1", "ext", true, List.of());
  private static final NeutronGateway WANTED =
      new NeutronGateway(
          "n1", List.of(new NeutronAddress("s1", "192.0.2.5")), true, Optional.empty());
  private static final GatewayPort PORT = new GatewayPort("r1", WANTED);
  private static final String PORT_IN_CEL =
      "cluster.switches.exists(s, s.name == 'neutron-n1' && s.ports.exists(p, p.type == 'router'"
          + " && p.deviceOwner == 'network:router_gateway'"
          + " && 'neutron:device_id' in p.externalIds && p.externalIds['neutron:device_id'] == 'r1'"
          + " && 'neutron:cidrs' in p.externalIds"
          + " && p.externalIds['neutron:cidrs'].split(' ').exists(c, c.startsWith('192.0.2.5/'))";

  private static String neutron(String networks) {
    return "neutron: {endpoint: 'http://192.0.2.1', networks: [%s]}\n".formatted(networks);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{id: n2, name: ext}' | ''",
        "'{id: n1, name: ext}, {id: n2, name: ext}' | it is still there",
        "'{id: n2, name: other}' | Neutron has no other network ext",
      })
  void aNetworkIsReplaced(String networks, String objection) {
    AskedPredicate replaced =
        new AskedPredicate(
            new NetworkReplaced(OLD),
            "!cluster.networks.exists(n, n.id == 'n1')"
                + " && cluster.networks.exists(n, n.name == 'ext' && n.id != 'n1')",
            List.of());
    assertThat(replaced.of(neutron(networks))).isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n2 | neutron-n2 | ''",
        "n2 | neutron-n1 | it still has neutron-n1",
        "n2 | neutron-n3 | it does not have neutron-n2",
        "n1 | neutron-n3 | Neutron has no other network ext",
      })
  void itsSwitchIsReplaced(String network, String switchName, String objection) {
    AskedPredicate replaced =
        new AskedPredicate(
            new SwitchReplaced(OLD),
            "!cluster.switches.exists(s, s.name == 'neutron-n1') && cluster.networks.exists(n,"
                + " n.name == 'ext' && n.id != 'n1'"
                + " && cluster.switches.exists(s, s.name == n.switchName))",
            List.of());
    assertThat(
            replaced.of(
                neutron("{id: %s, name: ext}".formatted(network))
                    + "switches: [{name: %s}]".formatted(switchName)))
        .isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "r1 | {networkId: n1, addresses: [{ip: 192.0.2.5}]} | ''",
        "r1 | {networkId: n1, addresses: [{ip: 192.0.2.6}]} | 'it is on network n1 as [192.0.2.6]'",
        "r1 | {networkId: n2, addresses: [{ip: 192.0.2.5}]} | 'it is on network n2 as [192.0.2.5]'",
        "r1 | ~ | it has no gateway",
        "r2 | {networkId: n1, addresses: [{ip: 192.0.2.5}]} | Neutron has no such router",
      })
  void aRouterHasItsGateway(String router, String gateway, String objection) {
    AskedPredicate has =
        new AskedPredicate(
            new RouterHasGateway("r1", WANTED),
            "cluster.routers.exists(r, r.id == 'r1' && r.gateway.hasValue()"
                + " && r.gateway.value().networkId == 'n1'"
                + " && ['192.0.2.5'].all(ip, ip in r.gateway.value().ips))",
            List.of());
    String routers = "routers: [{id: %s, name: edge, gateway: %s}]".formatted(router, gateway);
    assertThat(has.of("neutron: {endpoint: 'http://192.0.2.1', %s}".formatted(routers)))
        .isEqualTo(objection);
  }

  private static String port(String router, String cidrs) {
    return "switches: [{name: neutron-n1, ports: [{name: p1, type: router, externalIds:"
        + " {'neutron:device_owner': 'network:router_gateway', 'neutron:device_id': %s,"
            .formatted(router)
        + " 'neutron:cidrs': '%s'}}]}]\n".formatted(cidrs);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "r1 | 192.0.2.5/24 2001:db8::5/64 | ''",
        "r1 | 192.0.2.55/24 | 'it has the addresses [192.0.2.55/24]'",
        "r2 | 192.0.2.5/24 | there is none",
      })
  void theNorthboundHasItsPort(String router, String cidrs, String objection) {
    AskedPredicate has = new AskedPredicate(PORT, PORT_IN_CEL + "))", List.of());
    assertThat(has.of(port(router, cidrs))).isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "r1 | chassis: id | ''",
        "r1 | chassis: ~ | no chassis has claimed cr-lrp-p1",
        "r2 | chassis: id | 'the gateway''s port in the Northbound: there is none'",
      })
  void aChassisCarriesIt(String router, String binding, String objection) {
    AskedPredicate carried =
        new AskedPredicate(
            new GatewayCarried(PORT),
            PORT_IN_CEL
                + " && cluster.bindings.exists(b, b.type == 'chassisredirect'"
                + " && b.logicalPort == 'cr-lrp-' + p.name && b.chassis.hasValue())))",
            List.of());
    assertThat(
            carried.of(
                port(router, "192.0.2.5/24")
                    + "bindings: [{logicalPort: cr-lrp-p1, switchName: r, type: chassisredirect,"
                    + " %s}]".formatted(binding)))
        .isEqualTo(objection);
  }
}
