package io.safeops.facts.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A part of the facts that can be read without the rest. What a node is called, its boot and its
 * uptime cost no process and come with any part of it.
 */
public enum FactsPart {
  /** Interfaces, addresses, routes, and the ways to the operator and to the Southbound. */
  NETWORK(
      "network",
      List.of("interfaces", "IPv4 routes", "IPv6 routes", "management path", "Southbound path")),
  /** The Open_vSwitch database: bridges, ports, what ovn-controller is told. */
  SWITCH("switch", List.of("Open_vSwitch", "bridge mappings")),
  /** Units, containers, and what they say of themselves. */
  COMPONENTS("components", List.of("components")),
  /** Which tools are there, and of which version. */
  TOOLS("tools", List.of("tools")),
  /** Logical switches and their ports, from the central nodes. */
  NORTHBOUND("northbound", List.of()),
  /** Chassis with their tunnel ends and mappings, from the central nodes. */
  CHASSIS("chassis", List.of()),
  /** Which port is bound where, from the central nodes. */
  BINDINGS("bindings", List.of()),
  /** Networks and routers, from Neutron's API. */
  NEUTRON("neutron", List.of());

  /** What is read on each node for itself. */
  public static final Set<FactsPart> OF_NODES =
      Set.copyOf(EnumSet.of(NETWORK, SWITCH, COMPONENTS, TOOLS));

  /** What only the central nodes can tell. */
  static final Set<FactsPart> OF_DATABASES = Set.copyOf(EnumSet.of(NORTHBOUND, CHASSIS, BINDINGS));

  /** What comes with any part. */
  private static final List<String> ALWAYS = List.of("host name", "boot id", "uptime");

  private final String word;
  private final List<String> names;

  FactsPart(String word, List<String> names) {
    this.word = word;
    this.names = names;
  }

  /** As {@code facts.sh} has it. */
  public String word() {
    return word;
  }

  /** Whether it is read on each node for itself. */
  public boolean isOfNode() {
    return OF_NODES.contains(this);
  }

  /** Whether a problem of a node is one of this part. */
  boolean isToldOf(String problem) {
    return isOfOne(names, problem);
  }

  /** Whether a problem of a node is one of what comes with any part. */
  static boolean isToldOfAlways(String problem) {
    return isOfOne(ALWAYS, problem);
  }

  private static boolean isOfOne(List<String> names, String problem) {
    return names.stream().anyMatch(name -> problem.startsWith(name + " could not be read"));
  }

  /** With what they cannot be understood without. */
  static Set<FactsPart> whole(Set<FactsPart> parts) {
    EnumSet<FactsPart> whole = EnumSet.noneOf(FactsPart.class);
    whole.addAll(parts);
    if (whole.contains(NETWORK)) {
      // Which interface is on which bridge, and where the Southbound is.
      whole.add(SWITCH);
    }
    if (whole.contains(BINDINGS)) {
      // A binding names its switch and its chassis by row.
      whole.add(NORTHBOUND);
      whole.add(CHASSIS);
    }
    return whole;
  }
}
