package io.safeops.paths.segment;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways out of the logical switches.
 *
 * @param switches those with at least one localnet that passes packets
 * @param notModelled ports that join switches and that safeops does not follow, with the reason
 */
record SwitchWays(List<Ways> switches, List<String> notModelled) {

  /**
   * The ways out of one switch.
   *
   * @param number of the switch; its name may not be unique
   * @param gateways its l2gateway and vtep ports
   */
  record Ways(int number, String name, List<Localnet> localnets, List<LogicalPort> gateways) {}

  /**
   * A localnet.
   *
   * @param number among all localnets
   */
  record Localnet(int number, String name, String physnet, int vlan) {
    Lan lan() {
      return new Lan(physnet, vlan);
    }
  }

  /** A LAN: a physical network with a VLAN, or with 0 for no VLAN. */
  record Lan(String physnet, int vlan) {
    String words() {
      return "physnet " + physnet + ", " + PortVlans.words(vlan);
    }
  }

  static SwitchWays of(Cluster cluster) {
    List<Ways> all = new ArrayList<>();
    List<String> notModelled = new ArrayList<>();
    int number = 0;
    for (LogicalSwitch each : cluster.switches()) {
      List<Localnet> localnets = new ArrayList<>();
      List<LogicalPort> gateways = new ArrayList<>();
      for (LogicalPort port : each.ports()) {
        if (port.isLocalnet() && port.enabled() && !port.getNetworkName().isEmpty()) {
          int vlan = port.tag().orElse(0L).intValue();
          localnets.add(new Localnet(number++, port.name(), port.getNetworkName(), vlan));
        } else if (List.of("l2gateway", "vtep").contains(port.type()) && port.enabled()) {
          gateways.add(port);
        } else if (port.type().equals("switch") && port.enabled()) {
          // ovn-nb(5), since OVN 25.03: the port is connected to a port of another switch.
          notModelled.add(
              "port " + port.name() + " of switch " + each.name() + " leads to another switch");
        }
      }
      if (!localnets.isEmpty()) {
        all.add(new Ways(all.size(), each.name(), localnets, gateways));
      }
    }
    return new SwitchWays(all, notModelled);
  }
}
