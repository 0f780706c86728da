package io.safeops.paths.segment;

import io.safeops.paths.segment.SwitchWays.Lan;
import io.safeops.paths.segment.SwitchWays.Localnet;
import io.safeops.paths.segment.SwitchWays.Ways;
import io.safeops.paths.segment.Wiring.Device;
import io.safeops.paths.segment.Wiring.LocalnetPatch;
import io.safeops.paths.segment.Wiring.Uplink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which LANs, and which VLANs of which bridges, are one segment; and from {@link #joinSwitches} on
 * also which localnets.
 *
 * <p>A bridge to which one physnet is mapped and that is connected to nothing else has no entry of
 * its own: a localnet there is in the LAN of its physnet and VLAN.
 */
final class SegmentGraph {

  /** A VLAN of a bridge, on every node with that wiring. */
  record Spot(int wiring, Device device, int vlan) {}

  /** A VLAN on the cable of an interface that several ports use. */
  private record Wire(int wiring, String nic, int tag) {}

  /** The switch's end of a localnet. */
  private record End(int localnet) {}

  private final UnionFind segments = new UnionFind();
  private final Wirings wirings;
  private final SwitchWays switches;
  private final SortedSet<Integer> vlans = new TreeSet<>();
  private final List<Set<Device>> special = new ArrayList<>();

  /** By physnet: the wirings that map it. */
  private final Map<String, List<Integer>> mapping = new TreeMap<>();

  /** The same, but only those where the bridge has entries of its own. */
  private final Map<String, List<Integer>> mappingSpecially = new HashMap<>();

  SegmentGraph(Wirings wirings, SwitchWays switches) {
    this.wirings = wirings;
    this.switches = switches;
    vlans.add(0);
    switches.switches().stream()
        .flatMap(each -> each.localnets().stream())
        .forEach(localnet -> vlans.add(localnet.vlan()));
    wirings.all().forEach(wiring -> vlans.addAll(wiring.namedVlans()));
    for (int i = 0; i < wirings.all().size(); i++) {
      special.add(wirings.all().get(i).special());
      index(i);
      join(i);
    }
  }

  private void index(int number) {
    wirings
        .all()
        .get(number)
        .mapped()
        .forEach(
            (physnet, devices) -> {
              mapping.computeIfAbsent(physnet, any -> new ArrayList<>()).add(number);
              if (!Collections.disjoint(devices, special.get(number))) {
                mappingSpecially.computeIfAbsent(physnet, any -> new ArrayList<>()).add(number);
              }
            });
  }

  private void join(int number) {
    Wiring wiring = wirings.all().get(number);
    wiring
        .links()
        .forEach(
            link ->
                link.pairs(vlans)
                    .forEach(
                        pair ->
                            segments.join(
                                new Spot(number, link.one().device(), pair.one()),
                                new Spot(number, link.other().device(), pair.other()))));
    Map<Device, List<Uplink>> uplinks = new HashMap<>();
    wiring
        .uplinks()
        .forEach(
            each -> uplinks.computeIfAbsent(each.device(), any -> new ArrayList<>()).add(each));
    wiring
        .physnets()
        .forEach(
            (device, physnets) -> {
              if (special.get(number).contains(device)) {
                joinLans(number, device, uplinks.getOrDefault(device, List.of()), physnets);
              }
            });
    uplinks.forEach(
        (device, own) -> {
          if (special.get(number).contains(device)) {
            own.forEach(uplink -> joinWire(number, uplink));
          }
        });
  }

  /**
   * All physnets of a bridge are behind all of its uplinks. Without an uplink of its own a bridge
   * reaches the LAN, if at all, by other bridges.
   */
  private void joinLans(
      int number, Device device, List<Uplink> uplinks, SortedSet<String> physnets) {
    Set<PortVlans.Pair> pairs = new HashSet<>();
    if (uplinks.isEmpty()) {
      pairs.addAll(PortVlans.pairs(PortVlans.ALL, PortVlans.ALL, vlans));
    }
    uplinks.forEach(uplink -> pairs.addAll(PortVlans.pairs(uplink.vlans(), PortVlans.ALL, vlans)));
    Set<Integer> outside = new HashSet<>();
    for (PortVlans.Pair pair : pairs) {
      segments.join(new Spot(number, device, pair.one()), new Lan(physnets.first(), pair.other()));
      if (outside.add(pair.other())) {
        physnets.forEach(
            physnet ->
                segments.join(
                    new Lan(physnets.first(), pair.other()), new Lan(physnet, pair.other())));
      }
    }
  }

  /** Two ports of a node may be VLANs of one interface, so that they share its cable. */
  private void joinWire(int number, Uplink uplink) {
    if (uplink.nic().isEmpty()) {
      return;
    }
    for (PortVlans.Pair pair : PortVlans.pairs(uplink.vlans(), PortVlans.ALL, vlans)) {
      if (uplink.nicVlan().isEmpty() || pair.other() == 0) {
        int tag = uplink.nicVlan().orElse(pair.other());
        segments.join(
            new Spot(number, uplink.device(), pair.one()), new Wire(number, uplink.nic(), tag));
      }
    }
  }

  /** Joins the localnets to their LANs, and to each other where one chassis maps several. */
  void joinSwitches() {
    for (Ways each : switches.switches()) {
      for (Localnet localnet : each.localnets()) {
        segments.join(new End(localnet.number()), localnet.lan());
        for (int number : mappingSpecially.getOrDefault(localnet.physnet(), List.of())) {
          places(number, localnet)
              .forEach(place -> segments.join(new End(localnet.number()), place));
        }
      }
      mappedBy(each)
          .forEach(
              (number, localnets) ->
                  localnets.forEach(
                      localnet ->
                          segments.join(
                              new End(localnets.get(0).number()), new End(localnet.number()))));
    }
  }

  /** The localnets of a switch by the wirings that map them. */
  Map<Integer, List<Localnet>> mappedBy(Ways each) {
    Map<Integer, List<Localnet>> localnets = new HashMap<>();
    for (Localnet localnet : each.localnets()) {
      for (int number : mapping.getOrDefault(localnet.physnet(), List.of())) {
        localnets.computeIfAbsent(number, any -> new ArrayList<>()).add(localnet);
      }
    }
    return localnets;
  }

  /** The numbers of the wirings that map a physnet. */
  List<Integer> wiringsWith(String physnet) {
    return mapping.getOrDefault(physnet, List.of());
  }

  /** Where the packets of a localnet are on the nodes with that wiring: LANs or spots. */
  List<Object> places(int number, Localnet localnet) {
    return places(number, localnet.name(), localnet.lan());
  }

  List<Object> places(int number, String port, Lan lan) {
    Wiring wiring = wirings.all().get(number);
    List<Object> places = new ArrayList<>();
    for (Device device :
        wiring.mapped().getOrDefault(lan.physnet(), Collections.emptySortedSet())) {
      PortVlans patch =
          Optional.ofNullable(wiring.patches().get(new LocalnetPatch(device.name(), port)))
              .orElse(PortVlans.ALL);
      if (!special.get(number).contains(device)) {
        places.add(lan);
      } else if (patch.isPlain()) {
        places.add(new Spot(number, device, lan.vlan()));
      } else {
        PortVlans.pairs(patch, PortVlans.ALL, vlans).stream()
            .filter(pair -> pair.other() == lan.vlan())
            .forEach(pair -> places.add(new Spot(number, device, pair.one())));
      }
    }
    return places;
  }

  /** The segment of a place. */
  int segment(Object place) {
    return segments.root(place);
  }

  /** The segment of the switch's end of a localnet. */
  int segment(Localnet localnet) {
    return segments.root(new End(localnet.number()));
  }

  /** The VLANs that matter in this cluster. */
  SortedSet<Integer> vlans() {
    return Collections.unmodifiableSortedSet(vlans);
  }

  /** The bridges with spots of their own, on nodes with that wiring. */
  Set<Device> special(int number) {
    return Collections.unmodifiableSet(special.get(number));
  }
}
