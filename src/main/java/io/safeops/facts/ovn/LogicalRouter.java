package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.List;
import java.util.Map;

/**
 * A row of the Northbound's table Logical_Router, with its ports.
 *
 * @param name unique only by convention; OVN itself allows several routers with the same name
 * @param uuid of the row; not part of its content
 */
public record LogicalRouter(
    String name,
    String uuid,
    Map<String, String> options,
    Map<String, String> externalIds,
    List<RouterPort> ports) {

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
    return new LogicalRouter(
        name,
        uuid,
        options,
        externalIds,
        ports.stream().map(each -> each.name().equals(port.name()) ? port : each).toList());
  }
}
