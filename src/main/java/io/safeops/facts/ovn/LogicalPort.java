package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of the Northbound's table Logical_Switch_Port.
 *
 * @param uuid of the row; not part of its content, because a row that is made again has another one
 * @param switchName the switch of the port
 * @param type empty (a VM), {@code localnet}, {@code router}, {@code localport}, {@code virtual},
 *     ...
 * @param tag its VLAN
 * @param up the state that ovn-controller reports; never true for a localnet
 * @param rest the other columns that are not empty, as OVSDB JSON, so that the row can be made
 *     again
 */
public record LogicalPort(
    String name,
    String uuid,
    String switchName,
    String type,
    Optional<Long> tag,
    List<String> addresses,
    List<String> portSecurity,
    Map<String, String> options,
    Map<String, String> externalIds,
    boolean enabled,
    boolean up,
    Map<String, String> rest) {

  /** The {@code type} of a way out to a provider network. */
  public static final String LOCALNET = "localnet";

  /** The {@code type} of a router's end on a switch. */
  public static final String ROUTER = "router";

  /** The {@code type} of what every chassis has for itself, as Neutron's metadata. */
  public static final String LOCALPORT = "localport";

  /** What Neutron makes the port of a router's gateway for. */
  public static final String ROUTER_GATEWAY = "network:router_gateway";

  /**
   * The options whose effect the rules know (ovn-nb(5), Logical_Switch_Port): the network of a
   * localnet, the chassis that may claim a VM's port, and the two options that Neutron sets on
   * every localnet. The port's packets may depend on any other option, such as {@code ethtype} of a
   * localnet.
   */
  public static final List<String> MODELLED_OPTIONS =
      List.of("mcast_flood", "mcast_flood_reports", "network_name", "requested-chassis");

  /** How {@code rest} writes values of OVSDB. Names with quotes or backslashes are not expected. */
  private static final Pattern TEXT = Pattern.compile("\"([^\"\\\\]{1,255})\"");

  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,9})");

  private static final Pattern UUID = Pattern.compile("\\[\"uuid\",\"([0-9a-fA-F-]{36})\"\\]");

  public LogicalPort {
    Preconditions.name("logical port name", name);
    Preconditions.name("switch of logical port " + name, switchName);
    tag.ifPresent(value -> Preconditions.between("tag of logical port " + name, value, 0, 4095));
    addresses = List.copyOf(addresses);
    portSecurity = List.copyOf(portSecurity);
    options = Preconditions.sorted(options);
    externalIds = Preconditions.sorted(externalIds);
    rest = Preconditions.sorted(rest);
  }

  /** A localnet port as {@code lsp-add} and the related commands make it. */
  public static LogicalPort localnet(
      String name, String switchName, String networkName, Optional<Long> tag) {
    return builder(name, switchName)
        .type(LOCALNET)
        .tag(tag)
        .addresses(List.of("unknown"))
        .options(Map.of("network_name", networkName))
        .enabled(true)
        .build();
  }

  public boolean isLocalnet() {
    return type.equals(LOCALNET);
  }

  /**
   * Whether the rules know what a port of this type does. They know the ports of VMs (empty type)
   * and localnets. An {@code l2gateway} or {@code vtep} also leads out of the switch, on one
   * chassis, but no rule covers it.
   */
  public static boolean isModelled(String type) {
    return type.isEmpty() || type.equals(LOCALNET);
  }

  /** Whether the rules know the effect of an option with this name. */
  public static boolean isModelledOption(String key) {
    return MODELLED_OPTIONS.contains(key);
  }

  /** The physnet of a localnet port; empty if it names none. */
  public String getNetworkName() {
    return options.getOrDefault("network_name", "");
  }

  /** Whether Neutron made it. It is not safe to delete or make such rows without Neutron. */
  public boolean isNeutron() {
    return name.startsWith("provnet-")
        || externalIds.keySet().stream().anyMatch(key -> key.startsWith("neutron:"));
  }

  /**
   * The purpose for which Neutron made it, such as {@code compute:nova} or {@code
   * network:router_gateway}; empty if it is not set. Neutron has all of its ports in the Northbound
   * except those of floating IPs (seen on 21.0).
   */
  public String getDeviceOwner() {
    return externalIds.getOrDefault("neutron:device_owner", "");
  }

  /**
   * Whether it belongs to its network and is deleted with it: its localnet, or its port for DHCP
   * and metadata.
   */
  public boolean isOfNetwork() {
    return isLocalnet()
        || type.equals(LOCALPORT)
        || getDeviceOwner().matches("network:(dhcp|distributed)");
  }

  /** The MAC addresses that it may use, which are the first word of each of its addresses. */
  public List<String> getMacs() {
    return addresses.stream()
        .map(address -> address.split(" ", 2)[0])
        .filter(word -> word.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}"))
        .toList();
  }

  /**
   * The hosts or chassis that may claim it ({@code options:requested-chassis}): one, or several
   * while a VM migrates. Empty means any.
   */
  public List<String> getRequested() {
    return Arrays.stream(options.getOrDefault("requested-chassis", "").split(",", -1))
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** The UUID of the DHCP options that answer its DHCPv4 requests; empty: nobody answers. */
  public Optional<String> getDhcpv4() {
    return ofRest("dhcpv4_options", UUID);
  }

  /** The UUID of the DHCP options that answer its DHCPv6 requests; empty: nobody answers. */
  public Optional<String> getDhcpv6() {
    return ofRest("dhcpv6_options", UUID);
  }

  /** The port of the VM in which its container runs; its packets carry a VLAN on that port. */
  public Optional<String> getParentName() {
    return ofRest("parent_name", TEXT);
  }

  /** The VLAN that is asked for; 0 lets northd choose one, which is then its {@code tag}. */
  public Optional<Long> getTagRequest() {
    return ofRest("tag_request", NUMBER).map(Long::parseLong);
  }

  private Optional<String> ofRest(String column, Pattern form) {
    return Optional.ofNullable(rest.get(column))
        .map(form::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1));
  }

  /**
   * A copy that is enabled or disabled, as {@code lsp-set-enabled} writes it. It never writes the
   * empty value.
   */
  public LogicalPort withEnabled(boolean newEnabled) {
    Map<String, String> newRest = new java.util.TreeMap<>(rest);
    newRest.put("enabled", String.valueOf(newEnabled));
    return toBuilder().enabled(newEnabled).rest(newRest).build();
  }

  public LogicalPort withUp(boolean newUp) {
    return toBuilder().up(newUp).build();
  }

  public LogicalPort withType(String newType) {
    return toBuilder().type(newType).build();
  }

  public LogicalPort withTag(Optional<Long> newTag) {
    return toBuilder().tag(newTag).build();
  }

  public LogicalPort withAddresses(List<String> newAddresses) {
    return toBuilder().addresses(newAddresses).build();
  }

  public LogicalPort withOptions(Map<String, String> newOptions) {
    return toBuilder().options(newOptions).build();
  }

  public LogicalPort withExternalIds(Map<String, String> newExternalIds) {
    return toBuilder().externalIds(newExternalIds).build();
  }

  /** A port by its columns. */
  public static Builder builder(String name, String switchName) {
    return new Builder(name, switchName);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name, switchName)
        .uuid(uuid)
        .type(type)
        .tag(tag)
        .addresses(addresses)
        .portSecurity(portSecurity)
        .options(options)
        .externalIds(externalIds)
        .enabled(enabled)
        .up(up)
        .rest(rest);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private String uuid = "";
    private final String switchName;
    private String type = "";
    private Optional<Long> tag = Optional.empty();
    private List<String> addresses = List.of();
    private List<String> portSecurity = List.of();
    private Map<String, String> options = Map.of();
    private Map<String, String> externalIds = Map.of();
    private boolean enabled;
    private boolean up;
    private Map<String, String> rest = Map.of();

    private Builder(String name, String switchName) {
      this.name = name;
      this.switchName = switchName;
    }

    public Builder uuid(String newUuid) {
      uuid = newUuid;
      return this;
    }

    public Builder type(String newType) {
      type = newType;
      return this;
    }

    public Builder tag(Optional<Long> newTag) {
      tag = newTag;
      return this;
    }

    public Builder addresses(List<String> newAddresses) {
      addresses = newAddresses;
      return this;
    }

    public Builder portSecurity(List<String> newPortSecurity) {
      portSecurity = newPortSecurity;
      return this;
    }

    public Builder options(Map<String, String> newOptions) {
      options = newOptions;
      return this;
    }

    public Builder externalIds(Map<String, String> newExternalIds) {
      externalIds = newExternalIds;
      return this;
    }

    public Builder enabled(boolean newEnabled) {
      enabled = newEnabled;
      return this;
    }

    public Builder up(boolean newUp) {
      up = newUp;
      return this;
    }

    public Builder rest(Map<String, String> newRest) {
      rest = newRest;
      return this;
    }

    public LogicalPort build() {
      return new LogicalPort(
          name,
          uuid,
          switchName,
          type,
          tag,
          addresses,
          portSecurity,
          options,
          externalIds,
          enabled,
          up,
          rest);
    }
  }
}
