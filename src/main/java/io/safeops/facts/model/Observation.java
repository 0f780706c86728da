package io.safeops.facts.model;

import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseMember;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The facts that were read of the cluster at one time, and their scope. Facts outside the scope
 * were not read. They are empty here, and nothing may be concluded from that.
 *
 * @param cluster with the nodes of the inventory; a node that was not asked is unreachable with the
 *     reason {@link #NOT_ASKED}
 * @param scope the facts that were asked for
 */
public record Observation(Cluster cluster, FactsScope scope) {

  /** The reason why a node has no facts: this observation does not need them. */
  public static final String NOT_ASKED = "it was not asked";

  /** An observation of the whole cluster. */
  public static Observation whole(Cluster cluster) {
    return new Observation(cluster, FactsScope.ALL);
  }

  /** The reason why a node that was asked could not be read. */
  public Optional<String> unreachable(String node) {
    return cluster.node(node).flatMap(Node::unreachable).filter(why -> !why.equals(NOT_ASKED));
  }

  /**
   * The needed facts that this observation does not have, as text with the reason; empty if all of
   * them were read. A node that is known to be absent is not missing.
   */
  public List<String> missing(FactsScope needed) {
    List<String> missing = new ArrayList<>();
    if (!scope.covers(needed)) {
      missing.add("not read: " + needed.without(scope));
    }
    if (needed.everywhere().stream().anyMatch(FactsPart::isOfNode)) {
      cluster.nodes().forEach(node -> missing(node, needed.parts(node.name()), missing));
    } else {
      needed
          .nodes()
          .forEach(
              (name, parts) -> cluster.node(name).ifPresent(node -> missing(node, parts, missing)));
    }
    Set<FactsPart> databases = needed.databases();
    if (databases.contains(FactsPart.NORTHBOUND)) {
      database("the Northbound", cluster.northbound()).ifPresent(missing::add);
    }
    if (databases.contains(FactsPart.CHASSIS)) {
      database("the Southbound", cluster.southbound()).ifPresent(missing::add);
    }
    if (needed.has(FactsPart.NEUTRON)) {
      cluster.neutron().flatMap(Neutron::problem).ifPresent(why -> missing.add("Neutron: " + why));
    }
    return missing;
  }

  private static void missing(Node node, Set<FactsPart> parts, List<String> missing) {
    if (node.absent().isPresent()) {
      return;
    }
    node.unreachable().ifPresent(why -> missing.add(cannotBeReached(node.name(), why)));
    node.problems().stream()
        .filter(problem -> parts.stream().anyMatch(part -> part.isToldOf(problem)))
        .forEach(problem -> missing.add(node.name() + ": " + problem));
  }

  private static String cannotBeReached(String node, String why) {
    return node + " cannot be reached: " + why;
  }

  private static Optional<String> database(String name, Optional<DatabaseStatus> status) {
    return status.isEmpty()
        ? Optional.of(name + " was not read: no central node answered")
        : status.get().problem().map(why -> name + " was not read: " + why);
  }

  /**
   * The nodes that were asked and could not be reached, as text.
   *
   * @return empty if there is none
   */
  public List<String> lost() {
    List<String> lost = new ArrayList<>();
    for (Node node : cluster.nodes()) {
      unreachable(node.name()).ifPresent(why -> lost.add(cannotBeReached(node.name(), why)));
    }
    return lost;
  }

  /** Both observations together. Where they differ, this one counts. */
  public Observation over(Observation earlier) {
    return new Observation(over(earlier.cluster), scope.and(earlier.scope));
  }

  /**
   * An earlier picture of the same cluster, with everything replaced that this observation has
   * read. The rest stays as old as it is.
   */
  public Cluster over(Cluster earlier) {
    List<Node> nodes = new ArrayList<>();
    for (Node old : earlier.nodes()) {
      nodes.add(cluster.node(old.name()).map(read -> over(old, read)).orElse(old));
    }
    Set<FactsPart> databases = scope.databases();
    Cluster.Builder over = earlier.toBuilder().collectedAt(cluster.collectedAt()).nodes(nodes);
    if (databases.contains(FactsPart.NORTHBOUND)) {
      over.switches(cluster.switches())
          .northbound(cluster.northbound())
          .logicalRouters(cluster.logicalRouters())
          .chassisGroups(cluster.chassisGroups())
          .dhcpOptions(cluster.dhcpOptions())
          .policyRouters(cluster.policyRouters())
          .loadBalancers(cluster.loadBalancers());
    }
    if (databases.contains(FactsPart.CHASSIS)) {
      over.chassis(cluster.chassis())
          .southbound(cluster.southbound())
          .bfdSessions(cluster.bfdSessions());
    }
    over.databaseMembers(members(earlier, databases));
    if (databases.contains(FactsPart.BINDINGS)) {
      over.bindings(cluster.bindings());
    }
    if (scope.has(FactsPart.NEUTRON)) {
      over.neutron(cluster.neutron());
    }
    return over.build();
  }

  /** Members of a database that was not asked stay as they were. */
  private Optional<List<DatabaseMember>> members(Cluster earlier, Set<FactsPart> databases) {
    List<String> asked = new ArrayList<>();
    if (databases.contains(FactsPart.NORTHBOUND)) {
      asked.add("OVN_Northbound");
    }
    if (databases.contains(FactsPart.CHASSIS)) {
      asked.add("OVN_Southbound");
    }
    if (asked.isEmpty() || cluster.databaseMembers().isEmpty()) {
      return asked.isEmpty() ? earlier.databaseMembers() : Optional.empty();
    }
    List<DatabaseMember> members = new ArrayList<>();
    earlier.databaseMembers().orElse(List.of()).stream()
        .filter(member -> !asked.contains(member.database()))
        .forEach(members::add);
    members.addAll(cluster.databaseMembers().get());
    members.sort(
        Comparator.comparing(DatabaseMember::database).thenComparing(DatabaseMember::node));
    return Optional.of(members);
  }

  private Node over(Node old, Node read) {
    Set<FactsPart> parts = EnumSet.noneOf(FactsPart.class);
    parts.addAll(scope.parts(old.name()));
    boolean isNotAsked = read.unreachable().equals(Optional.of(NOT_ASKED));
    if (isNotAsked || read.absent().isPresent()) {
      return old;
    }
    if (read.unreachable().isPresent() || parts.containsAll(FactsPart.OF_NODES)) {
      return read;
    }
    List<String> problems = new ArrayList<>(read.problems());
    old.problems().stream()
        .filter(problem -> parts.stream().noneMatch(part -> part.isToldOf(problem)))
        .filter(problem -> !FactsPart.isToldOfAlways(problem))
        .forEach(problems::add);
    boolean isAsBefore = Set.copyOf(problems).equals(Set.copyOf(old.problems()));
    Node.Builder over =
        old.toBuilder()
            .unreachable(Optional.empty())
            .hostname(read.hostname())
            .bootId(read.bootId())
            .uptimeCentis(read.uptimeCentis())
            .problems(isAsBefore ? old.problems() : problems);
    if (parts.contains(FactsPart.NETWORK)) {
      over.nics(read.nics())
          .routes(read.routes())
          .bootAddresses(read.bootAddresses())
          .managementPath(read.managementPath())
          .southboundPath(read.southboundPath());
    }
    if (parts.contains(FactsPart.SWITCH)) {
      over.systemId(read.systemId())
          .bridges(read.bridges())
          .mappings(read.mappings())
          .externalIds(read.externalIds());
    }
    if (parts.contains(FactsPart.COMPONENTS)) {
      over.components(read.components());
    }
    if (parts.contains(FactsPart.TOOLS)) {
      over.tools(read.tools())
          .guardUnit(read.guardUnit())
          .controllerVersion(read.controllerVersion())
          .certificates(read.certificates())
          .databaseDisks(read.databaseDisks());
    }
    return over.build();
  }
}
