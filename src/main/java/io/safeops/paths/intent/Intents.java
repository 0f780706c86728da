package io.safeops.paths.intent;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.paths.model.PathKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What should get through in a cluster: every end in use with every peer that it was given, by
 * Neutron where it was asked, else by the Northbound and the settings of the chassis.
 *
 * @param all in the order of the facts, each key once
 * @param idle how many logical ports are not in use: VMs that are off, ports that were never bound
 * @param notModelled what packets pass and no path is about
 * @param unexplained interfaces whose {@code iface-id} names no port of the Northbound
 * @param gone the names of the ends of an earlier picture that were deleted or switched off since
 * @param interfaces of the ends, by logical port
 * @param uplinks by which the nodes reached the LANs
 * @param routerPlaces of the ports of routers
 */
public record Intents(
    List<Intent> all,
    long idle,
    List<Unmodelled> notModelled,
    List<Unexplained> unexplained,
    List<String> gone,
    Map<String, Attachment> interfaces,
    PhysnetUplinks uplinks,
    RouterPlaces routerPlaces) {

  /** The interface of an end. */
  public record Attachment(String node, String name) {}

  /** An interface of a node of which nobody knows what was meant. */
  public record Unexplained(String name, String node, String id) {

    /** For people: {@code tap0 of net (ID)}. */
    public String text() {
      return name + " of " + node + " (" + id + ")";
    }
  }

  /** The types of logical ports that can be ends. */
  static final Set<String> OF_ENDS = Set.of("", "external", "virtual");

  private static final IdentityCache<Cluster, Intents> KNOWN =
      new IdentityCache<>(cluster -> new IntentFinder(cluster).find());

  private static final IdentityCache<Intents, Set<String>> SWITCHES =
      new IdentityCache<>(
          intents ->
              intents.all.stream()
                  .map(Intent::switchName)
                  .filter(name -> !name.isEmpty())
                  .collect(Collectors.toSet()));

  public Intents {
    all = List.copyOf(all);
    notModelled = List.copyOf(notModelled);
    unexplained = List.copyOf(unexplained);
    gone = List.copyOf(gone);
    interfaces = Map.copyOf(interfaces);
  }

  public static Intents of(Cluster cluster) {
    return KNOWN.of(cluster);
  }

  /** The switches with an end in use, and those on which a router has its gateway. */
  public Set<String> switches() {
    return SWITCHES.of(this);
  }

  /**
   * A copy of a cluster that is asked for these, and not for what its own facts say. All that
   * judges the copy judges these.
   */
  public static Cluster asked(Cluster cluster, Intents intents) {
    Cluster copy = cluster.toBuilder().build();
    KNOWN.put(copy, intents);
    return copy;
  }

  /**
   * These, and those of an earlier picture. A port that is gone together with its interface was
   * deleted, and one that is down, unclaimed and without its interface was switched off: both are
   * only named.
   *
   * @param now the cluster of these
   */
  public Intents with(Intents earlier, Cluster now) {
    return withThose(earlier.in(now), now);
  }

  private Intents withThose(Intents earlier, Cluster now) {
    Set<String> onProvider = new HashSet<>();
    Set<String> inTunnels = new HashSet<>();
    for (Intent each : earlier.all) {
      if (each.kind() == PathKind.SWITCH) {
        inTunnels.add(each.end());
      }
      if (each.kind() == PathKind.PROVIDER) {
        onProvider.add(each.end());
      }
    }
    Map<String, Intent> merged = new LinkedHashMap<>();
    Set<String> used = new HashSet<>();
    for (Intent each : all) {
      if (each.isOfPort()) {
        used.add(each.end());
      }
      // The switch has lost its localnet: its ends did not need tunnels. Or it has never had one,
      // and
      // only its MTU looks like that of a provider network now.
      boolean other =
          each.kind() == PathKind.SWITCH
              ? onProvider.contains(each.end())
              : each.kind() == PathKind.PROVIDER
                  && each.meant().segments().isEmpty()
                  && inTunnels.contains(each.end());
      if (!other) {
        merged.put(each.key(), each);
      }
    }
    boolean read = now.northbound().filter(each -> each.isReadable()).isPresent();
    Map<String, String> types = new HashMap<>();
    now.getPorts().forEach(port -> types.putIfAbsent(port.name(), port.type()));
    SwitchedOff off = new SwitchedOff(now, earlier.interfaces);
    Set<String> carried = carried(now);
    Map<String, String> missing = new TreeMap<>();
    Set<String> asked = new HashSet<>();
    Set<String> notIdle = new HashSet<>();
    for (Intent each : earlier.all) {
      String end = each.end();
      if (each.isOfPort() && read && !types.containsKey(end) && !carried.contains(end)) {
        missing.put(end, each.name());
        continue;
      }
      if (each.isOfPort() && !used.contains(end) && off.contains(end)) {
        missing.put(end, each.name());
        continue;
      }
      if (each.isOfPort()
          && !used.contains(end)
          && OF_ENDS.contains(types.getOrDefault(end, "-"))) {
        notIdle.add(end);
      }
      asked.add(end);
      merged.merge(each.key(), each, Intent::with);
    }
    return new Intents(
        List.copyOf(merged.values()),
        Math.max(0, idle - notIdle.size()),
        notModelled,
        unexplained.stream().filter(each -> !asked.contains(each.id())).toList(),
        missing.values().stream().sorted().toList(),
        interfaces,
        uplinks.after(earlier.uplinks),
        routerPlaces.with(earlier.routerPlaces));
  }

  /**
   * The same in the same order, of the router ports that are in the place of those that are gone.
   */
  public Intents in(Cluster now) {
    Map<String, String> replaced = routerPlaces.replaced(now);
    return replaced.isEmpty()
        ? this
        : new Intents(
            all.stream().map(each -> each.of(replaced)).toList(),
            idle,
            notModelled,
            unexplained,
            gone,
            interfaces,
            uplinks,
            routerPlaces);
  }

  /** The {@code iface-id} of all interfaces. */
  static Set<String> carried(Cluster cluster) {
    Set<String> carried = new HashSet<>();
    for (Node node : cluster.nodes()) {
      node.bridge(node.getIntegrationBridge()).stream()
          .flatMap(bridge -> bridge.ports().stream())
          .map(port -> port.externalIds().getOrDefault(BridgePort.IFACE_ID, ""))
          .forEach(carried::add);
    }
    return carried;
  }
}
