package io.safeops.action.northbound;

import io.safeops.action.ActionException;
import io.safeops.action.row.NorthboundTables;
import io.safeops.action.row.RowHolder;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds the switches, ports and physnets that an operator named, and reports what is missing. */
public final class SwitchLookup {

  private SwitchLookup() {}

  static LogicalSwitch find(Cluster cluster, String name) throws ActionException {
    NorthboundAccess.of(cluster);
    List<LogicalSwitch> found =
        cluster.switches().stream()
            .filter(each -> each.name().equals(name) || each.uuid().equals(name))
            .toList();
    if (found.size() > 1) {
      throw new ActionException(
          "there are " + found.size() + " switches named " + name + ": give the UUID of one");
    }
    if (found.isEmpty()) {
      throw ActionException.about(
          "switch", name, "there is no switch " + name + "; there are: " + names(cluster));
    }
    return found.get(0);
  }

  private static String names(Cluster cluster) {
    String names =
        cluster.switches().stream()
            .limit(20)
            .map(
                each ->
                    Optional.ofNullable(each.externalIds().get("neutron:network_name"))
                        .map(alias -> each.name() + " (" + alias + ")")
                        .orElse(each.name()))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }

  /** A port of any switch: port names are unique in the whole database. */
  public static Optional<LogicalPort> port(Cluster cluster, String name) {
    return cluster.getPorts().stream()
        .filter(port -> port.name().equals(name) || port.uuid().equals(name))
        .findFirst();
  }

  static RowHolder key(LogicalSwitch found) {
    return NorthboundTables.switchOf(found.name(), found.uuid());
  }

  /** The switch that holds the port. */
  static RowHolder key(Cluster cluster, LogicalPort port) {
    return cluster.switches().stream()
        .filter(each -> each.ports().contains(port))
        .findFirst()
        .map(SwitchLookup::key)
        .orElse(NorthboundTables.switchOf(port.switchName(), ""));
  }

  /**
   * The name of a localnet if the plan gives none. Neutron names its localnets after the segment,
   * which is not in the Northbound. Beside a localnet with another name, Neutron's next repair
   * would make a second one.
   */
  static String localnetName(LogicalSwitch target, Optional<String> given) throws ActionException {
    if (given.isPresent()) {
      return given.get();
    }
    if (target.isNeutron()) {
      String network =
          target.name().startsWith("neutron-")
              ? target.name().substring("neutron-".length())
              : target.name();
      throw new ActionException(
          "Neutron owns switch "
              + target.name()
              + ": give `name: provnet-SEGMENT`; `openstack network segment list --network "
              + network
              + "` shows the segment");
    }
    return "ln-" + target.name();
  }

  /** The given physnet, or the only one that the nodes map. */
  static String physnet(Cluster cluster, Optional<String> given) throws ActionException {
    if (given.isPresent()) {
      return given.get();
    }
    List<String> mapped =
        cluster.nodes().stream()
            .map(Node::mappings)
            .flatMap(List::stream)
            .map(mapping -> mapping.physnet())
            .distinct()
            .sorted()
            .toList();
    if (mapped.size() != 1) {
      throw new ActionException(
          "give `physnet`: the nodes map "
              + (mapped.isEmpty() ? "none" : String.join(", ", mapped)));
    }
    return mapped.get(0);
  }

  /** The row of a new localnet, with the options that Neutron sets on its own localnets. */
  static LogicalPort localnet(
      LogicalSwitch target, String name, String physnet, Optional<Long> tag) {
    LogicalPort plain = LogicalPort.localnet(name, target.name(), physnet, tag);
    if (!target.isNeutron()) {
      return plain;
    }
    Map<String, String> options = new TreeMap<>(plain.options());
    options.put("mcast_flood", "false");
    options.put("mcast_flood_reports", "true");
    return plain.withOptions(options);
  }
}
