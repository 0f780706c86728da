package io.safeops.session;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.TestTools;
import io.safeops.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A node's state directory on a file system of its own, which can be frozen. A process that writes
 * there then waits in the kernel and cannot be killed, as on a network device that has lost its
 * LAN. The file system thaws by itself after {@value #THAWS_AFTER} s, in case the test has died.
 */
final class StalledDisk implements AutoCloseable {

  private static final int THAWS_AFTER = 900;
  private static final String STATE = "/var/lib/safeops";
  private static final String IMAGE = "var/tmp/safeops-disk.img";

  private final Lab lab;
  private final String node;

  StalledDisk(Lab lab, String node) {
    this.lab = lab;
    this.node = node;
    TestTools.need("mkfs.ext4");
    makeImage(lab.root(node).resolve(IMAGE));
    // The container has no device files for loop devices.
    on(
        """
        mkdir -p -m 700 STATE
        [ -e /dev/loop-control ] || mknod -m 600 /dev/loop-control c 10 237
        loop=$(losetup -f)
        [ -e "$loop" ] || mknod -m 600 "$loop" b 7 "${loop#/dev/loop}"
        losetup "$loop" /IMAGE
        echo "$loop" >/run/safeops-disk-of-a-test
        mount "$loop" STATE
        """);
  }

  private static void makeImage(Path image) {
    try {
      Process made =
          new ProcessBuilder("mkfs.ext4", "-q", "-F", image.toString(), "32m")
              .redirectErrorStream(true)
              .start();
      String said = new String(made.getInputStream().readAllBytes());
      assertThat(made.waitFor()).as(said).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  void freeze() {
    on(
        """
        systemd-run --quiet --collect --unit=thaw-of-a-test.timer --on-active=AFTER fsfreeze --unfreeze STATE
        fsfreeze --freeze STATE
        """);
  }

  /** Processes that write there and wait in the kernel, which SIGKILL does not end. */
  String waiting() {
    return processes()
        .lines()
        .filter(line -> line.matches("D.*/safeops/.*"))
        .collect(joining("\n"));
  }

  /** The processes on the node, each with its state. */
  String processes() {
    return lab.script(node, "ps -ww -eo stat,args").out();
  }

  void thaw() {
    on("systemctl stop thaw-of-a-test.timer; fsfreeze --unfreeze STATE");
  }

  private void on(String script) {
    Lab.Answer answer =
        lab.script(
            node,
            "set -e\n"
                + script
                    .replace("STATE", STATE)
                    .replace("IMAGE", IMAGE)
                    .replace("AFTER", String.valueOf(THAWS_AFTER)));
    assertThat(answer.exit()).as(node + ": " + answer.err()).isZero();
  }

  @Override
  public void close() {
    lab.script(
        node,
        """
        fsfreeze --unfreeze STATE 2>/dev/null
        umount -l STATE
        losetup -d "$(cat /run/safeops-disk-of-a-test)"
        rm -f /run/safeops-disk-of-a-test /IMAGE
        """
            .replace("STATE", STATE)
            .replace("IMAGE", IMAGE));
  }
}
