package io.safeops.paths.model;

import java.util.Locale;

/** The peer of a path. */
public enum PathKind {
  /** The LAN of a provider network. */
  PROVIDER,
  /** The other ends of the end's switch, on other chassis. */
  SWITCH,
  /** A port of a logical router on the end's switch. */
  ROUTER,
  /** What is behind the gateway of a logical router. */
  OUTSIDE,
  /** The DHCP that OVN answers. */
  DHCP,
  /** The Southbound, from the ovn-controller of a node. */
  SOUTHBOUND,
  /** The other chassis, from a node by its tunnels. */
  OVERLAY,
  /** The operator, from a node. */
  OPERATOR,
  /** What the cluster needs to follow a change: databases, northd, ovn-controllers. */
  CONTROL;

  /** As rules and messages have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
