package io.safeops.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the lab kills every process in a control group, and does not treat an unreadable group
 * as empty.
 */
@Tag("process")
class LabGroupsTest {

  @TempDir Path folder;

  @BeforeEach
  void needs() throws IOException {
    TestTools.need("bash");
    assumeThat(Files.readString(Path.of("/proc/mounts")))
        .as("this machine has control groups")
        .containsPattern("(?m)^\\S+ \\S+ cgroup2? ");
  }

  private record Result(int exit, String text) {}

  /**
   * Runs kill_group. The path leads from every hierarchy of this machine to the test's own folder.
   */
  private Result kills(String group, String before) throws Exception {
    String script =
        """
        set -eu
        die() { echo "$*"; exit 1; }
        NETNS=../../../../../../../../../$1
        . src/lab/lib/groups.sh
        %s
        kill_group "$2"
        """
            .formatted(before);
    Process bash =
        new ProcessBuilder("bash", "-c", script, "bash", folder.toString(), group)
            .redirectErrorStream(true)
            .start();
    bash.getOutputStream().close();
    String text = new String(bash.getInputStream().readAllBytes(), UTF_8);
    return new Result(bash.waitFor(), text);
  }

  @Test
  void missingGroupAndGroupWithoutProcessesAreEmpty() throws Exception {
    assertThat(kills("none", "")).isEqualTo(new Result(0, ""));
    Files.writeString(
        Files.createDirectories(folder.resolve("net/inner")).resolve("cgroup.procs"), "0\n");
    assertThat(kills("net", "")).isEqualTo(new Result(0, ""));
  }

  @Test
  void unreadableGroupIsNotEmpty() throws Exception {
    Files.createSymbolicLink(
        Files.createDirectories(folder.resolve("net")).resolve("cgroup.procs"),
        Path.of("/nowhere/at/all"));
    Result result = kills("net", "");
    assertThat(result.exit()).as(result.text()).isEqualTo(1);
    assertThat(result.text()).contains("not all can be read in ");
  }

  /** Here the file keeps the id of a killed process; the kernel would remove it. */
  @Test
  void processesOfTheGroupAreKilled() throws Exception {
    Path members = Files.createDirectories(folder.resolve("net/inner")).resolve("cgroup.procs");
    Result result =
        kills(
            "net",
            """
            sleep 1000 & victim=$!
            echo "$victim" >"$1/net/inner/cgroup.procs"
            trap 'kill -0 "$victim" 2>/dev/null && echo alive || echo dead' EXIT
            """);
    assertThat(result.exit()).as(result.text()).isEqualTo(1);
    assertThat(result.text())
        .contains("still alive in ", Files.readString(members).strip())
        .contains("dead");
  }
}
