package io.safeops.plan;

import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Value;
import io.safeops.facts.node.Component;
import java.util.List;
import java.util.Optional;

/** Reads one check other than CEL. Probes and expectations have the same form. */
final class CheckReader {

  static final String STORM = "storm";
  static final List<String> PROBES = List.of(STORM, "ping", "tcp", "component");
  static final List<String> EXPECTATIONS = List.of("ping", "tcp", "component");

  private CheckReader() {}

  /** Reads the check of a map that has exactly one key of {@code kinds}. */
  static Optional<Check> read(MapReader map, Value at, List<String> kinds) {
    List<String> named = kinds.stream().filter(map::has).toList();
    if (named.size() > 1) {
      at.report("two checks in one: " + String.join(" and ", named) + "; write two list entries");
      return Optional.empty();
    }
    if (named.isEmpty()) {
      kinds.forEach(map::optional);
      if (at.isMap()) {
        at.report("a check needs one of " + String.join(", ", kinds));
      }
      return Optional.empty();
    }
    MapReader check = map.optional(named.get(0)).map();
    Optional<Check> read =
        switch (named.get(0)) {
          case STORM -> Optional.of(new Check.Storm());
          case "ping" -> ping(check);
          case "tcp" -> tcp(check);
          default -> component(check);
        };
    check.finish();
    return read;
  }

  private static Optional<Check> ping(MapReader check) {
    Optional<String> from = from(check);
    long count = check.optional("count").integer(1, 100).map(Located::value).orElse(3L);
    return to(check).map(to -> new Check.Ping(from, to, count));
  }

  private static Optional<Check> tcp(MapReader check) {
    Optional<String> from = from(check);
    Optional<String> to = to(check);
    Optional<Long> port = check.required("port").integer(1, 65535).map(Located::value);
    return to.flatMap(host -> port.map(number -> new Check.Tcp(from, host, number)));
  }

  private static Optional<Check> component(MapReader check) {
    Optional<Located<String>> name = check.required("name").oneOf(Component.NAMES);
    List<String> nodes =
        check.optional("nodes").list().stream()
            .flatMap(node -> ParamType.NODE.read(node).stream())
            .map(Located::value)
            .toList();
    return name.map(known -> new Check.ComponentUp(known.value(), nodes));
  }

  private static Optional<String> from(MapReader check) {
    return ParamType.NODE.read(check.optional("from")).map(Located::value);
  }

  private static Optional<String> to(MapReader check) {
    return ParamType.IP.read(check.required("to")).map(Located::value);
  }
}
