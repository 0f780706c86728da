package io.safeops.facts.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A part of the facts that can be read without the rest. The name, the boot id and the uptime of a
 * node come with every part, because reading them starts no process.
 */
public enum FactsPart {
  /** Interfaces, addresses, routes, and the paths to the operator and to the Southbound. */
  NETWORK(
      "network",
      List.of("interfaces", "IPv4 routes", "IPv6 routes", "management path", "Southbound path")),
  /** The Open_vSwitch database: bridges, ports, the settings of ovn-controller. */
  SWITCH("switch", List.of("Open_vSwitch", "bridge mappings")),
  /** Units and containers, and the status that they report. */
  COMPONENTS("components", List.of("components")),
  /**
   * The installed tools and their versions, the version of ovn-controller, certificates, and the
   * room for databases.
   */
  TOOLS(
      "tools", List.of("tools", "version of ovn-controller", "certificates", "disks of databases")),
  /** Logical switches, routers, their ports and DHCP options, from the central nodes. */
  NORTHBOUND("northbound", List.of()),
  /** Chassis with their tunnel ends and mappings, and BFD sessions, from the central nodes. */
  CHASSIS("chassis", List.of()),
  /** The bindings of logical ports, from the central nodes. */
  BINDINGS("bindings", List.of()),
  /** Networks and routers, from Neutron's API. */
  NEUTRON("neutron", List.of());

  /** The parts that are read on each node separately. */
  public static final Set<FactsPart> OF_NODES =
      Set.copyOf(EnumSet.of(NETWORK, SWITCH, COMPONENTS, TOOLS));

  /** The parts that only the central nodes have. */
  static final Set<FactsPart> OF_DATABASES = Set.copyOf(EnumSet.of(NORTHBOUND, CHASSIS, BINDINGS));

  /** The facts that come with every part. */
  private static final List<String> ALWAYS = List.of("host name", "boot id", "uptime");

  private final String word;
  private final List<String> names;

  FactsPart(String word, List<String> names) {
    this.word = word;
    this.names = names;
  }

  /** The name that {@code facts.sh} uses. */
  public String word() {
    return word;
  }

  /** Whether it is read on each node separately. */
  public boolean isOfNode() {
    return OF_NODES.contains(this);
  }

  /** Whether a problem of a node belongs to this part. */
  boolean isToldOf(String problem) {
    return isOfOne(names, problem);
  }

  /** Whether a problem of a node belongs to the facts that come with every part. */
  static boolean isToldOfAlways(String problem) {
    return isOfOne(ALWAYS, problem);
  }

  private static boolean isOfOne(List<String> names, String problem) {
    return names.stream().anyMatch(name -> problem.startsWith(name + " could not be read"));
  }

  /** These parts, and the parts that they depend on. */
  static Set<FactsPart> whole(Set<FactsPart> parts) {
    EnumSet<FactsPart> whole = EnumSet.noneOf(FactsPart.class);
    whole.addAll(parts);
    if (whole.contains(NETWORK)) {
      // The network facts need the bridge of each interface and the address of the Southbound.
      whole.add(SWITCH);
    }
    if (whole.contains(BINDINGS)) {
      // A binding refers to the rows of its switch and its chassis.
      whole.add(NORTHBOUND);
      whole.add(CHASSIS);
    }
    return whole;
  }
}
