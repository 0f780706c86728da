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
 * A weekly time window in which changes are allowed, in the local time of a time zone.
 *
 * @param days the days on which it begins, at least one
 * @param from when it begins
 * @param to when it ends: on the same day if it is later than {@code from}, or else on the next
 *     day; 00:00 is the end of the day
 * @param zone the time zone; daylight saving time is observed
 */
public record MaintenanceWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

  public MaintenanceWindow {
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  /** Whether a moment is in the window: at or after its begin, and before its end. */
  public boolean isOpen(Instant moment) {
    LocalDate today = moment.atZone(zone).toLocalDate();
    return Stream.of(today.minusDays(1), today)
        .filter(this::beginsOn)
        .anyMatch(day -> !moment.isBefore(begin(day)) && moment.isBefore(end(day)));
  }

  /** The next begin after a moment. */
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

  /** The window as text: {@code sat, sun 22:00 to 04:00 Europe/Berlin}. */
  public String description() {
    String on =
        days.size() == DayOfWeek.values().length
            ? "daily"
            : days.stream()
                .sorted()
                .map(MaintenanceWindow::abbreviation)
                .collect(Collectors.joining(", "));
    return on + " " + from + " to " + (to.equals(LocalTime.MIDNIGHT) ? "24:00" : to) + " " + zone;
  }

  /** The name of a day in an inventory: {@code mon}. */
  static String abbreviation(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  static Optional<DayOfWeek> day(String word) {
    return Stream.of(DayOfWeek.values()).filter(day -> abbreviation(day).equals(word)).findFirst();
  }
}
