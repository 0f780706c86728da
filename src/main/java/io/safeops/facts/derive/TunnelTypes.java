package io.safeops.facts.derive;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.Encap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The types of tunnel that each chassis supports. A cluster of any size has only a few sets of
 * types.
 */
public final class TunnelTypes {

  private static final IdentityCache<List<Chassis>, TunnelTypes> ALL =
      new IdentityCache<>(TunnelTypes::new);

  /** The chassis by their types, and then by name. */
  private final Map<Set<String>, Map<String, Chassis>> speaking = new LinkedHashMap<>();

  private TunnelTypes(List<Chassis> chassis) {
    for (Chassis each : chassis) {
      Set<String> types = each.encaps().stream().map(Encap::type).collect(Collectors.toSet());
      if (!types.isEmpty()) {
        speaking
            .computeIfAbsent(types, any -> new LinkedHashMap<>())
            .putIfAbsent(each.name(), each);
      }
    }
  }

  public static TunnelTypes of(Cluster cluster) {
    return ALL.of(cluster.chassis());
  }

  /** Whether a tunnel is possible between the chassis and a node that supports these types. */
  static boolean speaks(Chassis chassis, List<String> types) {
    return chassis.encaps().stream().anyMatch(end -> types.contains(end.type()));
  }

  /**
   * The number of chassis, without {@code own}, to which a node with these types can have a tunnel.
   */
  long count(List<String> types, String own) {
    return groups(types, true).mapToLong(group -> without(group, own)).sum();
  }

  /**
   * The host names of the chassis, without {@code own}, that support other types but none of these.
   */
  public List<String> deafTo(List<String> types, String own) {
    return ShortenedList.of(
        groups(types, false)
            .flatMap(group -> group.values().stream())
            .filter(chassis -> !chassis.name().equals(own))
            .map(Chassis::hostname),
        groups(types, false).mapToLong(group -> without(group, own)).sum());
  }

  /** The names of the same chassis. */
  public Stream<String> namesDeafTo(List<String> types, String own) {
    return groups(types, false)
        .flatMap(group -> group.keySet().stream())
        .filter(name -> !name.equals(own));
  }

  private Stream<Map<String, Chassis>> groups(List<String> types, boolean wanted) {
    return speaking.entrySet().stream()
        .filter(group -> wanted != Collections.disjoint(group.getKey(), types))
        .map(Map.Entry::getValue);
  }

  private static int without(Map<String, Chassis> group, String own) {
    return group.size() - (group.containsKey(own) ? 1 : 0);
  }
}
