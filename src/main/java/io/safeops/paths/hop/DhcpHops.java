package io.safeops.paths.hop;

import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DhcpOptions;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.paths.intent.Subnets;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether OVN answers the DHCP requests of a port: ovn-controller does it itself. */
final class DhcpHops {

  private static final List<String> NEEDED = List.of("server_id", "server_mac", "lease_time");

  private final ClusterIndex index;
  private final NodeHops nodes;
  private final CentralHops central;

  DhcpHops(ClusterIndex index, NodeHops nodes, CentralHops central) {
    this.index = index;
    this.nodes = nodes;
    this.central = central;
  }

  List<Hop> of(String port, Optional<Node> node) {
    List<Hop> hops = new ArrayList<>();
    hops.add(options(port).withIfFaulty("port", port));
    if (node.isPresent()) {
      for (Hop hop : nodes.programming(node.get())) {
        hops.add(hop);
        // Flows stay; the answers of the controller itself do not. They need OpenFlow, too.
        if (hop.kind() == HopKind.CONTROLLER_RUNS || hop.kind() == HopKind.OPENFLOW) {
          hops.add(answering(node.get(), hop));
        }
      }
    }
    return hops;
  }

  /** Flows stay without the controller; its own answers do not. */
  private static Hop answering(Node node, Hop controller) {
    String subject = "answers to DHCP requests on " + node.name();
    return switch (controller.answer()) {
      case BROKEN, AS_LAST_PROGRAMMED ->
          Hop.broken(
                  HopKind.DHCP,
                  subject,
                  node.name(),
                  "ovn-controller itself answers them, and it does nothing: " + controller.why())
              .causedBy(controller);
      case UNKNOWN ->
          Hop.unknown(HopKind.DHCP, subject, node.name(), controller.why()).causedBy(controller);
      default -> Hop.works(HopKind.DHCP, subject, node.name());
    };
  }

  private Hop options(String port) {
    String subject = "DHCP of port " + port;
    Optional<LogicalPort> row = index.port(port);
    Optional<String> referred =
        row.flatMap(LogicalPort::getDhcpv4).or(() -> row.flatMap(LogicalPort::getDhcpv6));
    if (row.isEmpty() && !index.isNorthboundRead()) {
      return Hop.unknown(HopKind.DHCP, subject, "", "the Northbound could not be read")
          .causedBy(central.northbound());
    }
    if (referred.isEmpty()) {
      return Hop.broken(
          HopKind.DHCP, subject, "", "the port has no DHCP options any more: nobody answers");
    }
    if (index.cluster().dhcpOptions().isEmpty()) {
      return Hop.unknown(HopKind.DHCP, subject, "", "the DHCP options were not read");
    }
    Optional<DhcpOptions> options =
        index.cluster().dhcpOptions().get().stream()
            .filter(each -> each.uuid().equals(referred.get()))
            .findFirst();
    if (options.isEmpty()) {
      return Hop.broken(HopKind.DHCP, subject, "", "the Northbound does not have its DHCP options");
    }
    boolean four = row.flatMap(LogicalPort::getDhcpv4).isPresent();
    Map<String, String> given = options.get().options();
    List<String> missing =
        four ? NEEDED.stream().filter(each -> !given.containsKey(each)).toList() : List.of();
    String cidr = options.get().cidr();
    // OVN answers only for an address of the port in the network of the options (OVN source,
    // build_dhcpv4_action in northd/northd.c).
    List<String> offered =
        Subnets.ips(row.get().addresses()).stream()
            .filter(ip -> four ? ip.contains(".") : ip.contains(":"))
            .toList();
    if (missing.isEmpty()
        && !offered.isEmpty()
        && offered.stream().noneMatch(ip -> Subnets.covers(cidr, ip))) {
      return Hop.broken(
          HopKind.DHCP,
          subject,
          "",
          "its DHCP options are for "
              + cidr
              + ", and its addresses are "
              + offered
              + ": OVN does not answer");
    }
    return missing.isEmpty()
        ? Hop.works(HopKind.DHCP, subject, "")
        : Hop.broken(
            HopKind.DHCP,
            subject,
            "",
            "its DHCP options lack " + String.join(", ", missing) + ": OVN does not answer");
  }
}
