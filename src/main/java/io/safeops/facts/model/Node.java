package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import io.safeops.expression.Functions;
import io.safeops.facts.derive.NodeFunctions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One machine of the inventory and what was read on it.
 *
 * @param name in the inventory
 * @param address in the inventory
 * @param roles {@code central}, {@code chassis}, {@code gateway}, ... in the inventory
 * @param absent why it is always dead, if the inventory says so; then nothing was read
 * @param unreachable why it could not be read, though it should; then everything below is empty
 * @param bootId changes with every boot; empty when not read
 * @param uptimeCentis hundredths of a second since boot when read
 * @param systemId {@code external_ids:system-id}: the name of its chassis
 * @param mappings {@code external_ids:ovn-bridge-mappings}
 * @param managementPath the way of the connection that the facts were read over
 * @param southboundPath the way of ovn-controller's connection to the Southbound database
 * @param externalIds of the Open_vSwitch row
 * @param tools tool name to its version, or its path where the version is not known; a missing tool
 *     has no entry
 * @param problems what could not be read, in words; a tool that is missing is no problem
 */
@Functions(NodeFunctions.class)
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
    List<Bridge> bridges,
    List<BridgeMapping> mappings,
    List<Component> components,
    ManagementPath managementPath,
    ManagementPath southboundPath,
    Map<String, String> externalIds,
    Map<String, String> tools,
    List<String> problems) {

  private static final Pattern REMOTE_OF_IPV6 =
      Pattern.compile("([a-z]{1,8}:\\[)([0-9A-Fa-f:.]{2,45})(\\](?::[0-9]{1,5})?)");

  public Node {
    Preconditions.name("node name", name);
    roles = List.copyOf(roles);
    Preconditions.between("uptime of " + name, uptimeCentis, 0, Long.MAX_VALUE);
    nics = List.copyOf(nics);
    routes = List.copyOf(routes);
    bridges = List.copyOf(bridges);
    mappings = List.copyOf(mappings);
    components = List.copyOf(components);
    externalIds = Preconditions.sorted(externalIds);
    tools = Preconditions.sorted(tools);
    problems = List.copyOf(problems);
  }

  /** A node of which nothing was read. */
  public static Node unread(
      String name,
      String address,
      List<String> roles,
      Optional<String> absent,
      Optional<String> unreachable) {
    return new Node(
        name,
        address,
        roles,
        absent,
        unreachable,
        "",
        "",
        0,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        ManagementPath.UNKNOWN,
        ManagementPath.UNKNOWN,
        Map.of(),
        Map.of(),
        List.of());
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

  /** What ovn-controller is told by a key of the Open_vSwitch row; empty if it is not there. */
  public Optional<String> setting(String key) {
    return Optional.ofNullable(externalIds.get(settingKey(key)));
  }

  /** The key that counts: one with the system-id appended wins (ovn-controller since 22.12). */
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
   * {@code ovn-remote}: where ovn-controller looks for the Southbound, as tcp:ADDRESS:PORT; an IPv6
   * address as the kernel writes it.
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
   * {@code ovn-encap-ip}: the addresses that tunnels to this node end at; an IPv6 address as the
   * kernel writes it.
   */
  public List<String> getEncapIps() {
    return settings("ovn-encap-ip").stream().map(IpLiteral::canonical).toList();
  }

  /** {@code ovn-encap-type}. */
  public List<String> getEncapTypes() {
    return settings("ovn-encap-type");
  }

  /** The addresses of all its interfaces, loopback and link-local ones left out. */
  public List<String> getAddresses() {
    return nics.stream()
        .flatMap(nic -> nic.addresses().stream())
        .filter(Address::isGlobal)
        .map(Address::ip)
        .toList();
  }

  /**
   * Bytes that a tunnel puts around a packet of a VM, its Ethernet header among them: of Geneve
   * with the option that OVN adds (RFC 8926), else of VXLAN (RFC 7348), in UDP, in IPv4 or IPv6.
   */
  public long getTunnelOverhead() {
    long ip = getEncapIps().stream().anyMatch(end -> end.contains(":")) ? 40 : 20;
    long header = getEncapTypes().stream().allMatch("vxlan"::equals) ? 8 : 16;
    return ip + 8 + header + 14;
  }

  /** Bytes that the interface with the tunnel's address can send in one packet. */
  public Optional<Long> getTunnelMtu() {
    List<String> ends = getEncapIps();
    return nics.stream()
        .filter(nic -> nic.addresses().stream().anyMatch(each -> ends.contains(each.ip())))
        .map(Nic::mtu)
        .min(Comparator.naturalOrder());
  }

  /** The existing bridge that a physnet is mapped to here. */
  public Optional<String> mappedBridge(String physnet) {
    return mappings.stream()
        .filter(mapping -> mapping.physnet().equals(physnet) && mapping.bridgePresent())
        .map(BridgeMapping::bridge)
        .findFirst();
  }

  /** With the bridge of that name changed; unchanged when there is none. */
  public Node withBridge(String bridgeName, UnaryOperator<Bridge> change) {
    return withBridges(
        bridges.stream()
            .map(bridge -> bridge.name().equals(bridgeName) ? change.apply(bridge) : bridge)
            .toList());
  }

  /** With the component of that name changed; unchanged when there is none. */
  public Node withComponent(String component, UnaryOperator<Component> change) {
    return withComponents(
        components.stream()
            .map(each -> each.name().equals(component) ? change.apply(each) : each)
            .toList());
  }

  /** With the interface that is called so changed; unchanged when there is none. */
  public Node withNic(String nicName, UnaryOperator<Nic> change) {
    List<Nic> changed = new ArrayList<>();
    nics.forEach(nic -> changed.add(nic.isCalled(nicName) ? change.apply(nic) : nic));
    return copy(changed, bridges, mappings, components, managementPath, southboundPath);
  }

  /** With other settings of the Open_vSwitch row, and the mappings that follow from them. */
  public Node withExternalIds(Map<String, String> newIds) {
    Node changed =
        new Node(
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
            bridges,
            mappings,
            components,
            managementPath,
            southboundPath,
            newIds,
            tools,
            problems);
    return changed.withMappings(
        BridgeMapping.of(changed.setting("ovn-bridge-mappings").orElse(""), name, bridges));
  }

  public Node withNics(List<Nic> newNics) {
    return copy(newNics, bridges, mappings, components, managementPath, southboundPath);
  }

  public Node withBridges(List<Bridge> newBridges) {
    return copy(nics, newBridges, mappings, components, managementPath, southboundPath);
  }

  public Node withMappings(List<BridgeMapping> newMappings) {
    return copy(nics, bridges, newMappings, components, managementPath, southboundPath);
  }

  public Node withComponents(List<Component> newComponents) {
    return copy(nics, bridges, mappings, newComponents, managementPath, southboundPath);
  }

  public Node withPaths(ManagementPath management, ManagementPath southbound) {
    return copy(nics, bridges, mappings, components, management, southbound);
  }

  private Node copy(
      List<Nic> newNics,
      List<Bridge> newBridges,
      List<BridgeMapping> newMappings,
      List<Component> newComponents,
      ManagementPath newManagementPath,
      ManagementPath newSouthboundPath) {
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
        newNics,
        routes,
        newBridges,
        newMappings,
        newComponents,
        newManagementPath,
        newSouthboundPath,
        externalIds,
        tools,
        problems);
  }
}
