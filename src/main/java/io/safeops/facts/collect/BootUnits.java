package io.safeops.facts.collect;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether systemd starts a unit at the next boot: a target wants it, or a unit that is started
 * itself (systemd.unit(5), {@code WantedBy=}; systemctl(1), {@code is-enabled}).
 */
final class BootUnits {

  private static final String PACEMAKER = "pacemaker.service";

  private final Map<String, Map<String, String>> units;

  /**
   * @param units the properties of units, by their names
   */
  BootUnits(Map<String, Map<String, String>> units) {
    this.units = Map.copyOf(units);
  }

  /** Empty if it is not known, or if Pacemaker runs, which starts units that are disabled. */
  Optional<Boolean> starts(String unit) {
    return property(PACEMAKER, "ActiveState").equals("active")
        ? Optional.empty()
        : starts(unit, new HashSet<>());
  }

  private Optional<Boolean> starts(String unit, Set<String> seen) {
    if (!units.containsKey(unit) || units.get(unit).get("UnitFileState") == null) {
      return Optional.empty();
    }
    if (property(unit, "LoadState").equals("masked") || !seen.add(unit)) {
      return Optional.of(false);
    }
    String state = property(unit, "UnitFileState");
    // It was written by a generator, which will write it again.
    if (state.equals("generated")) {
      return Optional.of(true);
    }
    // systemd knows of a link that is deleted when it reads its units again.
    boolean linked = !state.equals("disabled") && !state.startsWith("masked");
    boolean unknown = false;
    for (String parent : parents(unit)) {
      Optional<Boolean> starts =
          parent.endsWith(".target") ? Optional.of(linked) : starts(parent, seen);
      if (starts.equals(Optional.of(true))) {
        return starts;
      }
      unknown |= starts.isEmpty();
    }
    return unknown ? Optional.empty() : Optional.of(false);
  }

  private List<String> parents(String unit) {
    return Stream.of("WantedBy", "RequiredBy")
        .flatMap(key -> Stream.of(property(unit, key).split(" ")))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private String property(String unit, String key) {
    return units.getOrDefault(unit, Map.of()).getOrDefault(key, "");
  }
}
