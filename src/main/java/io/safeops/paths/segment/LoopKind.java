package io.safeops.paths.segment;

/** What kind of loop, or of danger of one, a {@link SegmentLoop} is. */
public enum LoopKind {
  /**
   * A switch has two localnets that one chassis maps into the same segment. Every broadcast that
   * arrives by one of them leaves by the other: 110,000 to 170,000 packets/s (incident 000). Source
   * for the patch pairs, one for each localnet: {@code add_bridge_mappings} in OVN's
   * controller/patch.c.
   */
  SWITCH_IN_SEGMENT_TWICE("switch-in-segment-twice", true),

  /**
   * A switch has two localnets that one chassis maps, to different LANs. The chassis bridges the
   * two LANs. With a second such chassis, or if the LANs are connected elsewhere, this is a loop.
   * Several localnets of which no chassis maps two are Neutron's routed provider networks, and
   * legal. Source: {@code add_bridge_mappings} in OVN's controller/patch.c, which makes the patch
   * pairs of all mapped localnets and calls localnets without a mapping a supported configuration.
   */
  SWITCH_BRIDGES_LANS("switch-bridges-lans", true),

  /**
   * A switch has a localnet and an l2gateway or vtep port. If both reach the same LAN, this is a
   * loop. Source: ovn-nb(5), types of Logical_Switch_Port.
   */
  LOCALNET_BESIDE_GATEWAY("localnet-beside-gateway", false),

  /**
   * Bridges of one node are connected in a circle by patch ports or veth pairs that admit a common
   * VLAN, and not all of them run STP or RSTP. A bridge without STP drops the packets by which the
   * others would find the circle (ovs-vswitchd.conf.db(5): {@code forward-bpdu}), so one such
   * bridge is enough.
   */
  BRIDGE_CYCLE("bridge-cycle", true),

  /**
   * Two uplinks of one segment of a node are no bond, and evidence says that both are in one LAN.
   * Seen in the lab: 10,000 packets/s and growing.
   */
  UPLINKS_IN_ONE_LAN("uplinks-in-one-lan", true),

  /**
   * Two uplinks of one segment of a node are no bond and admit a common VLAN. If both are in one
   * LAN, this is a loop. If they are in two LANs, the node bridges them, which may be intended.
   * Source: OVS FAQ, common configuration issues, on two interfaces of one physical switch in a
   * bridge.
   */
  UPLINKS_WITHOUT_BOND("uplinks-without-bond", false);

  private final String word;
  private final boolean fault;

  LoopKind(String word, boolean fault) {
    this.word = word;
    this.fault = fault;
  }

  /** Its name in keys and JSON. */
  public String word() {
    return word;
  }

  /** Whether it is always a fault. If not, it is one only if two ways out reach the same LAN. */
  public boolean isFault() {
    return fault;
  }
}
