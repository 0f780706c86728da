package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.facts.collect.Sections.Section;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.ChassisGroup;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses among the answers of the central nodes: a readable database before an unreadable one, the
 * leader before a follower, an earlier answer before a later one.
 */
final class CentralFacts {

  private final Map<String, String> nodeOf;
  private Optional<NorthboundFacts> northbound = Optional.empty();
  private Optional<SouthboundFacts> southbound = Optional.empty();

  CentralFacts(Map<String, String> nodeOf) {
    this.nodeOf = Map.copyOf(nodeOf);
  }

  /** Takes a central node's answer if it is better than the present one. */
  void offer(String node, Sections sections) {
    NorthboundFacts north = readNorthbound(node, sections);
    if (isBetter(north.status(), northbound.map(NorthboundFacts::status))) {
      northbound = Optional.of(north);
    }
    SouthboundFacts south = readSouthbound(node, sections);
    if (isBetter(south.status(), southbound.map(SouthboundFacts::status))) {
      southbound = Optional.of(south);
    }
  }

  private static boolean isBetter(DatabaseStatus offered, Optional<DatabaseStatus> held) {
    return held.isEmpty()
        || (offered.isReadable() && !held.get().isReadable())
        || (offered.isReadable() && offered.leader() && !held.get().leader());
  }

  private static NorthboundFacts readNorthbound(String node, Sections sections) {
    Section section = sections.get("nb");
    if (section.exit() != 0) {
      return NorthboundFacts.unread(unreadable("OVN_Northbound", node, section));
    }
    try {
      ServerFacts server = server("OVN_Northbound", sections.get("nbserver"));
      return NorthboundFacts.of(node, section.output(), server);
    } catch (FactException | IllegalArgumentException e) {
      return NorthboundFacts.unread(unreadable("OVN_Northbound", node, e));
    }
  }

  private SouthboundFacts readSouthbound(String node, Sections sections) {
    Section section = sections.get("sb");
    if (section.exit() != 0) {
      return new SouthboundFacts(unreadable("OVN_Southbound", node, section), List.of(), List.of());
    }
    Map<String, String> switchOf = new HashMap<>();
    switches().forEach(each -> switchOf.put(each.uuid(), each.name()));
    try {
      ServerFacts server = server("OVN_Southbound", sections.get("sbserver"));
      return SouthboundFacts.of(node, section.output(), server, nodeOf, switchOf);
    } catch (FactException | IllegalArgumentException e) {
      return new SouthboundFacts(unreadable("OVN_Southbound", node, e), List.of(), List.of());
    }
  }

  private static ServerFacts server(String database, Section section) throws FactException {
    return section.exit() == 0
        ? ServerFacts.of(database, section.output())
        : ServerFacts.STANDALONE;
  }

  private static DatabaseStatus unreadable(String database, String node, Section section) {
    String why =
        switch (section.exit()) {
          case 127 -> "ovsdb-client is missing on " + node;
          case 126 -> "no database socket on " + node;
          default -> NodeFacts.failure(database, section);
        };
    return unreadable(database, node, why);
  }

  private static DatabaseStatus unreadable(String database, String node, Throwable why) {
    return unreadable(database, node, database + " could not be read: " + why.getMessage());
  }

  private static DatabaseStatus unreadable(String database, String node, String why) {
    return DatabaseStatus.builder(database, node).build().unreadable(why);
  }

  List<LogicalSwitch> switches() {
    return northbound.map(NorthboundFacts::switches).orElse(List.of());
  }

  Optional<List<LogicalRouter>> routers() {
    return northbound.flatMap(NorthboundFacts::routers);
  }

  Optional<List<ChassisGroup>> chassisGroups() {
    return northbound.flatMap(NorthboundFacts::chassisGroups);
  }

  List<Chassis> chassis() {
    return southbound.map(SouthboundFacts::chassis).orElse(List.of());
  }

  List<PortBinding> bindings() {
    return southbound.map(SouthboundFacts::bindings).orElse(List.of());
  }

  Optional<DatabaseStatus> northbound() {
    return northbound.map(NorthboundFacts::status);
  }

  Optional<DatabaseStatus> southbound() {
    return southbound.map(SouthboundFacts::status);
  }
}
