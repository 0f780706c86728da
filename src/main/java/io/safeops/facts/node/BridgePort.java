package io.safeops.facts.node;

import io.safeops.document.IpLiteral;
import io.safeops.document.Preconditions;
import io.safeops.facts.ovn.Chassis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A port of an OVS bridge with its interface.
 *
 * @param name of the Port row
 * @param bridge the bridge that has it
 * @param tag its access VLAN
 * @param kind the interface type: {@code system} (a kernel interface: uplink, veth or tap), {@code
 *     internal}, {@code patch}, {@code geneve}, {@code vxlan}, ... ; {@code bond} for a port with
 *     several interfaces
 * @param interfaces names of its interfaces; the port's own name, unless it is a bond
 * @param ofport OpenFlow port number; -1 if the interface could not be attached, 0 if none is
 *     assigned yet
 * @param peer the other end of a patch port
 * @param externalIds of the interface and the port together; the port's take precedence
 * @param options of the interface
 * @param error why the interface could not be attached
 * @param trunks the VLANs that it admits as a trunk; empty: all
 * @param vlanMode {@code access}, {@code trunk}, {@code native-tagged}, {@code native-untagged},
 *     {@code dot1q-tunnel}; empty if not set, which means access for a port with a tag and trunk
 *     for one without
 * @param bondMode {@code active-backup}, {@code balance-slb} or {@code balance-tcp}; empty if not
 *     set, which means active-backup
 * @param lacp {@code active}, {@code passive} or {@code off}; empty if not set, which means off
 * @param otherConfig of the row of Port, such as {@code lacp-fallback-ab}; empty also if it was not
 *     read
 * @param restrictions what keeps it from sending or receiving as other ports do, sorted; see {@link
 *     #PROTECTED}, {@link #MIRROR_OUTPUT}, {@link #NO_FORWARD}, {@link #NO_RECEIVE}, {@link
 *     #NO_FLOOD}
 * @param members its interfaces, one for each row of Interface, sorted by name; none: not read
 */
public record BridgePort(
    String name,
    String bridge,
    Optional<Long> tag,
    String kind,
    List<String> interfaces,
    long ofport,
    Optional<String> peer,
    Map<String, String> externalIds,
    Map<String, String> options,
    Optional<String> error,
    List<Long> trunks,
    String vlanMode,
    String bondMode,
    String lacp,
    Map<String, String> otherConfig,
    List<String> restrictions,
    List<BridgeInterface> members) {

  /**
   * The {@code restriction} of a port that exchanges nothing with other protected ports of its
   * bridge (ovs-vswitchd.conf.db(5), Port: protected).
   */
  public static final String PROTECTED = "protected";

  /**
   * The {@code restriction} of a port to which a mirror sends: it sends nothing else, and what it
   * receives is dropped (ovs-vswitchd.conf.db(5), Mirror: output_port; seen in the lab).
   */
  public static final String MIRROR_OUTPUT = "mirror-output";

  /** The {@code restriction} of a port that sends nothing (ovs-ofctl(8), mod-port). */
  public static final String NO_FORWARD = "no-forward";

  /** The {@code restriction} of a port that drops what it receives (ovs-ofctl(8), mod-port). */
  public static final String NO_RECEIVE = "no-receive";

  /** The {@code restriction} of a port that sends no broadcasts (ovs-ofctl(8), mod-port). */
  public static final String NO_FLOOD = "no-flood";

  private static final List<String> RESTRICTIONS =
      List.of(PROTECTED, MIRROR_OUTPUT, NO_FORWARD, NO_RECEIVE, NO_FLOOD);

  /** The {@code kind} of a kernel interface: an uplink, a veth, a tap. */
  public static final String SYSTEM = "system";

  /** The {@code kind} of an interface that OVS made in the kernel. */
  public static final String INTERNAL = "internal";

  /** The {@code kind} of one end of a patch pair. */
  public static final String PATCH = "patch";

  /** The {@code kind} of a port with several interfaces. */
  public static final String BOND = "bond";

  /** Kinds of interfaces that drive a NIC past the kernel (ovs-vswitchd.conf.db(5)). */
  private static final Set<String> PAST_THE_KERNEL = Set.of("dpdk", "afxdp", "afxdp-nonpmd");

  /** The key by which ovn-controller marks the two ends of a localnet's patch pair. */
  public static final String LOCALNET_KEY = "ovn-localnet-port";

  /**
   * The key by which ovn-controller marks a tunnel. Its value holds the remote chassis and its
   * address.
   */
  public static final String TUNNEL_KEY = "ovn-chassis-id";

  /** The key of {@code external_ids} that names the logical port of an interface. */
  public static final String IFACE_ID = "iface-id";

  public BridgePort {
    Preconditions.name("port name", name);
    Preconditions.name("bridge of port " + name, bridge);
    Preconditions.name("kind of port " + name, kind);
    Preconditions.between("ofport of " + name, ofport, -1, 65535);
    tag.ifPresent(value -> Preconditions.between("tag of port " + name, value, 0, 4095));
    interfaces = List.copyOf(interfaces);
    externalIds = Preconditions.sorted(externalIds);
    options = Preconditions.sorted(options);
    otherConfig = Preconditions.sorted(otherConfig);
    trunks = List.copyOf(trunks);
    trunks.forEach(value -> Preconditions.between("trunk VLAN of port " + name, value, 0, 4095));
    restrictions.forEach(
        each -> Preconditions.oneOf("restriction of port " + name, each, RESTRICTIONS));
    restrictions = restrictions.stream().distinct().sorted().toList();
    members = List.copyOf(members);
  }

  /** Why nothing passes through it, as {@code it is told not to send}; empty if packets may. */
  public Optional<String> getBlocked() {
    if (restrictions.contains(MIRROR_OUTPUT)) {
      return Optional.of(
          "it is the output port of a mirror, so it sends only copies and drops what it receives");
    }
    if (restrictions.contains(NO_FORWARD)) {
      return Optional.of("it is told to send nothing (OpenFlow port flag no-forward)");
    }
    return restrictions.contains(NO_RECEIVE)
        ? Optional.of("it is told to drop what it receives (OpenFlow port flag no-receive)")
        : Optional.empty();
  }

  /** A copy with or without a restriction. */
  public BridgePort withRestriction(String restriction, boolean isSet) {
    List<String> all = new ArrayList<>(restrictions);
    all.remove(restriction);
    if (isSet) {
      all.add(restriction);
    }
    return toBuilder().restrictions(all).build();
  }

  /** A copy with these restrictions, too. */
  public BridgePort withRestrictions(List<String> more) {
    List<String> all = new ArrayList<>(restrictions);
    all.addAll(more);
    return toBuilder().restrictions(all).build();
  }

  /** Whether packets can pass, because the interface is attached. */
  public boolean isAttached() {
    return ofport >= 1;
  }

  /** Whether ovn-controller has installed the flows of the VM's port on this interface. */
  public boolean isInstalled() {
    return externalIds.getOrDefault("ovn-installed", "").equals("true");
  }

  /** Whether it is a tunnel to another chassis, made by ovn-controller. */
  public boolean isTunnel() {
    return externalIds.containsKey(TUNNEL_KEY);
  }

  /** The address of the other end of a tunnel; empty for all other ports. */
  public String getRemoteIp() {
    return IpLiteral.canonical(options.getOrDefault("remote_ip", ""));
  }

  public BridgePort withExternalIds(Map<String, String> newExternalIds) {
    return toBuilder().externalIds(newExternalIds).build();
  }

  /** A copy of a tunnel with another remote address, or of another type. */
  public BridgePort withTunnel(
      String newKind, Map<String, String> newExternalIds, Map<String, String> newOptions) {
    return toBuilder().kind(newKind).externalIds(newExternalIds).options(newOptions).build();
  }

  /** The localnet port for which this end of a patch pair was made; empty for all other ports. */
  public String getLocalnet() {
    return kind.equals(PATCH) ? externalIds.getOrDefault(LOCALNET_KEY, "") : "";
  }

  /**
   * Whether it may lead out of the node: a kernel interface, a bond, or a NIC that OVS drives past
   * the kernel, that does not belong to a VM ({@code iface-id}). A tap, or the veth of a container,
   * is such an interface too: WaysOut tells them apart.
   */
  public boolean isUplink() {
    return (kind.equals(SYSTEM) || kind.equals(BOND) || PAST_THE_KERNEL.contains(kind))
        && !externalIds.containsKey(IFACE_ID);
  }

  /**
   * Whether it is a tunnel to that chassis. The mark holds the chassis' name, then an address, and
   * since OVN 24.03 also the node's own address.
   */
  public boolean isTunnelTo(Chassis chassis) {
    return isTunnel() && externalIds.getOrDefault(TUNNEL_KEY, "").startsWith(chassis.name() + "@");
  }

  /** A port by its columns. */
  public static Builder builder(String name, String bridge) {
    return new Builder(name, bridge);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name, bridge)
        .tag(tag)
        .kind(kind)
        .interfaces(interfaces)
        .ofport(ofport)
        .peer(peer)
        .externalIds(externalIds)
        .options(options)
        .error(error)
        .trunks(trunks)
        .vlanMode(vlanMode)
        .bondMode(bondMode)
        .lacp(lacp)
        .otherConfig(otherConfig)
        .restrictions(restrictions)
        .members(members);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private final String bridge;
    private Optional<Long> tag = Optional.empty();
    private String kind = "";
    private List<String> interfaces = List.of();
    private long ofport;
    private Optional<String> peer = Optional.empty();
    private Map<String, String> externalIds = Map.of();
    private Map<String, String> options = Map.of();
    private Optional<String> error = Optional.empty();
    private List<Long> trunks = List.of();
    private String vlanMode = "";
    private String bondMode = "";
    private String lacp = "";
    private Map<String, String> otherConfig = Map.of();
    private List<String> restrictions = List.of();
    private List<BridgeInterface> members = List.of();

    private Builder(String name, String bridge) {
      this.name = name;
      this.bridge = bridge;
    }

    public Builder tag(Optional<Long> newTag) {
      tag = newTag;
      return this;
    }

    public Builder kind(String newKind) {
      kind = newKind;
      return this;
    }

    public Builder interfaces(List<String> newInterfaces) {
      interfaces = newInterfaces;
      return this;
    }

    public Builder ofport(long newOfport) {
      ofport = newOfport;
      return this;
    }

    public Builder peer(Optional<String> newPeer) {
      peer = newPeer;
      return this;
    }

    public Builder externalIds(Map<String, String> newExternalIds) {
      externalIds = newExternalIds;
      return this;
    }

    public Builder options(Map<String, String> newOptions) {
      options = newOptions;
      return this;
    }

    public Builder error(Optional<String> newError) {
      error = newError;
      return this;
    }

    public Builder trunks(List<Long> newTrunks) {
      trunks = newTrunks;
      return this;
    }

    public Builder vlanMode(String newVlanMode) {
      vlanMode = newVlanMode;
      return this;
    }

    public Builder bondMode(String newBondMode) {
      bondMode = newBondMode;
      return this;
    }

    public Builder lacp(String newLacp) {
      lacp = newLacp;
      return this;
    }

    public Builder otherConfig(Map<String, String> newOtherConfig) {
      otherConfig = newOtherConfig;
      return this;
    }

    public Builder restrictions(List<String> newRestrictions) {
      restrictions = newRestrictions;
      return this;
    }

    public Builder members(List<BridgeInterface> newMembers) {
      members = newMembers;
      return this;
    }

    public BridgePort build() {
      return new BridgePort(
          name,
          bridge,
          tag,
          kind,
          interfaces,
          ofport,
          peer,
          externalIds,
          options,
          error,
          trunks,
          vlanMode,
          bondMode,
          lacp,
          otherConfig,
          restrictions,
          members);
    }
  }
}
