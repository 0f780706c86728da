package io.safeops.facts.file;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.Node;
import io.safeops.facts.node.ServiceSupervisor;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.RouterPort;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of components that a sketch does not mention: the names of the enclosing records, else
 * the usual value, else an empty value.
 */
final class SketchDefaults {

  /** Components for which an empty value would be unusual, or would make no valid record. */
  private static final Map<String, Object> USUAL =
      Map.ofEntries(
          Map.entry("Cluster.format", Cluster.FORMAT),
          Map.entry("Nic.kind", "physical"),
          Map.entry("Nic.mtu", 1500L),
          Map.entry("Nic.up", true),
          Map.entry("Nic.carrier", true),
          Map.entry("Address.prefix", 24L),
          Map.entry("Address.family", "inet"),
          Map.entry("Address.scope", "global"),
          Map.entry("Bridge.datapathType", "system"),
          Map.entry("BridgePort.kind", "system"),
          Map.entry("BridgePort.ofport", 1L),
          Map.entry("BridgeInterface.kind", "system"),
          Map.entry("BridgeInterface.ofport", 1L),
          Map.entry("BridgeInterface.linkState", BridgeInterface.UP),
          Map.entry("BridgeInterface.adminState", BridgeInterface.UP),
          Map.entry("Bridge.forwarding", Bridge.NORMAL),
          Map.entry("Component.process", Component.RUNS),
          Map.entry("Component.answer", Component.ANSWERS),
          Map.entry("BridgeMapping.bridgePresent", true),
          Map.entry("Component.manager", ServiceSupervisor.SYSTEMD),
          Map.entry("Component.state", "active"),
          Map.entry("LogicalPort.enabled", true),
          Map.entry("LogicalPort.addresses", List.of("unknown")),
          Map.entry("LogicalRouter.enabled", true),
          Map.entry("RouterPort.enabled", true),
          Map.entry("PortBinding.up", true),
          Map.entry("DatabaseStatus.leader", true),
          Map.entry("DatabaseStatus.connected", true),
          Map.entry("DatabaseMember.model", "standalone"),
          Map.entry("DatabaseMember.leader", true),
          Map.entry("DatabaseMember.connected", true),
          Map.entry("StaticRoute.policy", "dst-ip"),
          Map.entry("RouterNat.type", "snat"));

  /** The name of the component in which inner records name a record of this type. */
  private static final Map<Class<?>, String> OUTER =
      Map.of(
          Node.class,
          "node",
          Bridge.class,
          "bridge",
          LogicalSwitch.class,
          "switchName",
          LogicalRouter.class,
          "routerName",
          RouterPort.class,
          "portName");

  private final Map<String, String> around = new HashMap<>();

  /** The following records are inside this one. */
  @Nullable String enter(Class<?> type, String name) {
    String key = OUTER.get(type);
    return key == null || name.isEmpty() ? null : around.put(key, name);
  }

  /** The following records are no longer inside it. */
  void leave(Class<?> type, @Nullable String before) {
    String key = OUTER.get(type);
    if (key != null && before != null) {
      around.put(key, before);
    } else if (key != null) {
      around.remove(key);
    }
  }

  /**
   * The value of a component; null for a record, which is then read from an empty map.
   *
   * @param name of the record, as in the sketch
   */
  @Nullable Object value(Class<?> record, RecordComponent component, String name) {
    Type type = component.getGenericType();
    if (type == String.class && around.containsKey(component.getName())) {
      return around.get(component.getName());
    }
    if (record == BridgePort.class && component.getName().equals("interfaces")) {
      return List.of(name);
    }
    if (record == BridgePort.class && component.getName().equals("members")) {
      return List.of(
          BridgeInterface.builder(name)
              .kind(BridgePort.SYSTEM)
              .ofport(1)
              .linkState(BridgeInterface.UP)
              .adminState(BridgeInterface.UP)
              .build());
    }
    Object usual = USUAL.get(record.getSimpleName() + "." + component.getName());
    if (usual != null) {
      return usual;
    }
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? List.of()
          : generic.getRawType() == Map.class ? Map.of() : Optional.empty();
    }
    return type == String.class
        ? ""
        : type == long.class ? 0L : type == boolean.class ? false : null;
  }
}
