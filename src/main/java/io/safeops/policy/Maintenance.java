package io.safeops.policy;

import io.safeops.inventory.MaintenanceWindow;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells whether changes are allowed at the time of the facts that a plan is judged on. Facts that
 * were just collected are of now; a file of facts is of the time when it was written.
 *
 * @param open whether one of the inventory's windows is open; true if it has none
 * @param windows the windows of the inventory, as text
 * @param at the time of the facts, in the zone of the window that begins next
 * @param opens when that window begins
 */
public record Maintenance(boolean open, String windows, String at, String opens) {

  /** Changes are allowed at any time. */
  public static final Maintenance ALWAYS = new Maintenance(true, "", "", "");

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm VV", Locale.ROOT);

  /**
   * @param collectedAt from the facts; if it is not a valid time, no window counts as open
   */
  public static Maintenance of(List<MaintenanceWindow> windows, String collectedAt) {
    if (windows.isEmpty()) {
      return ALWAYS;
    }
    String words =
        windows.stream().map(MaintenanceWindow::description).collect(Collectors.joining("; "));
    Optional<Instant> moment = moment(collectedAt);
    if (moment.isEmpty()) {
      return new Maintenance(false, words, "an unknown time", "it begins");
    }
    ZonedDateTime next =
        windows.stream()
            .map(window -> window.next(moment.get()))
            .min(Comparator.comparing(ZonedDateTime::toInstant))
            .orElseThrow();
    return new Maintenance(
        windows.stream().anyMatch(window -> window.isOpen(moment.get())),
        words,
        MOMENT.format(moment.get().atZone(next.getZone())),
        MOMENT.format(next));
  }

  private static Optional<Instant> moment(String text) {
    if (!text.matches("[0-9]{4}-.*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException unknown) {
      return Optional.empty();
    }
  }
}
