package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the Northbound's table Logical_Router, with its ports.
 *
 * @param name unique only by convention; OVN itself allows several routers with the same name
 * @param uuid of the row; not part of its content
 * @param enabled whether it is in use; true if the row does not say (ovn-nb(5)), and in older facts
 * @param nats its translations of addresses; empty if they were not read
 * @param routes its static routes; empty if they were not read
 */
public record LogicalRouter(
    String name,
    String uuid,
    Map<String, String> options,
    Map<String, String> externalIds,
    List<RouterPort> ports,
    boolean enabled,
    Optional<List<RouterNat>> nats,
    Optional<List<StaticRoute>> routes) {

  public LogicalRouter {
    Preconditions.name("router name", name);
    options = Preconditions.sorted(options);
    externalIds = Preconditions.sorted(externalIds);
    ports = List.copyOf(ports);
    for (RouterPort port : ports) {
      if (!port.routerName().equals(name)) {
        throw new IllegalArgumentException(
            "port " + port.name() + " of router " + port.routerName() + " is listed in " + name);
      }
    }
    nats = nats.map(List::copyOf);
    routes = routes.map(List::copyOf);
  }

  /** A router that is enabled; its translations and routes were not read. */
  public LogicalRouter(
      String name,
      String uuid,
      Map<String, String> options,
      Map<String, String> externalIds,
      List<RouterPort> ports) {
    this(name, uuid, options, externalIds, ports, true, Optional.empty(), Optional.empty());
  }

  /** Whether Neutron made it. Then Neutron also schedules its gateway. */
  public boolean isNeutron() {
    return name.matches("neutron-[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
        || externalIds.keySet().stream().anyMatch(key -> key.startsWith("neutron:"));
  }

  /** The chassis that runs the whole router if it is a gateway router; else empty. */
  public String getChassis() {
    return options.getOrDefault("chassis", "");
  }

  /** A copy in which this port replaces the one with the same name. */
  public LogicalRouter withPort(RouterPort port) {
    return toBuilder()
        .ports(ports.stream().map(each -> each.name().equals(port.name()) ? port : each).toList())
        .build();
  }

  /** A router by its columns. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name)
        .uuid(uuid)
        .options(options)
        .externalIds(externalIds)
        .ports(ports)
        .enabled(enabled)
        .nats(nats)
        .routes(routes);
  }

  /** Its parts by name; what is not given is empty, and the router is enabled. */
  public static final class Builder {
    private final String name;
    private String uuid = "";
    private Map<String, String> options = Map.of();
    private Map<String, String> externalIds = Map.of();
    private List<RouterPort> ports = List.of();
    private boolean enabled = true;
    private Optional<List<RouterNat>> nats = Optional.empty();
    private Optional<List<StaticRoute>> routes = Optional.empty();

    private Builder(String name) {
      this.name = name;
    }

    public Builder uuid(String newUuid) {
      uuid = newUuid;
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

    public Builder ports(List<RouterPort> newPorts) {
      ports = newPorts;
      return this;
    }

    public Builder enabled(boolean newEnabled) {
      enabled = newEnabled;
      return this;
    }

    public Builder nats(Optional<List<RouterNat>> newNats) {
      nats = newNats;
      return this;
    }

    public Builder routes(Optional<List<StaticRoute>> newRoutes) {
      routes = newRoutes;
      return this;
    }

    public LogicalRouter build() {
      return new LogicalRouter(name, uuid, options, externalIds, ports, enabled, nats, routes);
    }
  }
}
