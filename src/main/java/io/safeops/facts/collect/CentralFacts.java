package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.facts.collect.Sections.Section;
import io.safeops.facts.ovn.BfdSession;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.ChassisGroup;
import io.safeops.facts.ovn.DatabaseMember;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.DhcpOptions;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses among the answers of the central nodes: a readable database before an unreadable one, the
 * leader before a follower, a follower with a connection to its cluster before one without, an
 * earlier answer before a later one.
 */
final class CentralFacts {

  private final Map<String, String> nodeOf;
  private Optional<NorthboundFacts> northbound = Optional.empty();
  private Optional<SouthboundFacts> southbound = Optional.empty();
  private RouterDetails details = RouterDetails.NONE;
  private final List<DatabaseMember> members = new ArrayList<>();

  CentralFacts(Map<String, String> nodeOf) {
    this.nodeOf = Map.copyOf(nodeOf);
  }

  /** Takes a central node's answer if it is better than the present one. */
  void offer(String node, Sections sections) {
    NorthboundFacts north = readNorthbound(node, sections);
    if (isBetter(north.status(), northbound.map(NorthboundFacts::status))) {
      northbound = Optional.of(north);
      Section more = sections.get("nbmore");
      details =
          more.exit() == 0 && north.status().isReadable()
              ? OptionalPart.of(() -> RouterDetails.of(more.output())).orElse(RouterDetails.NONE)
              : RouterDetails.NONE;
    }
    SouthboundFacts south = readSouthbound(node, sections);
    if (isBetter(south.status(), southbound.map(SouthboundFacts::status))) {
      southbound = Optional.of(south);
    }
    member("OVN_Northbound", "nb", node, sections);
    member("OVN_Southbound", "sb", node, sections);
  }

  /** Adds what the node says of its own database, if it was asked for. */
  private void member(String database, String prefix, String node, Sections sections) {
    if (!sections.has(prefix + "server")) {
      return;
    }
    Section server = sections.get(prefix + "server");
    DatabaseMember.Builder member = DatabaseMember.builder(node, database);
    if (server.exit() != 0) {
      members.add(member.problem(Optional.of(why(database, node, server))).build());
      return;
    }
    try {
      Optional<String> model = ServerFacts.model(database, server.output());
      if (model.isEmpty()) {
        member.problem(Optional.of("the server on " + node + " does not have " + database));
      } else {
        ServerFacts facts = ServerFacts.of(database, server.output());
        member.model(model.get()).leader(facts.leader()).connected(facts.connected());
        if (facts.clustered()) {
          raft(member, database, sections.get(prefix + "raft"));
        }
      }
      members.add(member.build());
    } catch (FactException | IllegalArgumentException e) {
      String why = database + " could not be read: " + e.getMessage();
      members.add(DatabaseMember.builder(node, database).problem(Optional.of(why)).build());
    }
  }

  private static void raft(DatabaseMember.Builder member, String database, Section section) {
    String what = "cluster/status of " + database;
    if (section.exit() == 127) {
      member.problem(Optional.of(what + " could not be read: ovn-appctl is missing"));
    } else if (section.exit() == 126) {
      member.problem(Optional.of(what + " could not be read: no control socket"));
    } else if (section.exit() != 0) {
      member.problem(Optional.of(NodeFacts.failure(what, section)));
    } else {
      try {
        RaftFacts raft = RaftFacts.of(section.output());
        member.raft(Optional.of(raft.status()));
        if (!raft.membership().equals(RaftFacts.MEMBER)) {
          member.problem(Optional.of(what + " says: " + raft.membership()));
        }
      } catch (FactException | IllegalArgumentException e) {
        member.problem(Optional.of(what + " could not be read: " + e.getMessage()));
      }
    }
  }

  private static boolean isBetter(DatabaseStatus offered, Optional<DatabaseStatus> held) {
    return held.isEmpty()
        || (offered.isReadable() && !held.get().isReadable())
        || (offered.isReadable() && rank(offered) > rank(held.get()));
  }

  /** A member without a connection to its cluster shows an old state. */
  private static int rank(DatabaseStatus status) {
    return (status.leader() ? 2 : 0) + (status.connected() ? 1 : 0);
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
      return SouthboundFacts.unread(unreadable("OVN_Southbound", node, section));
    }
    Map<String, String> switchOf = new HashMap<>();
    switches().forEach(each -> switchOf.put(each.uuid(), each.name()));
    try {
      ServerFacts server = server("OVN_Southbound", sections.get("sbserver"));
      return SouthboundFacts.of(node, section.output(), server, nodeOf, switchOf);
    } catch (FactException | IllegalArgumentException e) {
      return SouthboundFacts.unread(unreadable("OVN_Southbound", node, e));
    }
  }

  private static ServerFacts server(String database, Section section) throws FactException {
    return section.exit() == 0
        ? ServerFacts.of(database, section.output())
        : ServerFacts.STANDALONE;
  }

  private static DatabaseStatus unreadable(String database, String node, Section section) {
    return unreadable(database, node, why(database, node, section));
  }

  private static String why(String database, String node, Section section) {
    return switch (section.exit()) {
      case 127 -> "ovsdb-client is missing on " + node;
      case 126 -> "no database socket on " + node;
      default -> NodeFacts.failure(database, section);
    };
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
    return northbound
        .flatMap(NorthboundFacts::routers)
        .map(all -> all.stream().map(details::completed).toList());
  }

  Optional<List<ChassisGroup>> chassisGroups() {
    return northbound.flatMap(NorthboundFacts::chassisGroups);
  }

  Optional<List<String>> policyRouters() {
    return details.policyRouters();
  }

  Optional<List<String>> loadBalancers() {
    return details.loadBalancers();
  }

  Optional<List<DhcpOptions>> dhcpOptions() {
    return details.dhcpOptions();
  }

  Optional<List<BfdSession>> bfdSessions() {
    return southbound.flatMap(SouthboundFacts::bfdSessions);
  }

  /** Empty if no central node was asked. */
  Optional<List<DatabaseMember>> members() {
    return members.isEmpty()
        ? Optional.empty()
        : Optional.of(
            members.stream()
                .sorted(
                    Comparator.comparing(DatabaseMember::database)
                        .thenComparing(DatabaseMember::node))
                .toList());
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
