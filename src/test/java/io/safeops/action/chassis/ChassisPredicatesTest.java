package io.safeops.action.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.AskedPredicate;
import io.safeops.facts.ovn.Encap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The predicates on a chassis after a change of its settings. */
class ChassisPredicatesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: net, externalIds: {ovn-encap-ip: 192.0.2.12}} | ''",
        "{name: net, externalIds: {ovn-encap-ip: 192.0.2.13}} | it is 192.0.2.13",
        "{name: net} | it is not set",
        "{name: other, externalIds: {ovn-encap-ip: 192.0.2.12}} | there is no such node",
      })
  void aSettingHasItsValue(String node, String objection) {
    AskedPredicate is =
        new AskedPredicate(
            new SettingIs("net", "ovn-encap-ip", Optional.of("192.0.2.12")),
            "cluster.nodes.exists(n, n.name == 'net' && 'ovn-encap-ip' in n.externalIds"
                + " && n.externalIds['ovn-encap-ip'] == '192.0.2.12')",
            List.of("net"));
    assertThat(is.of("nodes: [%s]".formatted(node))).isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: net, externalIds: {system-id: a}} | ''",
        "{name: net, externalIds: {ovn-encap-ip: 192.0.2.13}} | it is 192.0.2.13",
      })
  void aSettingIsGone(String node, String objection) {
    AskedPredicate is =
        new AskedPredicate(
            new SettingIs("net", "ovn-encap-ip", Optional.empty()),
            "cluster.nodes.exists(n, n.name == 'net' && !('ovn-encap-ip' in n.externalIds))",
            List.of("net"));
    assertThat(is.of("nodes: [%s]".formatted(node))).isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node: net, encaps: [{type: vxlan, ip: 192.0.2.1}, {type: geneve, ip: 192.0.2.1}] | ''",
        "node: net, encaps: [{type: geneve, ip: 192.0.2.1}] | the chassis has geneve 192.0.2.1",
        "node: net, encaps: [{type: geneve, ip: 192.0.2.1}, {type: vxlan, ip: 192.0.2.2}]"
            + " | the chassis has geneve 192.0.2.1, vxlan 192.0.2.2",
        "node: net | the chassis has none",
        "node: other, encaps: [{type: vxlan, ip: 192.0.2.1}, {type: geneve, ip: 192.0.2.1}]"
            + " | the Southbound has no chassis of net",
      })
  void theSouthboundHasTheTunnelEnds(String chassis, String objection) {
    AskedPredicate has =
        new AskedPredicate(
            new ChassisHasEncaps(
                "net", List.of(new Encap("geneve", "192.0.2.1"), new Encap("vxlan", "192.0.2.1"))),
            "cluster.chassis.exists(c, c.node.orValue('') == 'net' && c.encaps.size() == 2"
                + " && c.encaps.exists(e, e.type == 'geneve' && e.ip == '192.0.2.1')"
                + " && c.encaps.exists(e, e.type == 'vxlan' && e.ip == '192.0.2.1'))",
            List.of());
    assertThat(has.of("chassis: [{name: id, %s}]".formatted(chassis))).isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node: net, mappings: {physnet1: br-ex} | ''",
        "node: net, mappings: {physnet1: br-other} | the chassis maps physnet1 to br-other",
        "node: net, mappings: {physnet2: br-ex} | the chassis does not map physnet1",
        "node: other, mappings: {physnet1: br-ex} | the Southbound has no chassis of net",
      })
  void theSouthboundHasTheMapping(String chassis, String objection) {
    AskedPredicate has =
        new AskedPredicate(
            new ChassisHasMapping("net", "physnet1", "br-ex"),
            "cluster.chassis.exists(c, c.node.orValue('') == 'net' && 'physnet1' in c.mappings"
                + " && c.mappings['physnet1'] == 'br-ex')",
            List.of());
    assertThat(has.of("chassis: [{name: id, %s}]".formatted(chassis))).isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | ovn-chassis-id | 192.0.2.12 | ''",
        "-1 | ovn-chassis-id | 192.0.2.12 | its tunnels lead to 192.0.2.12 (not attached)",
        "1 | ovn-chassis-id | 192.0.2.99 | its tunnels lead to 192.0.2.99",
        "1 | other | 192.0.2.12 | it has no tunnel",
      })
  void aPeerHasATunnel(String ofport, String mark, String remote, String objection) {
    AskedPredicate has =
        new AskedPredicate(
            new TunnelAttached("cmp", List.of("192.0.2.12", "192.0.2.22")),
            "cluster.nodes.exists(n, n.name == 'cmp' && n.bridges.exists(b, b.ports.exists(p,"
                + " p.tunnel && p.attached && p.remoteIp in ['192.0.2.12', '192.0.2.22'])))",
            List.of("cmp"));
    String port =
        "{name: ovn-net-0, kind: geneve, ofport: %s, externalIds: {%s: net@192.0.2.12},"
            + " options: {remote_ip: %s}}";
    assertThat(
            has.of(
                "nodes: [{name: net}, {name: cmp, bridges: [{name: br-int, ports: [%s]}]}]"
                    .formatted(port.formatted(ofport, mark, remote))))
        .isEqualTo(objection);
  }
}
