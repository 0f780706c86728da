package io.safeops.action.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.AskedPredicate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The predicates on ports of the Northbound, and on ports of VMs, after a step. */
class NorthboundPredicatesTest {

  private static String switches(String ports) {
    return "switches: [{name: other, ports: [{name: b, type: localnet}]},"
        + " {name: public, ports: [%s]}]".formatted(ports);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{name: a, type: localnet}' | ''",
        "'{name: a, type: router}' | its type is 'router', not 'localnet'",
        "'{name: b, type: localnet}' | switch public has no port of that name",
      })
  void aPortIsThere(String port, String objection) {
    AskedPredicate present =
        new AskedPredicate(
            new PortPresent("public", "a", "localnet"),
            "cluster.switches.exists(s, s.name == 'public'"
                + " && s.ports.exists(p, p.name == 'a' && p.type == 'localnet'))",
            List.of());
    assertThat(present.of(switches(port))).isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'{name: a}' | ''", "'{name: b}' | it is on switch public"})
  void aPortIsGone(String port, String objection) {
    AskedPredicate gone =
        new AskedPredicate(
            new PortGone("public", "b"),
            "!cluster.switches.exists(s, s.name == 'public' && s.ports.exists(p, p.name == 'b'))",
            List.of());
    assertThat(gone.of(switches(port))).isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "net | vm | net-id | true | 'true' | ''",
        "net | vm | net-id | false | 'true' | the Southbound does not say that it is up",
        "net | vm | net-id | true | '' | ovn-controller has not installed its flows",
        "net | vm | ~ | true | 'true' | it is not bound",
        "net | vm | cmp-id | true | 'true' | it is bound on cmp",
        "cmp | vm | net-id | true | 'true' | its interface is on cmp",
        "net | x | net-id | true | 'true' | interface tapvm has iface-id 'x'",
        "none | vm | net-id | true | 'true' | no interface on net belongs to it",
      })
  void aVmIsServed(
      String at, String iface, String chassis, String up, String installed, String objection) {
    AskedPredicate served =
        new AskedPredicate(
            new VmPortServed("vm", "net"),
            "cluster.vmPorts.exists(p, p.name == 'vm' && p.host == 'net' && p.plugged && p.served)",
            List.of("net"));
    String port =
        "{name: tapvm, externalIds: {iface-id: %s, ovn-installed: '%s'}}"
            .formatted(iface, installed);
    String nodes =
        List.of("net", "cmp").stream()
            .map(
                node ->
                    "  - {name: %s, systemId: %s-id, bridges: [{name: br-int, ports: [%s]}]}\n"
                        .formatted(node, node, node.equals(at) ? port : ""))
            .reduce("nodes:\n", String::concat);
    String sketch =
        nodes
            + "chassis: [{name: net-id, node: net}, {name: cmp-id, node: cmp}]\n"
            + "bindings: [{logicalPort: vm, switchName: s, chassis: %s, up: %s}]\n"
                .formatted(chassis, up)
            + "switches: [{name: s, ports: [{name: vm}]}]\n";
    if (at.equals("cmp")) {
      // The other node is not read, so it is not known that the interface is there.
      assertThat(new VmPortServed("vm", "net").objection(AskedPredicate.sketched(sketch)))
          .hasValue(objection);
    } else {
      assertThat(served.of(sketch)).isEqualTo(objection);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{logicalPort: cr-p, switchName: r, chassis: net-id} | ''",
        "{logicalPort: cr-p, switchName: r, chassis: cmp-id} | it is bound on cmp",
        "{logicalPort: cr-p, switchName: r} | it is not bound",
        "{logicalPort: cr-q, switchName: r, chassis: net-id} | the Southbound has no such port",
      })
  void aPortIsBoundOnAChassis(String binding, String objection) {
    AskedPredicate bound =
        new AskedPredicate(
            new PortBoundOn("cr-p", "net-id"),
            "cluster.bindings.exists(b, b.logicalPort == 'cr-p' && b.chassis.orValue('') == 'net-id')",
            List.of());
    assertThat(
            bound.of(
                "chassis: [{name: net-id, node: net}, {name: cmp-id, node: cmp}]\nbindings: ["
                    + binding
                    + "]\n"))
        .isEqualTo(objection);
  }
}
