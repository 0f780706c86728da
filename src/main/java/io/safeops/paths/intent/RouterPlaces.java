package io.safeops.paths.intent;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.RouterPort;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the ports of routers are. Neutron makes a new port when a router gets its gateway again, or
 * a network is connected again (seen in the lab): what was asked for is then meant of the new one.
 *
 * @param all the router and the switch of each router port, by its name
 */
public record RouterPlaces(Map<String, Place> all) {

  /**
   * A place that a port of a router has.
   *
   * @param switchName empty if no port of a switch leads to it
   */
  public record Place(String router, String switchName) {}

  public RouterPlaces {
    all = Map.copyOf(all);
  }

  static RouterPlaces of(Cluster cluster) {
    Map<String, String> switches = new HashMap<>();
    for (LogicalPort port : cluster.getPorts()) {
      if (port.type().equals(LogicalPort.ROUTER)) {
        switches.putIfAbsent(port.options().getOrDefault("router-port", ""), port.switchName());
      }
    }
    Map<String, Place> places = new HashMap<>();
    for (LogicalRouter router : cluster.logicalRouters().orElse(List.of())) {
      for (RouterPort port : router.ports()) {
        places.putIfAbsent(
            port.name(), new Place(router.name(), switches.getOrDefault(port.name(), "")));
      }
    }
    return new RouterPlaces(places);
  }

  /** The places of these ports, and of those of an earlier picture. */
  RouterPlaces with(RouterPlaces earlier) {
    Map<String, Place> both = new HashMap<>(earlier.all);
    both.putAll(all);
    return new RouterPlaces(both);
  }

  /**
   * The ports that are gone, each with the new port of its router that is in its place: on the same
   * switch, or, if there is none and the old switch is gone too, on a provider network.
   */
  Map<String, String> replaced(Cluster now) {
    if (now.logicalRouters().isEmpty()) {
      return Map.of();
    }
    Set<String> present = new HashSet<>();
    now.logicalRouters().get().forEach(each -> each.ports().forEach(p -> present.add(p.name())));
    if (present.containsAll(all.keySet())) {
      return Map.of();
    }
    Map<Place, String> made = new HashMap<>();
    Map<String, String> gateways = new HashMap<>();
    of(now)
        .all()
        .forEach(
            (name, place) -> {
              if (!all.containsKey(name) && !place.switchName().isEmpty()) {
                made.merge(place, name, RouterPlaces::first);
                if (now.switchNamed(place.switchName())
                    .filter(each -> !each.getLocalnets().isEmpty())
                    .isPresent()) {
                  gateways.merge(place.router(), name, RouterPlaces::first);
                }
              }
            });
    Map<String, String> replaced = new HashMap<>();
    all.forEach(
        (name, place) -> {
          if (present.contains(name)) {
            return;
          }
          String other = made.get(place);
          if (other == null && now.switchNamed(place.switchName()).isEmpty()) {
            other = gateways.get(place.router());
          }
          if (other != null) {
            replaced.put(name, other);
          }
        });
    return replaced;
  }

  private static String first(String one, String other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
