package io.safeops.paths;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A part of the facts that was not read, as facts say it.
 *
 * @param name what is missing
 * @param from the facts without it
 */
record Erasure(String name, UnaryOperator<Cluster> from) {

  private static final String WHY = "it did not answer";

  /** Each part of a cluster that may be missing. */
  static List<Erasure> all(Cluster cluster) {
    List<Erasure> all = new ArrayList<>();
    all.add(of("routers", c -> c.toBuilder().logicalRouters(Optional.empty()).build()));
    all.add(of("HA groups", c -> c.toBuilder().chassisGroups(Optional.empty()).build()));
    all.add(of("DHCP options", c -> c.toBuilder().dhcpOptions(Optional.empty()).build()));
    all.add(of("databases", c -> c.toBuilder().databaseMembers(Optional.empty()).build()));
    all.add(
        of("status of the Northbound", c -> c.toBuilder().northbound(Optional.empty()).build()));
    all.add(
        of("status of the Southbound", c -> c.toBuilder().southbound(Optional.empty()).build()));
    all.add(
        of(
            "the Northbound",
            c ->
                c.toBuilder()
                    .northbound(c.northbound().map(Erasure::silent))
                    .switches(List.of())
                    .logicalRouters(Optional.empty())
                    .chassisGroups(Optional.empty())
                    .dhcpOptions(Optional.empty())
                    .build()));
    all.add(
        of(
            "the Southbound",
            c ->
                c.toBuilder()
                    .southbound(c.southbound().map(Erasure::silent))
                    .chassis(List.of())
                    .bindings(List.of())
                    .bfdSessions(Optional.empty())
                    .build()));
    for (Node node : cluster.nodes()) {
      ofNode(node.name(), all);
      for (Component each : node.components()) {
        all.add(
            node(
                node.name(),
                "answer of " + each.name(),
                now ->
                    now.withComponent(
                        each.name(),
                        one ->
                            one.toBuilder()
                                .process("")
                                .answer("")
                                .connection("")
                                .status(Optional.empty())
                                .build())));
        all.add(
            node(
                node.name(),
                each.name(),
                now ->
                    now.withComponents(
                        now.components().stream()
                            .filter(one -> !one.name().equals(each.name()))
                            .toList())));
      }
      for (Bridge bridge : node.bridges()) {
        ofBridge(node.name(), bridge, all);
      }
    }
    return all;
  }

  private static void ofNode(String name, List<Erasure> all) {
    all.add(
        node(
            name,
            "everything",
            now ->
                Node.unread(
                    now.name(), now.address(), now.roles(), Optional.empty(), Optional.of(WHY))));
    all.add(
        node(
            name,
            "Open_vSwitch",
            now ->
                now.toBuilder()
                    .systemId(Optional.empty())
                    .bridges(List.of())
                    .mappings(List.of())
                    .externalIds(Map.of())
                    .problems(List.of("Open_vSwitch could not be read: " + WHY))
                    .build()));
    all.add(
        node(
            name,
            "disks of databases",
            now -> now.toBuilder().databaseDisks(Optional.empty()).build()));
    all.add(
        node(name, "certificates", now -> now.toBuilder().certificates(Optional.empty()).build()));
    all.add(
        node(
            name,
            "interfaces",
            now ->
                now.toBuilder()
                    .nics(List.of())
                    .problems(List.of("the interfaces could not be read: " + WHY))
                    .build()));
  }

  private static void ofBridge(String node, Bridge bridge, List<Erasure> all) {
    String name = bridge.name();
    all.add(
        node(
            node,
            "forwarding of " + name,
            now -> now.withBridge(name, each -> each.toBuilder().forwarding("").build())));
    for (BridgePort port : bridge.ports()) {
      if (port.members().isEmpty()) {
        continue;
      }
      all.add(
          node(
              node,
              "interfaces of " + port.name(),
              now ->
                  withPort(now, name, port, each -> each.toBuilder().members(List.of()).build())));
      all.add(
          node(
              node,
              "links of " + port.name(),
              now ->
                  withPort(
                      now,
                      name,
                      port,
                      each ->
                          each.toBuilder()
                              .members(each.members().stream().map(Erasure::withoutLink).toList())
                              .build())));
    }
  }

  private static BridgeInterface withoutLink(BridgeInterface member) {
    return new BridgeInterface(
        member.name(),
        member.kind(),
        member.ofport(),
        "",
        "",
        member.mtu(),
        member.error(),
        member.bfd(),
        member.lacpCurrent(),
        member.options(),
        member.externalIds());
  }

  private static Node withPort(
      Node node, String bridge, BridgePort port, UnaryOperator<BridgePort> change) {
    return node.withBridge(
        bridge,
        each ->
            each.toBuilder()
                .ports(
                    each.ports().stream()
                        .map(one -> one.name().equals(port.name()) ? change.apply(one) : one)
                        .toList())
                .build());
  }

  private static DatabaseStatus silent(DatabaseStatus status) {
    return status.unreadable(WHY);
  }

  private static Erasure of(String name, UnaryOperator<Cluster> from) {
    return new Erasure(name, from);
  }

  private static Erasure node(String node, String name, UnaryOperator<Node> from) {
    return new Erasure(
        node + ": " + name,
        cluster ->
            cluster.toBuilder()
                .nodes(
                    cluster.nodes().stream()
                        .map(each -> each.name().equals(node) ? from.apply(each) : each)
                        .toList())
                .build());
  }
}
