package io.safeops.paths.intent;

import io.safeops.facts.model.NameIndexes.PhysicalSegment;
import io.safeops.facts.ovn.RouterNat;
import io.safeops.facts.ovn.StaticRoute;
import io.safeops.paths.model.PathKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A path that somebody asked for. It is found in one picture of the cluster and may be judged on
 * another one.
 *
 * @param end the logical port, the node, or the component as {@code northd}
 * @param name of the end for people
 * @param switchName the switch of a logical port; else empty
 * @param peer the name of what it should reach: a router port; empty if the kind says it
 * @param meant what else was asked for
 */
public record Intent(
    PathKind kind, String end, String name, String switchName, String peer, Meant meant) {

  /**
   * From one router to the next.
   *
   * @param out the port by which packets leave the one
   * @param route of the one, whose next hop is the other
   * @param in the port by which they enter the other
   * @param back the route of the other by which answers return; empty if none was found, as where
   *     the first router translates
   */
  public record Leg(String out, StaticRoute route, String in, Optional<StaticRoute> back) {}

  /**
   * What was asked for, so that a change of it is noticed.
   *
   * @param segments the LANs of the switch
   * @param addresses of the logical port
   * @param nats by which the end's packets pass its router
   * @param routes of the router
   * @param entry the router port on the end's own switch, by which packets enter the router; empty
   *     if the path has none
   * @param legs from the first router to the one with the gateway; empty if they are the same
   */
  public record Meant(
      List<PhysicalSegment> segments,
      List<String> addresses,
      List<RouterNat> nats,
      List<StaticRoute> routes,
      String entry,
      List<Leg> legs) {
    public static final Meant NOTHING = of(List.of(), List.of());

    public Meant {
      segments = List.copyOf(segments);
      addresses = List.copyOf(addresses);
      nats = List.copyOf(nats);
      routes = List.copyOf(routes);
      legs = List.copyOf(legs);
    }

    /** Of a port of a switch. */
    public static Meant of(List<PhysicalSegment> segments, List<String> addresses) {
      return new Meant(segments, addresses, List.of(), List.of(), "", List.of());
    }

    Meant with(Meant earlier) {
      return new Meant(
          earlier.segments.isEmpty() ? segments : earlier.segments,
          earlier.addresses.isEmpty() ? addresses : earlier.addresses,
          both(earlier.nats, nats),
          both(earlier.routes, routes),
          earlier.entry.isEmpty() ? entry : earlier.entry,
          earlier.legs.isEmpty() ? legs : earlier.legs);
    }

    private static <T> List<T> both(List<T> some, List<T> others) {
      Set<T> all = new LinkedHashSet<>(some);
      all.addAll(others);
      return List.copyOf(all);
    }

    public Meant through(List<RouterNat> newNats, List<StaticRoute> newRoutes) {
      return new Meant(segments, addresses, newNats, newRoutes, entry, legs);
    }

    /** The same, entering the router by that port. */
    public Meant by(String newEntry) {
      return new Meant(segments, addresses, nats, routes, newEntry, legs);
    }

    Meant of(Map<String, String> replaced) {
      return new Meant(
          segments,
          addresses,
          nats,
          routes,
          replaced.getOrDefault(entry, entry),
          legs.stream()
              .map(
                  leg ->
                      new Leg(
                          replaced.getOrDefault(leg.out(), leg.out()),
                          leg.route(),
                          replaced.getOrDefault(leg.in(), leg.in()),
                          leg.back()))
              .toList());
    }

    /** The same, through these routers. */
    public Meant via(List<Leg> newLegs) {
      return new Meant(segments, addresses, nats, routes, entry, newLegs);
    }
  }

  /** The same with other router ports in the place of those that are gone. */
  Intent of(Map<String, String> replaced) {
    return new Intent(
        kind,
        replaced.getOrDefault(end, end),
        name,
        switchName,
        replaced.getOrDefault(peer, peer),
        meant.of(replaced));
  }

  /** Identifies it in every picture of the cluster. */
  public String key() {
    return kind.word() + " " + end + " " + peer;
  }

  /** Whether its end is a port of a switch, and not a router, a node or a component. */
  public boolean isOfPort() {
    return switch (kind) {
      case PROVIDER, SWITCH, ROUTER, DHCP -> true;
      case OUTSIDE -> !end.equals(peer);
      case SOUTHBOUND, OVERLAY, OPERATOR, CONTROL -> false;
    };
  }

  /**
   * What this picture and an earlier one ask for together. What was asked for earlier counts where
   * one excludes the other.
   */
  Intent with(Intent earlier) {
    return new Intent(kind, end, name, earlier.switchName, peer, meant.with(earlier.meant));
  }
}
