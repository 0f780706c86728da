package io.safeops.inventory;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A time of the week in which changes may be made, by the clocks on the wall of a zone.
 *
 * @param days on which it begins, at least one
 * @param from when it begins
 * @param to when it is over: of the next day unless it is later than {@code from}; 00:00 is the end
 *     of the day
 * @param zone whose clocks are meant, summer time included
 */
public record MaintenanceWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

  public MaintenanceWindow {
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  /** Whether a moment is within it: from its first one to the last before its end. */
  public boolean isOpen(Instant moment) {
    LocalDate today = moment.atZone(zone).toLocalDate();
    return Stream.of(today.minusDays(1), today)
        .filter(this::beginsOn)
        .anyMatch(day -> !moment.isBefore(begin(day)) && moment.isBefore(end(day)));
  }

  /** When it begins next after a moment. */
  public ZonedDateTime next(Instant after) {
    LocalDate today = after.atZone(zone).toLocalDate();
    return Stream.iterate(today, day -> day.plusDays(1))
        .filter(this::beginsOn)
        .map(day -> day.atTime(from).atZone(zone))
        .filter(begin -> begin.toInstant().isAfter(after))
        .findFirst()
        .orElseThrow();
  }

  private boolean beginsOn(LocalDate day) {
    return days.contains(day.getDayOfWeek());
  }

  private Instant begin(LocalDate day) {
    return day.atTime(from).atZone(zone).toInstant();
  }

  private Instant end(LocalDate day) {
    LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
    return last.atTime(to).atZone(zone).toInstant();
  }

  /** As {@code sat, sun 22:00 to 04:00 Europe/Berlin}. */
  public String words() {
    String on =
        days.size() == DayOfWeek.values().length
            ? "daily"
            : days.stream().sorted().map(MaintenanceWindow::word).collect(Collectors.joining(", "));
    return on + " " + from + " to " + (to.equals(LocalTime.MIDNIGHT) ? "24:00" : to) + " " + zone;
  }

  /** As an inventory names a day: {@code mon}. */
  static String word(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  static Optional<DayOfWeek> day(String word) {
    return Stream.of(DayOfWeek.values()).filter(day -> word(day).equals(word)).findFirst();
  }
}
