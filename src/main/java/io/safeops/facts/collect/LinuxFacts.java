package io.safeops.facts.collect;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import io.safeops.facts.node.Address;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads interfaces, addresses and routes from the JSON of iproute2. */
final class LinuxFacts {

  private LinuxFacts() {}

  /**
   * Interfaces with their addresses, from {@code ip -j -d addr}. With {@code -d} it prints
   * everything about a link that {@code ip -d link} prints (both are in iproute2's ipaddress.c).
   *
   * @param bridgeOf the OVS bridge of each interface that is a port of one
   * @param internal names of OVS internal ports
   */
  static List<Nic> nics(String links, Map<String, String> bridgeOf, List<String> internal)
      throws FactException {
    JsonNode all = UntrustedInput.array("ip addr", links);
    Map<String, List<String>> slaves = new HashMap<>();
    for (JsonNode link : all) {
      String master = UntrustedInput.string(link, "master");
      if (!master.isEmpty()) {
        slaves
            .computeIfAbsent(master, name -> new ArrayList<>())
            .add(UntrustedInput.string(link, "ifname"));
      }
    }
    List<Nic> nics = new ArrayList<>();
    for (JsonNode link : all) {
      String name = UntrustedInput.string(link, "ifname");
      String kind = internal.contains(name) ? "ovs" : kind(link);
      List<String> lower = new ArrayList<>();
      if (kind.equals("vlan") || isStacked(link)) {
        String below = UntrustedInput.string(link, "link");
        if (!below.isEmpty()) {
          lower.add(below);
        }
      } else if (kind.equals("bond") || kind.equals("bridge")) {
        lower.addAll(slaves.getOrDefault(name, List.of()));
      }
      List<String> flags = new ArrayList<>();
      for (JsonNode flag : link.path("flags")) {
        flags.add(flag.asText());
      }
      List<String> altNames = new ArrayList<>();
      for (JsonNode other : link.path("altnames")) {
        altNames.add(UntrustedInput.text(other.asText()));
      }
      JsonNode vlan = link.path("linkinfo").path("info_data").path("id");
      String master = UntrustedInput.string(link, "master");
      // Of an interface in another namespace iproute2 knows the index, not the name.
      boolean elsewhere = link.has("link_netnsid");
      nics.add(
          Nic.builder(name)
              .kind(kind)
              .mac(UntrustedInput.string(link, "address"))
              .mtu(UntrustedInput.number(link, "mtu"))
              .up(flags.contains("UP"))
              .carrier(flags.contains("LOWER_UP"))
              .addresses(addresses(link))
              .master(master.isEmpty() ? Optional.empty() : Optional.of(master))
              .lower(lower)
              .vlan(
                  kind.equals("vlan") && vlan.isInt()
                      ? Optional.of(vlan.asLong())
                      : Optional.empty())
              .ovsBridge(
                  names(name, altNames).map(bridgeOf::get).filter(Objects::nonNull).findFirst())
              .altNames(altNames)
              .peer(
                  kind.equals("veth") && !elsewhere
                      ? optional(UntrustedInput.string(link, "link"))
                      : Optional.empty())
              .peerElsewhere(kind.equals("veth") && elsewhere)
              .build());
    }
    return nics;
  }

  private static Stream<String> names(String name, List<String> altNames) {
    return Stream.concat(Stream.of(name), altNames.stream());
  }

  private static String kind(JsonNode link) throws FactException {
    if (UntrustedInput.string(link, "link_type").equals("loopback")) {
      return "loopback";
    }
    String kind = UntrustedInput.string(link.path("linkinfo"), "info_kind");
    return switch (kind) {
      case "" -> UntrustedInput.string(link, "link_type").equals("ether") ? "physical" : "other";
      case "veth", "vlan", "bond", "bridge", "tun" -> kind;
      case "team" -> "bond";
      case "openvswitch" -> "ovs";
      default -> "other";
    };
  }

  /**
   * Whether it is on top of one other interface, as a VLAN is. A veth is not on top of its peer.
   */
  private static boolean isStacked(JsonNode link) throws FactException {
    String kind = UntrustedInput.string(link.path("linkinfo"), "info_kind");
    return kind.equals("macvlan") || kind.equals("macvtap") || kind.equals("ipvlan");
  }

  private static List<Address> addresses(JsonNode link) throws FactException {
    List<Address> addresses = new ArrayList<>();
    for (JsonNode info : link.path("addr_info")) {
      addresses.add(
          new Address(
              UntrustedInput.string(info, "local"),
              UntrustedInput.number(info, "prefixlen"),
              UntrustedInput.string(info, "family"),
              UntrustedInput.string(info, "scope")));
    }
    return addresses;
  }

  /** Routes of one family. iproute2 prints nothing if there are none. */
  static List<Route> routes(String text) throws FactException {
    if (text.isBlank()) {
      return List.of();
    }
    List<Route> routes = new ArrayList<>();
    for (JsonNode route : UntrustedInput.array("ip route", text)) {
      routes.add(
          new Route(
              UntrustedInput.string(route, "dst"),
              optional(UntrustedInput.string(route, "gateway")),
              UntrustedInput.string(route, "dev"),
              optional(UntrustedInput.string(route, "prefsrc")),
              UntrustedInput.number(route, "metric")));
    }
    return routes;
  }

  private static Optional<String> optional(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
