package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.FactException;
import io.safeops.facts.node.Certificate;
import io.safeops.facts.node.ControllerVersion;
import io.safeops.facts.node.DiskSpace;
import io.safeops.facts.node.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions, certificates and disks, as nodes of Debian 12 have told them. */
class DaemonFactsTest {

  private static final String INSTALLED =
      """
      ovn-controller 23.03.1
      Open vSwitch Library 3.1.0
      OpenFlow versions 0x6:0x6
      SB DB Schema 20.27.0
      """;

  private static final String RUNNING =
      """
      ovn-controller 23.03.1
      Open vSwitch Library 3.1.0
      """;

  @Test
  void theInstalledAndTheRunningController() {
    assertThat(DaemonFacts.controllerVersion(INSTALLED + "\n" + RUNNING))
        .isEqualTo(
            new ControllerVersion(
                Optional.of("23.03.1"),
                Optional.of("23.03.1"),
                Optional.of("20.27.0"),
                Optional.of("0x6:0x6")));
    assertThat(
            DaemonFacts.controllerVersion(INSTALLED + "\n" + RUNNING.replace("23.03.1", "22.03.2"))
                .running())
        .as("upgraded without a restart")
        .contains("22.03.2");
    ControllerVersion silent = DaemonFacts.controllerVersion(INSTALLED + "\n\n");
    assertThat(silent.running()).isEmpty();
    assertThat(silent.installed()).contains("23.03.1");
    assertThat(DaemonFacts.controllerVersion("ovn-controller \u001b[31m\n\nstrange"))
        .isEqualTo(
            new ControllerVersion(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /** An empty answer is a version that cannot be told. */
  @ParameterizedTest
  @CsvSource({
    "23.03.1, 23.03.1, 20.27.0, 23.03.1-20.27.0-70.6, true",
    "23.03.1, 23.03.1, 20.27.0, 22.03.2-20.21.0-58.3, false",
    "23.03.1, 23.03.1, 20.27.0, 23.03.1-20.28.0-70.6, false",
    "23.03.1, 23.03.1, , 23.03.1-20.27.0-70.6, true",
    "22.03.2, 23.03.1, 20.27.0, 23.03.1-20.27.0-70.6, false",
    "23.03.1, 25.03.0, 20.41.0, 23.03.1-20.27.0-70.6, true",
    "23.03.1, 23.03.1, 20.27.0, other, false",
    "23.03.1, 23.03.1, 20.27.0, '', false",
    ", 23.03.1, 20.27.0, 23.03.1-20.27.0-70.6, ",
    "24.03.0-rc1, 24.03.0-rc1, 20.33.0, 24.03.0-rc1-20.33.0-72.6, true",
  })
  void whetherItHasTheInternalVersionOfNorthd(
      String running, String installed, String schema, String northd, Boolean expected) {
    ControllerVersion version =
        new ControllerVersion(
            Optional.ofNullable(running),
            Optional.ofNullable(installed),
            Optional.ofNullable(schema),
            Optional.empty());
    assertThat(version.hasInternalVersion(northd)).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void certificatesWithTheirEnds() throws Exception {
    assertThat(
            DaemonFacts.certificates(
                """
                use controller /etc/ovn/my key.crt
                end Dec  3 06:06:39 2026 GMT /etc/ovn/my key.crt
                use vswitchd /etc/ovn/my key.crt
                use southbound /etc/ovn/gone.crt
                """))
        .containsExactly(
            new Certificate(
                "/etc/ovn/my key.crt", Optional.of("2026-12-03T06:06:39Z"), "controller"),
            new Certificate("/etc/ovn/my key.crt", Optional.of("2026-12-03T06:06:39Z"), "vswitchd"),
            new Certificate("/etc/ovn/gone.crt", Optional.empty(), "southbound"));
    assertThat(DaemonFacts.certificates("\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "use king /x",
        "use controller /x\nend Foo 30 06:06:39 2026 GMT /x",
        "use controller /x\nend Feb 30 26:06:39 2026 GMT /x",
        "use controller /x\nend never /x",
        "notAfter=Dec 30 06:06:39 2026 GMT",
      })
  void whatNoNodeWouldSayIsNotRead(String text) {
    assertThat(node("certificates", text).certificates()).isEmpty();
    assertThat(node("certificates", text).problems()).isEmpty();
  }

  private static Node node(String section, String text) {
    return RecordedNodes.collect(
            RecordedNodes.TARGETS,
            Map.of(
                "net",
                recorded ->
                    recorded.replace(
                        "MARK begin end\n",
                        "MARK begin %s\n%s\nMARK end %s 0\nMARK begin end\n"
                            .formatted(section, text, section))))
        .node("net")
        .orElseThrow();
  }

  @Test
  void theRoomForDatabases() throws Exception {
    assertThat(
            DaemonFacts.disks(
                """
                20647363 66053021 4096 16335041 16777216 /var/lib/ovn
                0 1000 4096 0 0 /etc/openvswitch
                """))
        .containsExactly(
            new DiskSpace(
                "/var/lib/ovn", 84_571_598_848L, 270_553_174_016L, Optional.of(16_335_041L)),
            new DiskSpace("/etc/openvswitch", 0, 4_096_000, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "much",
        "1 2 3 4 5 relative",
        "-1 2 3 4 5 /var",
        "999999999999999 1 999999999 1 1 /var",
        "1 2 3 4 5 6 7 8",
      })
  void aDiskThatCannotBeIsNotRead(String text) {
    assertThat(node("disks", text).databaseDisks()).isEmpty();
    assertThat(node("disks", text).problems()).isEmpty();
  }

  @Test
  void aListWithoutEndIsNotRead() {
    assertThatThrownBy(() -> DaemonFacts.disks("1 2 3 4 5 /var\n".repeat(1000)))
        .isInstanceOf(FactException.class)
        .hasMessage("more than 100 lines");
  }

  /** As an older recording is. */
  @Test
  void whatTheScriptDidNotPrintIsNotRead() {
    Node node =
        RecordedNodes.collect(
                RecordedNodes.TARGETS,
                Map.of(
                    "net",
                    recorded ->
                        recorded.replaceFirst("(?s)MARK begin disks\n.*?MARK end disks 0\n", "")))
            .node("net")
            .orElseThrow();
    assertThat(node.controllerVersion()).isEmpty();
    assertThat(node.certificates()).isEmpty();
    assertThat(node.databaseDisks()).isEmpty();
    assertThat(node("certificates", "").certificates()).contains(List.of());
  }
}
