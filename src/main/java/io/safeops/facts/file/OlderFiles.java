package io.safeops.facts.file;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;

/**
 * Components that older files of facts do not have although they are not optional, and the values
 * that they then have. What may be unknown is an Optional or an enum with a constant {@code
 * UNKNOWN} instead.
 */
final class OlderFiles {

  private static final Map<String, Object> VALUES =
      Map.of(
          "LogicalRouter.enabled", true,
          "RouterPort.enabled", true,
          "RouterPort.mac", "",
          "DatabaseStatus.connected", true,
          "DatabaseStatus.schemaVersion", "");

  private OlderFiles() {}

  /** Its value in a file without it; empty if every file has it. */
  static Optional<Object> value(Class<?> record, RecordComponent component) {
    return Optional.ofNullable(VALUES.get(record.getSimpleName() + "." + component.getName()));
  }
}
