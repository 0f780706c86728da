package io.safeops.facts.node;

import io.safeops.document.IpLiteral;
import io.safeops.document.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine of the inventory, with the facts that were read on it.
 *
 * @param name in the inventory
 * @param address in the inventory
 * @param roles {@code central}, {@code chassis}, {@code gateway}, ... in the inventory
 * @param absent why the inventory declares it absent, if it does; then nothing was read
 * @param unreachable why it could not be read although it should; then everything below is empty
 * @param bootId changes with every boot; empty if not read
 * @param uptimeCentis hundredths of a second since boot, at the time of reading
 * @param systemId {@code external_ids:system-id}: the name of its chassis
 * @param bootAddresses the addresses that the boot configuration gives to interfaces that are ports
 *     of an OVS bridge now; empty if not read. A list without entries was read for all of them; one
 *     with entries may lack some
 * @param mappings {@code external_ids:ovn-bridge-mappings}
 * @param managementPath the path of the connection over which the facts were read
 * @param southboundPath the path of ovn-controller's connection to the Southbound database
 * @param externalIds of the Open_vSwitch row
 * @param tools for each tool its version, or its path if the version is not known; a missing tool
 *     has no entry
 * @param guardUnit whether a guard would also undo after a reboot
 * @param problems what could not be read, as text; a missing tool is not a problem
 * @param controllerVersion of its ovn-controller; empty if not read
 * @param certificates which the daemons of OVN and OVS use; empty if not read
 * @param databaseDisks the disks that hold databases of OVN and OVS; empty if not read
 */
public record Node(
    String name,
    String address,
    List<String> roles,
    Optional<String> absent,
    Optional<String> unreachable,
    String hostname,
    String bootId,
    long uptimeCentis,
    Optional<String> systemId,
    List<Nic> nics,
    List<Route> routes,
    Optional<List<BootAddress>> bootAddresses,
    List<Bridge> bridges,
    List<BridgeMapping> mappings,
    List<Component> components,
    ManagementPath managementPath,
    ManagementPath southboundPath,
    Map<String, String> externalIds,
    Map<String, String> tools,
    GuardUnit guardUnit,
    List<String> problems,
    Optional<ControllerVersion> controllerVersion,
    Optional<List<Certificate>> certificates,
    Optional<List<DiskSpace>> databaseDisks) {

  /** Older files of facts have it among the tools. */
  private static final String GUARD_UNIT = "guard-unit";

  private static final Pattern REMOTE_OF_IPV6 =
      Pattern.compile("([a-z]{1,8}:\\[)([0-9A-Fa-f:.]{2,45})(\\](?::[0-9]{1,5})?)");

  public Node {
    Preconditions.name("node name", name);
    roles = List.copyOf(roles);
    Preconditions.between("uptime of " + name, uptimeCentis, 0, Long.MAX_VALUE);
    nics = List.copyOf(nics);
    routes = List.copyOf(routes);
    bootAddresses = bootAddresses.map(List::copyOf);
    bridges = List.copyOf(bridges);
    mappings = List.copyOf(mappings);
    components = List.copyOf(components);
    externalIds = Preconditions.sorted(externalIds);
    if (tools.containsKey(GUARD_UNIT)) {
      guardUnit = GuardUnit.of(tools.get(GUARD_UNIT));
      tools = new TreeMap<>(tools);
      tools.remove(GUARD_UNIT);
    }
    tools = Preconditions.sorted(tools);
    problems = List.copyOf(problems);
    certificates = certificates.map(List::copyOf);
    databaseDisks = databaseDisks.map(List::copyOf);
  }

  /** A node of which nothing was read. */
  public static Node unread(
      String name,
      String address,
      List<String> roles,
      Optional<String> absent,
      Optional<String> unreachable) {
    return builder(name)
        .address(address)
        .roles(roles)
        .absent(absent)
        .unreachable(unreachable)
        .build();
  }

  /** The same in a word, for rules: {@code survives-reboot}. */
  public String getGuardUnit() {
    return guardUnit.word();
  }

  /** Whether the facts below were read. */
  public boolean isRead() {
    return absent.isEmpty() && unreachable.isEmpty();
  }

  public boolean hasRole(String role) {
    return roles.contains(role);
  }

  public Optional<Bridge> bridge(String bridgeName) {
    return bridges.stream().filter(bridge -> bridge.name().equals(bridgeName)).findFirst();
  }

  public Optional<Nic> nic(String nicName) {
    return nics.stream().filter(nic -> nic.name().equals(nicName)).findFirst();
  }

  public Optional<Component> component(String component) {
    return components.stream().filter(each -> each.name().equals(component)).findFirst();
  }

  public Optional<Component> component(ComponentName component) {
    return component(component.word());
  }

  /** The bridge that ovn-controller programs. */
  public String getIntegrationBridge() {
    return externalIds.getOrDefault("ovn-bridge", "br-int");
  }

  /**
   * The value of a key of the Open_vSwitch row, as ovn-controller reads it; empty if the key is not
   * set.
   */
  public Optional<String> setting(String key) {
    return Optional.ofNullable(externalIds.get(settingKey(key)));
  }

  /**
   * The key that counts. A key with the system-id appended takes precedence (ovn-controller since
   * 22.12).
   */
  public String settingKey(String key) {
    return settingKey(key, externalIds);
  }

  public static String settingKey(String key, Map<String, String> externalIds) {
    String own = key + "-" + externalIds.getOrDefault("system-id", "");
    return externalIds.containsKey(own) ? own : key;
  }

  private List<String> settings(String key) {
    return Arrays.stream(setting(key).orElse("").split(",", -1))
        .map(String::trim)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /**
   * {@code ovn-remote}: the addresses at which ovn-controller looks for the Southbound, as
   * tcp:ADDRESS:PORT. An IPv6 address is in the kernel's form.
   */
  public List<String> getRemotes() {
    return settings("ovn-remote").stream().map(Node::plain).toList();
  }

  private static String plain(String remote) {
    Matcher words = REMOTE_OF_IPV6.matcher(remote);
    return words.matches()
        ? words.group(1) + IpLiteral.canonical(words.group(2)) + words.group(3)
        : remote;
  }

  /**
   * {@code ovn-encap-ip}: the addresses at which tunnels to this node end. An IPv6 address is in
   * the kernel's form.
   */
  public List<String> getEncapIps() {
    return settings("ovn-encap-ip").stream().map(IpLiteral::canonical).toList();
  }

  /** {@code ovn-encap-type}. */
  public List<String> getEncapTypes() {
    return settings("ovn-encap-type");
  }

  /** The addresses of all its interfaces, without loopback and link-local ones. */
  public List<String> getAddresses() {
    return nics.stream()
        .flatMap(nic -> nic.addresses().stream())
        .filter(Address::isGlobal)
        .map(Address::ip)
        .toList();
  }

  /**
   * The number of bytes that a tunnel adds to a packet of a VM, with the Ethernet header: Geneve
   * with the option that OVN adds (RFC 8926), else VXLAN (RFC 7348), in UDP, in IPv4 or IPv6.
   */
  public long getTunnelOverhead() {
    long ip = getEncapIps().stream().anyMatch(end -> end.contains(":")) ? 40 : 20;
    long header = getEncapTypes().stream().allMatch("vxlan"::equals) ? 8 : 16;
    return ip + 8 + header + 14;
  }

  /** The number of bytes that the interface with the tunnel's address can send in one packet. */
  public Optional<Long> getTunnelMtu() {
    List<String> ends = getEncapIps();
    return nics.stream()
        .filter(nic -> nic.addresses().stream().anyMatch(each -> ends.contains(each.ip())))
        .map(Nic::mtu)
        .min(Comparator.naturalOrder());
  }

  /** The existing bridge that this node maps a physnet to. */
  public Optional<String> mappedBridge(String physnet) {
    return mappings.stream()
        .filter(mapping -> mapping.physnet().equals(physnet) && mapping.bridgePresent())
        .map(BridgeMapping::bridge)
        .findFirst();
  }

  /** A copy in which the bridge with that name is changed; unchanged if there is none. */
  public Node withBridge(String bridgeName, UnaryOperator<Bridge> change) {
    return withBridges(
        bridges.stream()
            .map(bridge -> bridge.name().equals(bridgeName) ? change.apply(bridge) : bridge)
            .toList());
  }

  /** A copy in which the component with that name is changed; unchanged if there is none. */
  public Node withComponent(String component, UnaryOperator<Component> change) {
    return withComponents(
        components.stream()
            .map(each -> each.name().equals(component) ? change.apply(each) : each)
            .toList());
  }

  /** A copy in which the interface with that name is changed; unchanged if there is none. */
  public Node withNic(String nicName, UnaryOperator<Nic> change) {
    List<Nic> changed = new ArrayList<>();
    nics.forEach(nic -> changed.add(nic.isCalled(nicName) ? change.apply(nic) : nic));
    return withNics(changed);
  }

  /**
   * A copy with other settings of the Open_vSwitch row, and with the mappings that follow from
   * them.
   */
  public Node withExternalIds(Map<String, String> newIds) {
    Node changed = toBuilder().externalIds(newIds).build();
    return changed.withMappings(
        BridgeMapping.of(changed.setting("ovn-bridge-mappings").orElse(""), name, bridges));
  }

  public Node withNics(List<Nic> newNics) {
    return toBuilder().nics(newNics).build();
  }

  public Node withBridges(List<Bridge> newBridges) {
    return toBuilder().bridges(newBridges).build();
  }

  public Node withMappings(List<BridgeMapping> newMappings) {
    return toBuilder().mappings(newMappings).build();
  }

  public Node withComponents(List<Component> newComponents) {
    return toBuilder().components(newComponents).build();
  }

  public Node withPaths(ManagementPath management, ManagementPath southbound) {
    return toBuilder().managementPath(management).southboundPath(southbound).build();
  }

  /** A node by its parts. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name)
        .address(address)
        .roles(roles)
        .absent(absent)
        .unreachable(unreachable)
        .hostname(hostname)
        .bootId(bootId)
        .uptimeCentis(uptimeCentis)
        .systemId(systemId)
        .nics(nics)
        .routes(routes)
        .bootAddresses(bootAddresses)
        .bridges(bridges)
        .mappings(mappings)
        .components(components)
        .managementPath(managementPath)
        .southboundPath(southboundPath)
        .externalIds(externalIds)
        .tools(tools)
        .guardUnit(guardUnit)
        .problems(problems)
        .controllerVersion(controllerVersion)
        .certificates(certificates)
        .databaseDisks(databaseDisks);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private String address = "";
    private List<String> roles = List.of();
    private Optional<String> absent = Optional.empty();
    private Optional<String> unreachable = Optional.empty();
    private String hostname = "";
    private String bootId = "";
    private long uptimeCentis;
    private Optional<String> systemId = Optional.empty();
    private List<Nic> nics = List.of();
    private List<Route> routes = List.of();
    private Optional<List<BootAddress>> bootAddresses = Optional.empty();
    private List<Bridge> bridges = List.of();
    private List<BridgeMapping> mappings = List.of();
    private List<Component> components = List.of();
    private ManagementPath managementPath = ManagementPath.UNKNOWN;
    private ManagementPath southboundPath = ManagementPath.UNKNOWN;
    private Map<String, String> externalIds = Map.of();
    private Map<String, String> tools = Map.of();
    private GuardUnit guardUnit = GuardUnit.UNKNOWN;
    private List<String> problems = List.of();
    private Optional<ControllerVersion> controllerVersion = Optional.empty();
    private Optional<List<Certificate>> certificates = Optional.empty();
    private Optional<List<DiskSpace>> databaseDisks = Optional.empty();

    private Builder(String name) {
      this.name = name;
    }

    public Builder address(String newAddress) {
      address = newAddress;
      return this;
    }

    public Builder roles(List<String> newRoles) {
      roles = newRoles;
      return this;
    }

    public Builder absent(Optional<String> newAbsent) {
      absent = newAbsent;
      return this;
    }

    public Builder unreachable(Optional<String> newUnreachable) {
      unreachable = newUnreachable;
      return this;
    }

    public Builder hostname(String newHostname) {
      hostname = newHostname;
      return this;
    }

    public Builder bootId(String newBootId) {
      bootId = newBootId;
      return this;
    }

    public Builder uptimeCentis(long newUptimeCentis) {
      uptimeCentis = newUptimeCentis;
      return this;
    }

    public Builder systemId(Optional<String> newSystemId) {
      systemId = newSystemId;
      return this;
    }

    public Builder nics(List<Nic> newNics) {
      nics = newNics;
      return this;
    }

    public Builder routes(List<Route> newRoutes) {
      routes = newRoutes;
      return this;
    }

    public Builder bridges(List<Bridge> newBridges) {
      bridges = newBridges;
      return this;
    }

    public Builder mappings(List<BridgeMapping> newMappings) {
      mappings = newMappings;
      return this;
    }

    public Builder components(List<Component> newComponents) {
      components = newComponents;
      return this;
    }

    public Builder managementPath(ManagementPath newManagementPath) {
      managementPath = newManagementPath;
      return this;
    }

    public Builder southboundPath(ManagementPath newSouthboundPath) {
      southboundPath = newSouthboundPath;
      return this;
    }

    public Builder externalIds(Map<String, String> newExternalIds) {
      externalIds = newExternalIds;
      return this;
    }

    public Builder tools(Map<String, String> newTools) {
      tools = newTools;
      return this;
    }

    public Builder guardUnit(GuardUnit newGuardUnit) {
      guardUnit = newGuardUnit;
      return this;
    }

    public Builder bootAddresses(Optional<List<BootAddress>> newBootAddresses) {
      bootAddresses = newBootAddresses;
      return this;
    }

    public Builder problems(List<String> newProblems) {
      problems = newProblems;
      return this;
    }

    public Builder controllerVersion(Optional<ControllerVersion> newControllerVersion) {
      controllerVersion = newControllerVersion;
      return this;
    }

    public Builder certificates(Optional<List<Certificate>> newCertificates) {
      certificates = newCertificates;
      return this;
    }

    public Builder databaseDisks(Optional<List<DiskSpace>> newDatabaseDisks) {
      databaseDisks = newDatabaseDisks;
      return this;
    }

    public Node build() {
      return new Node(
          name,
          address,
          roles,
          absent,
          unreachable,
          hostname,
          bootId,
          uptimeCentis,
          systemId,
          nics,
          routes,
          bootAddresses,
          bridges,
          mappings,
          components,
          managementPath,
          southboundPath,
          externalIds,
          tools,
          guardUnit,
          problems,
          controllerVersion,
          certificates,
          databaseDisks);
    }
  }
}
