package io.safeops.paths.segment;

import io.safeops.facts.node.BridgePort;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The VLANs that a port of a bridge admits, and the tag that their packets have outside of the
 * bridge. 0 is no VLAN in the bridge, and no tag outside. Source: ovs-vswitchd.conf.db(5), columns
 * {@code vlan_mode}, {@code tag} and {@code trunks} of Port; for VLAN 0 of native ports {@code
 * bundle_set} in ofproto/ofproto-dpif.c.
 *
 * @param tag the VLAN of an access port, the native VLAN of a native port, else 0; 0 to 4095
 * @param trunks the VLANs that the port names as a trunk; empty: all
 */
public record PortVlans(Mode mode, int tag, Set<Integer> trunks) {

  /** How a port treats tags. */
  public enum Mode {
    /** One VLAN, without a tag outside. */
    ACCESS,
    /** VLANs with their tags. */
    TRUNK,
    /** A trunk that takes packets without a tag into its native VLAN. */
    NATIVE_TAGGED,
    /** The same; it also sends the packets of its native VLAN without a tag. */
    NATIVE_UNTAGGED,
    /** {@code dot1q-tunnel}, or a mode that safeops does not know: what passes is not known. */
    NOT_MODELLED
  }

  /** A VLAN on one side of a link, and the VLAN on the other side that its packets arrive in. */
  record Pair(int one, int other) {}

  /** A port without any VLAN setting: all VLANs, with their tags. */
  public static final PortVlans ALL = new PortVlans(Mode.TRUNK, 0, Set.of());

  static final int VLANS = 4096;

  public PortVlans {
    trunks = Collections.unmodifiableSet(new TreeSet<>(trunks));
  }

  /** The VLANs of a port, from its columns. A port with a tag and no mode is an access port. */
  public static PortVlans of(BridgePort port) {
    return of(port.vlanMode(), port.tag(), port.trunks());
  }

  static PortVlans of(String mode, Optional<Long> tag, Iterable<Long> trunks) {
    Set<Integer> named = new TreeSet<>();
    trunks.forEach(vlan -> named.add(vlan.intValue()));
    int own = tag.orElse(0L).intValue();
    return switch (mode) {
      case "" -> tag.isPresent() ? access(own) : new PortVlans(Mode.TRUNK, 0, named);
      case "access" -> access(own);
      case "trunk" -> new PortVlans(Mode.TRUNK, 0, named);
      case "native-tagged" -> new PortVlans(Mode.NATIVE_TAGGED, own, named);
      case "native-untagged" -> new PortVlans(Mode.NATIVE_UNTAGGED, own, named);
      default -> new PortVlans(Mode.NOT_MODELLED, 0, Set.of());
    };
  }

  private static PortVlans access(int tag) {
    return new PortVlans(Mode.ACCESS, tag, Set.of());
  }

  /** Whether packets of that VLAN of the bridge may leave through the port. */
  public boolean admits(int vlan) {
    return switch (mode) {
      case ACCESS -> vlan == tag;
      case TRUNK -> trunksVlan(vlan);
      // A native VLAN takes the place of VLAN 0: nothing stays without a VLAN.
      case NATIVE_TAGGED, NATIVE_UNTAGGED -> vlan == tag || (vlan != 0 && trunksVlan(vlan));
      case NOT_MODELLED -> false;
    };
  }

  private boolean trunksVlan(int vlan) {
    return trunks.isEmpty() || trunks.contains(vlan);
  }

  /** The tag of a packet of that VLAN after it left through the port; empty if it may not leave. */
  public OptionalInt toWire(int vlan) {
    if (!admits(vlan)) {
      return OptionalInt.empty();
    }
    boolean untagged = mode == Mode.ACCESS || (mode == Mode.NATIVE_UNTAGGED && vlan == tag);
    return OptionalInt.of(untagged ? 0 : vlan);
  }

  /** The VLAN in which a packet with that tag arrives; empty if the port drops it. */
  public OptionalInt fromWire(int wire) {
    boolean intoTag = mode != Mode.TRUNK && mode != Mode.NOT_MODELLED && wire == 0;
    if (intoTag) {
      return OptionalInt.of(tag);
    }
    return mode != Mode.ACCESS && admits(wire) ? OptionalInt.of(wire) : OptionalInt.empty();
  }

  /** Whether every VLAN passes with its own tag. */
  public boolean isPlain() {
    return equals(ALL);
  }

  boolean isModelled() {
    return mode != Mode.NOT_MODELLED;
  }

  /** The VLANs that the port's settings name. */
  Set<Integer> named() {
    Set<Integer> named = new TreeSet<>(trunks);
    named.add(tag);
    return named;
  }

  /**
   * The VLANs of two linked ports that packets cross between, in at least one direction.
   *
   * @param vlans those to look at, on both sides
   */
  static Set<Pair> pairs(PortVlans one, PortVlans other, Iterable<Integer> vlans) {
    Set<Pair> pairs = new LinkedHashSet<>();
    if (one.isPlain() && other.isPlain()) {
      vlans.forEach(vlan -> pairs.add(new Pair(vlan, vlan)));
      return pairs;
    }
    for (int vlan : vlans) {
      one.toWire(vlan).stream()
          .flatMap(wire -> other.fromWire(wire).stream())
          .forEach(there -> pairs.add(new Pair(vlan, there)));
      other.toWire(vlan).stream()
          .flatMap(wire -> one.fromWire(wire).stream())
          .forEach(here -> pairs.add(new Pair(here, vlan)));
    }
    return pairs;
  }

  /** A VLAN in words. */
  static String words(int vlan) {
    return vlan == 0 ? "no VLAN" : "VLAN " + vlan;
  }
}
