package io.safeops.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.YamlFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests maintenance windows. 2026-11-21 is a Saturday. */
class MaintenanceWindowTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-21T20:59:59Z | false", // 21:59:59 in Berlin
        "2026-11-21T21:00:00Z | true",
        "2026-11-21T23:30:00Z | true", // Sunday in Berlin, Saturday in UTC
        "2026-11-22T02:59:59Z | true",
        "2026-11-22T03:00:00Z | false",
        "2026-11-23T02:59:59Z | true", // still the window that began on Sunday
        "2026-11-23T21:00:00Z | false", // no window begins on Monday
        "2026-11-21T02:00:00Z | false", // no window began on Friday
      })
  void aWindowCanCrossMidnight(Instant moment, boolean open) throws Exception {
    MaintenanceWindow window =
        window("{days: [sun, sat], from: 22:00, to: 04:00, zone: Europe/Berlin}");
    assertThat(window.isOpen(moment)).isEqualTo(open);
    assertThat(window.description()).isEqualTo("sat, sun 22:00 to 04:00 Europe/Berlin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-20T23:59:59Z | false",
        "2026-11-21T00:00:00Z | true",
        "2026-11-21T23:59:59Z | true",
        "2026-11-22T00:00:00Z | false",
      })
  void aWindowCanLastAWholeDay(Instant moment, boolean open) throws Exception {
    assertThat(window("{days: [sat], from: 00:00, to: 24:00, zone: UTC}").isOpen(moment))
        .isEqualTo(open);
  }

  /** In Berlin the clocks go from 02:00 to 03:00 on 2026-03-29, and back on 2026-10-25. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-03-28T21:00:00Z | true",
        "2026-03-29T01:59:59Z | true", // 03:59:59, one hour less
        "2026-03-29T02:00:00Z | false",
        "2026-10-24T20:00:00Z | true",
        "2026-10-25T02:59:59Z | true", // 03:59:59, one hour more
        "2026-10-25T03:00:00Z | false",
      })
  void followsLocalTimeWhenClocksChange(Instant moment, boolean open) throws Exception {
    assertThat(window("{from: 22:00, to: 04:00, zone: Europe/Berlin}").isOpen(moment))
        .isEqualTo(open);
  }

  @Test
  void theNextWindowIsNeverTheOpenOne() throws Exception {
    MaintenanceWindow window = window("{days: [sat], from: 22:00, to: 04:00, zone: UTC}");
    assertThat(window.next(Instant.parse("2026-11-21T21:59:59Z")).toInstant())
        .isEqualTo("2026-11-21T22:00:00Z");
    assertThat(window.next(Instant.parse("2026-11-21T22:00:00Z")).toInstant())
        .isEqualTo("2026-11-28T22:00:00Z");
  }

  @Test
  void anInventoryMayHaveSeveralWindowsOrNone() throws Exception {
    assertThat(windows("")).isEmpty();
    assertThat(
            windows(
                "\nmaintenance: [{from: 01:00, to: 02:00, zone: UTC},"
                    + " {days: [sun], from: 00:00, to: 24:00, zone: UTC}]"))
        .extracting(MaintenanceWindow::description)
        .containsExactly("daily 01:00 to 02:00 UTC", "sun 00:00 to 24:00 UTC");
  }

  private static MaintenanceWindow window(String text) throws Exception {
    return windows("\nmaintenance: " + text).get(0);
  }

  private static List<MaintenanceWindow> windows(String more) throws Exception {
    String text =
        "apiVersion: safeops/v1\nkind: Inventory\nnodes: {net: {address: 192.0.2.12}}" + more;
    return Inventory.of(YamlFile.parse("i.yaml", text.getBytes(StandardCharsets.UTF_8)))
        .maintenance();
  }
}
