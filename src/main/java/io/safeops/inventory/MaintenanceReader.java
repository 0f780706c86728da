package io.safeops.inventory;

import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.NearestName;
import io.safeops.document.Value;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the {@code maintenance} keys of an inventory: one window, or a list of them. */
final class MaintenanceReader {

  private static final String OF_DAY = "([01][0-9]|2[0-3]):[0-5][0-9]";
  static final Pattern BEGIN = Pattern.compile(OF_DAY);
  static final Pattern END = Pattern.compile(OF_DAY + "|24:00");
  static final List<String> DAYS =
      Stream.of(DayOfWeek.values()).map(MaintenanceWindow::abbreviation).toList();

  private MaintenanceReader() {}

  /** The windows; empty if the inventory has none: changes are allowed at any time. */
  static List<MaintenanceWindow> read(Value value) {
    List<MaintenanceWindow> windows = new ArrayList<>();
    for (Value each : value.isMap() ? List.of(value) : value.list()) {
      window(each.map()).ifPresent(windows::add);
    }
    if (value.isList() && value.list().isEmpty()) {
      value.report(
          "`maintenance`: an empty list allows no change; remove the key to allow changes at any time");
    }
    return windows;
  }

  private static Optional<MaintenanceWindow> window(MapReader map) {
    Optional<Set<DayOfWeek>> days = days(map.optional("days"));
    Optional<LocalTime> from = time(map.required("from"), BEGIN, "00:00 to 23:59");
    Value until = map.required("to");
    Optional<LocalTime> to = time(until, END, "00:00 to 24:00");
    Optional<ZoneId> zone = zone(map.required("zone"));
    map.finish();
    if (days.isEmpty() || from.isEmpty() || to.isEmpty() || zone.isEmpty()) {
      return Optional.empty();
    }
    if (from.equals(to) && !until.textOrEmpty().equals("24:00")) {
      until.report("`to`: the same as `from`; a whole day is from 00:00 to 24:00");
      return Optional.empty();
    }
    return Optional.of(new MaintenanceWindow(days.get(), from.get(), to.get(), zone.get()));
  }

  private static Optional<Set<DayOfWeek>> days(Value value) {
    if (!value.isPresent()) {
      return Optional.of(EnumSet.allOf(DayOfWeek.class));
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (Value item : value.list()) {
      item.oneOf(DAYS).map(Located::value).flatMap(MaintenanceWindow::day).ifPresent(days::add);
    }
    if (value.isList() && value.list().isEmpty()) {
      value.report("`days`: expected at least one of " + String.join(", ", DAYS));
    }
    return days.isEmpty() ? Optional.empty() : Optional.of(days);
  }

  private static Optional<LocalTime> time(Value value, Pattern pattern, String range) {
    return value
        .text(pattern, "a time of day, " + range)
        .map(Located::value)
        .map(text -> text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text));
  }

  private static Optional<ZoneId> zone(Value value) {
    Optional<String> name = value.text().map(Located::value);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (!ZoneId.getAvailableZoneIds().contains(name.get())) {
      value.report(
          "`zone`: "
              + Value.quote(name.get())
              + " is not a time zone such as Europe/Berlin or UTC"
              + NearestName.hint(name.get(), ZoneId.getAvailableZoneIds()));
      return Optional.empty();
    }
    return name.map(ZoneId::of);
  }
}
