package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a problem with a node is found and named before any node is armed. */
class NotStartedIT extends Bench {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a tool is missing | mount --bind /dev/null /usr/bin/flock | umount /usr/bin/flock | flock",
        "nothing can be synced | mount --bind /bin/false /usr/bin/sync | umount /usr/bin/sync"
            + " | synced",
        "its state directory cannot be written | mkdir -p /var/lib/safeops;"
            + " mount -t tmpfs -o ro,mode=700 none /var/lib/safeops | umount /var/lib/safeops"
            + " | /var/lib/safeops",
      })
  void nodeThatCannotBeGuarded(String what, String bad, String good, String named) {
    assertThat(LAB.script("net", bad).exit()).isZero();
    try {
      Ended ended = operator.types("apply", quietPlan("lease: 5s").toString(), "--no-input");
      assertThat(ended.exit()).as(ended.all()).isEqualTo(6);
      assertThat(ended.out()).contains("not started: net: ", named, "Nothing was armed");
    } finally {
      assertThat(LAB.script("net", good).exit()).isZero();
    }
    nothingWasArmed();
  }

  @Test
  void hostKeyThatIsNotTheKnownOne() {
    Path known = operator.file("known_hosts", swapped());
    Path inventory =
        operator.inventory(
            "mismatch.yaml",
            text -> text.replaceAll("known_hosts: \".*\"", "known_hosts: \"" + known + "\""));

    Ended ended =
        operator.types(
            "apply", quietPlan("lease: 5s").toString(), "--no-input", "-i", inventory.toString());

    assertThat(ended.exit()).as(ended.all()).isEqualTo(6);
    assertThat(ended.all()).contains("net").containsIgnoringCase("host key");
    nothingWasArmed();
  }

  /** The lab's known_hosts, with the key of cmp for net. */
  private static String swapped() {
    Path known = LAB.inventory().resolveSibling("known_hosts");
    try {
      String cmp =
          Files.readAllLines(known).stream()
              .filter(line -> line.contains("192.0.2.13"))
              .findFirst()
              .orElseThrow()
              .replaceFirst("^\\S+ ", "");
      return Files.readString(known).replaceAll("(?m)^(\\S*192\\.0\\.2\\.12\\S*) .*$", "$1 " + cmp);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void nodeThatDoesNotAnswer() {
    Ended ended;
    LAB.link("net", "in-band", false);
    try {
      ended = operator.types("apply", quietPlan("lease: 5s").toString(), "--no-input");
    } finally {
      LAB.link("net", "in-band", true);
    }
    assertThat(ended.exit()).as(ended.all()).isEqualTo(6);
    assertThat(ended.all()).contains("net");
    nothingWasArmed();
  }

  /** The out-of-band path is tested before it is needed. */
  @Test
  void outOfBandPathThatDoesNotWork() {
    Path inventory =
        operator.inventory("astray.yaml", text -> text.replace("exec, net,", "exec, nobody,"));

    Ended ended =
        operator.types(
            "apply", quietPlan("lease: 5s").toString(), "--no-input", "-i", inventory.toString());

    assertThat(ended.exit()).as(ended.all()).isEqualTo(6);
    assertThat(ended.all()).contains("net: its out-of-band path does not work");
    nothingWasArmed();
  }

  /**
   * The facts say that systemd keeps units across a reboot there; only the guard knows where its
   * state would be.
   */
  @Test
  void stateThatAPowerCutWouldLose() {
    Path inventory =
        operator.inventory(
            "volatile.yaml",
            text -> text.replace("  net:\n", "  net:\n    state_dir: /srv/volatile/safeops\n"));

    LAB.script("net", "mkdir -p /srv/volatile && mount -t tmpfs tmpfs /srv/volatile");
    Ended ended;
    try {
      ended =
          operator.types(
              "apply", quietPlan("lease: 5s").toString(), "--no-input", "-i", inventory.toString());
    } finally {
      LAB.script("net", "umount /srv/volatile && rmdir /srv/volatile");
    }

    assertThat(ended.exit()).as(ended.all()).isEqualTo(6);
    assertThat(ended.all()).contains("net: its guard would not survive a reboot");
    nothingWasArmed();
  }

  private void nothingWasArmed() {
    assertThat(Lab.NODES).allSatisfy(node -> assertThat(guards.runs(node)).isEmpty());
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
  }
}
