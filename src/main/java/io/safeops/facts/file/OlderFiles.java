package io.safeops.facts.file;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Components that older files of facts do not have although they are not optional, and the values
 * that they then have. What may be unknown is an Optional or an enum with a constant {@code
 * UNKNOWN} instead.
 */
final class OlderFiles {

  private static final Map<String, Object> VALUES =
      Map.ofEntries(
          Map.entry("Bridge.stp", false),
          Map.entry("Bridge.controllers", List.of()),
          Map.entry("Bridge.forwarding", ""),
          Map.entry("BridgePort.trunks", List.of()),
          Map.entry("BridgePort.vlanMode", ""),
          Map.entry("BridgePort.bondMode", ""),
          Map.entry("BridgePort.lacp", ""),
          Map.entry("BridgePort.otherConfig", Map.of()),
          Map.entry("BridgePort.restrictions", List.of()),
          Map.entry("BridgePort.members", List.of()),
          Map.entry("Component.process", ""),
          Map.entry("Component.answer", ""),
          Map.entry("Nic.peerElsewhere", false),
          Map.entry("LogicalRouter.enabled", true),
          Map.entry("RouterPort.enabled", true),
          Map.entry("RouterPort.mac", ""),
          Map.entry("DatabaseStatus.connected", true),
          Map.entry("DatabaseStatus.readOnly", List.of()),
          Map.entry("DatabaseStatus.schemaVersion", ""));

  private OlderFiles() {}

  /** Its value in a file without it; empty if every file has it. */
  static Optional<Object> value(Class<?> record, RecordComponent component) {
    return Optional.ofNullable(VALUES.get(record.getSimpleName() + "." + component.getName()));
  }
}
