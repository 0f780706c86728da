package io.safeops.action.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safeops.action.ScriptRole;
import io.safeops.facts.node.ComponentName;
import io.safeops.house.TestTools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script of {@code file.ini} under the shells that nodes have, on real files. */
@Tag("process")
class IniKeyTest {

  private static final String NEUTRON =
      """
      # written by hand
      [DEFAULT]
      core_plugin = ml2
      #bridge_mappings = none

      [ovn]
      ovn_sb_connection=tcp:192.0.2.11:6642
        ; indented comment
      [ovs]
      bridge_mappings = physnet2:br-ex
      """;

  @TempDir Path folder;
  private Path file;
  private Path home;
  private String said = "";

  @BeforeEach
  void aFile() throws Exception {
    TestTools.need("busybox");
    file = folder.resolve("ml2_conf.ini");
    home = Files.createDirectories(folder.resolve("state/run/home"));
    Files.writeString(file, NEUTRON);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  private int run(String shell, IniKey action, ScriptRole role) throws Exception {
    return run(List.of(shell.split(" ")), action.script(role, "").text(), role);
  }

  private int run(List<String> shell, String text, ScriptRole role) throws Exception {
    Path script = Files.writeString(folder.resolve("script.sh"), text);
    List<String> argv = new ArrayList<>(shell);
    argv.add(script.toString());
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    // No guard runs a check.
    if (role != ScriptRole.CHECK) {
      builder.environment().put("SAFEOPS_RUN", "20261120-120000-abcd");
      builder.environment().put("SAFEOPS_STEP", "1");
      builder.environment().put("SAFEOPS_HOME", home.toString());
    }
    Process process = builder.start();
    said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor();
  }

  private IniKey set(String section, String key, String value) {
    return new IniKey(List.of("net"), file.toString(), section, key, Optional.of(value));
  }

  private IniKey remove(String section, String key) {
    return new IniKey(List.of("net"), file.toString(), section, key, Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void oneKeyChangesAndTheUndoRestoresEveryByte(String shell) throws Exception {
    // No line break at the end, and Windows line breaks in the middle.
    Files.writeString(file, NEUTRON.replace("ml2\n", "ml2\r\n") + "last = one");
    String before = Files.readString(file);
    IniKey action = set("ovn", "ovn_sb_connection", "tcp:192.0.2.12:6642,$(reboot) \\n \"'");
    assertThat(run(shell, action, ScriptRole.CHECK)).isEqualTo(1);
    assertThat(run(shell, action, ScriptRole.ACT)).as(said).isZero();
    assertThat(run(shell, action, ScriptRole.CHECK)).as(said).isZero();
    assertThat(Files.readString(file))
        .isEqualTo(
            before.replace(
                    "ovn_sb_connection=tcp:192.0.2.11:6642",
                    "ovn_sb_connection = tcp:192.0.2.12:6642,$(reboot) \\n \"'")
                + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(run(shell, action, ScriptRole.UNDO)).as(said).isZero();
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(run(shell, action, ScriptRole.UNDO)).as(said).isZero();
    try (var left = Files.list(folder)) {
      assertThat(left.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("state", "ml2_conf.ini", "script.sh");
    }
  }

  @ParameterizedTest
  @CsvSource({"DEFAULT,bridge_mappings", "ovs,new", "agent,new", "ovn,core_plugin"})
  void aKeyThatIsNotThereIsWrittenIntoItsSection(String section, String key) throws Exception {
    IniKey action = set(section, key, "x");
    assertThat(run("dash", action, ScriptRole.ACT)).as(said).isZero();
    String written = Files.readString(file);
    assertThat(written.lines().filter(line -> line.equals(key + " = x"))).hasSize(1);
    String above = written.substring(0, written.indexOf("\n" + key + " = x") + 1);
    assertThat(above.substring(above.lastIndexOf("\n[") + 1)).startsWith("[" + section + "]");
    assertThat(written.replace("\n\n[agent]\nnew = x", "").replace("\n" + key + " = x", ""))
        .isEqualTo(NEUTRON.stripTrailing() + (section.equals("agent") ? "\n" : "\n"));
  }

  @Test
  void aKeyIsRemoved() throws Exception {
    assertThat(run("dash", remove("ovs", "bridge_mappings"), ScriptRole.ACT)).as(said).isZero();
    assertThat(Files.readString(file))
        .isEqualTo(NEUTRON.replace("bridge_mappings = physnet2:br-ex\n", ""));
    assertThat(run("dash", remove("ovs", "bridge_mappings"), ScriptRole.CHECK)).as(said).isZero();
  }

  @Test
  void whatSomebodyWroteInTheMeantimeIsNotTouched() throws Exception {
    IniKey action = set("ovs", "bridge_mappings", "physnet2:br-other");
    assertThat(run("dash", action, ScriptRole.ACT)).as(said).isZero();
    Files.writeString(file, Files.readString(file) + "# by another hand\n");
    String theirs = Files.readString(file);
    assertThat(run("dash", action, ScriptRole.UNDO)).isEqualTo(3);
    assertThat(said).contains("somebody changed it");
    assertThat(Files.readString(file)).isEqualTo(theirs);
    Files.delete(file);
    assertThat(run("dash", action, ScriptRole.UNDO)).isEqualTo(3);
  }

  @Test
  void anUndoBeforeAnythingWasDoneDoesNothing() throws Exception {
    assertThat(run("dash", set("ovs", "x", "y"), ScriptRole.UNDO)).as(said).isZero();
    assertThat(Files.readString(file)).isEqualTo(NEUTRON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a]\nk = 1\nk = 2\n", "[a]\nk = 1\n  2\n"})
  void aKeyOfSeveralValuesIsLeftAlone(String text) throws Exception {
    Files.writeString(file, text);
    assertThat(run("dash", set("a", "k", "3"), ScriptRole.ACT)).isEqualTo(1);
    assertThat(said).contains("more than once");
    assertThat(Files.readString(file)).isEqualTo(text);
    assertThat(run("dash", set("a", "k", "3"), ScriptRole.UNDO)).as(said).isZero();
  }

  private IniKey in(Path path) {
    return new IniKey(List.of("net"), path.toString(), "ovs", "bridge_mappings", Optional.of("x"));
  }

  /**
   * A file below a separate {@code etc}, so that the test does not touch this machine's own files.
   */
  private Path sshd() throws Exception {
    Path directory = Files.createDirectories(folder.resolve("etc/ssh"));
    return Files.writeString(directory.resolve("sshd_config"), NEUTRON);
  }

  private void isNotTouched(Path written, Path real, String why) throws Exception {
    for (String shell : List.of("dash", "busybox sh")) {
      assertThat(run(shell, in(written), ScriptRole.ACT)).as(said).isEqualTo(1);
      assertThat(said).contains(why);
      assertThat(Files.readString(real)).isEqualTo(NEUTRON);
      assertThat(run(shell, in(written), ScriptRole.UNDO)).as(said).isZero();
    }
  }

  @Test
  void aLinkIsNotReplacedByAFile() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link.ini"), file);
    isNotTouched(link, file, link + " leads to " + file + " here: not touched. Write that path");
    Path directory = Files.createSymbolicLink(folder.resolve("conf"), folder);
    isNotTouched(directory.resolve("ml2_conf.ini"), file, " leads to " + file + " here");
  }

  @Test
  void aFileThatDecidesIsNotWrittenByAnotherName() throws Exception {
    Path sshd = sshd();
    String why = " is " + sshd + " here, which decides who can log in and who is root";
    isNotTouched(Files.createSymbolicLink(folder.resolve("a.ini"), sshd), sshd, why);
    Path directory = Files.createSymbolicLink(folder.resolve("conf"), sshd.getParent());
    isNotTouched(directory.resolve("sshd_config"), sshd, why);
    Path twice = Files.createSymbolicLink(folder.resolve("b.ini"), folder.resolve("a.ini"));
    isNotTouched(twice, sshd, why);
    Path relative =
        Files.createSymbolicLink(folder.resolve("c.ini"), Path.of("etc/../etc/ssh/sshd_config"));
    isNotTouched(relative, sshd, why);
    Path root = Files.createSymbolicLink(folder.resolve("root"), Path.of("/proc/self/root"));
    isNotTouched(Path.of(root + sshd.toString()), sshd, why);
    isNotTouched(Path.of(root + file.toString()), file, " leads to " + file + " here");
  }

  @Test
  void aFileThatDecidesIsNotWrittenThroughAMount() throws Exception {
    Path sshd = sshd();
    assumeTrue(new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0, "no mounts");
    Path directory = Files.createDirectory(folder.resolve("mounted"));
    Path one = Files.createFile(folder.resolve("one.ini"));
    String mounts =
        "mount --bind "
            + sshd.getParent()
            + " "
            + directory
            + " && mount --bind "
            + sshd
            + " "
            + one
            + " && exec dash \"$0\"";
    for (Path written : List.of(directory.resolve("sshd_config"), one)) {
      assertThat(
              run(
                  List.of("unshare", "-m", "sh", "-c", mounts),
                  in(written).script(ScriptRole.ACT, "").text(),
                  ScriptRole.ACT))
          .as(said)
          .isEqualTo(1);
      assertThat(said).contains(written + " is " + sshd + " here, which decides who can log in");
      assertThat(Files.readString(sshd)).isEqualTo(NEUTRON);
    }
  }

  @Test
  void theGuardsOwnFilesAreNotTouched() throws Exception {
    Path other = Files.createDirectories(folder.resolve("state/other")).resolve("state");
    Files.writeString(other, NEUTRON);
    isNotTouched(other, other, "is a file of safeops' guard here");
  }

  @Test
  void aPathThatNowLeadsElsewhereIsNotWrittenBack() throws Exception {
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Path moved = folder.resolve("moved");
    IniKey action = in(Files.writeString(conf.resolve("x.ini"), NEUTRON));
    assertThat(run("dash", action, ScriptRole.ACT)).as(said).isZero();
    Files.move(conf, moved);
    Files.createSymbolicLink(conf, moved);
    String theirs = Files.readString(moved.resolve("x.ini"));
    assertThat(run("dash", action, ScriptRole.UNDO)).isEqualTo(3);
    assertThat(Files.readString(moved.resolve("x.ini"))).isEqualTo(theirs);
  }

  // --- what reads the file ---

  /**
   * A fake systemctl that prints the content of files, and gives a restart another invocation id.
   */
  private void reader(String state, String invocation) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("ActiveState"), state + "\n");
    Files.writeString(folder.resolve("InvocationID"), invocation + "\n");
    Path systemctl = bin.resolve("systemctl");
    Files.writeString(
        systemctl,
        """
        #!/bin/sh
        cd '%s' || exit 1
        case "$*" in
          show*ActiveState*) cat ActiveState ;;
          show*InvocationID*) cat InvocationID ;;
          *restart*) echo again >>restarts; echo after >InvocationID ;;
        esac
        """
            .formatted(folder));
    Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int runWithReader(ScriptRole role) throws Exception {
    String text = set("ovs", "bridge_mappings", "x").script(role, "neutron-server.service").text();
    return run(
        List.of("dash"),
        text.replaceFirst("\nPATH=", "\nPATH=" + folder.resolve("bin") + ":"),
        role);
  }

  private boolean isRestarted() {
    return Files.exists(folder.resolve("restarts"));
  }

  @Test
  void aReaderThatWasNotStartedSinceIsLeftAlone() throws Exception {
    reader("active", "first");
    assertThat(runWithReader(ScriptRole.ACT)).as(said).isZero();
    assertThat(runWithReader(ScriptRole.UNDO)).as(said).isZero();
    assertThat(Files.readString(file)).isEqualTo(NEUTRON);
    assertThat(isRestarted()).isFalse();
  }

  @Test
  void aReaderThatHasReadTheUndoneValueIsRestarted() throws Exception {
    reader("active", "first");
    assertThat(runWithReader(ScriptRole.ACT)).as(said).isZero();
    reader("active", "second");
    assertThat(runWithReader(ScriptRole.UNDO)).as(said).isZero();
    assertThat(Files.readString(file)).isEqualTo(NEUTRON);
    assertThat(runWithReader(ScriptRole.UNDO)).as(said).isZero();
    assertThat(Files.readString(folder.resolve("restarts"))).as("once").isEqualTo("again\n");
  }

  @Test
  void aReaderThatCannotBeAskedMayHaveReadIt() throws Exception {
    reader("active", "first");
    assertThat(runWithReader(ScriptRole.ACT)).as(said).isZero();
    reader("", "");
    assertThat(runWithReader(ScriptRole.UNDO)).isEqualTo(1);
    assertThat(said).contains("it is not known yet whether neutron-server.service runs");
    reader("inactive", "second");
    assertThat(runWithReader(ScriptRole.UNDO)).as(said).isZero();
    assertThat(isRestarted()).isFalse();
  }

  // --- the other action that writes a file ---

  @Test
  void aBackupIsNotMadeWhereFilesDecide() throws Exception {
    Path crontabs = Files.createDirectories(folder.resolve("etc/cron.d"));
    Path link = Files.createSymbolicLink(folder.resolve("backups"), crontabs);
    for (String shell : List.of("dash", "busybox sh")) {
      DatabaseBackup backup = new DatabaseBackup(ComponentName.NORTHBOUND, link + "/nb");
      assertThat(
              run(List.of(shell.split(" ")), backup.script(ScriptRole.ACT).text(), ScriptRole.ACT))
          .isEqualTo(1);
      assertThat(said).contains("which decides what runs on the node as root: not touched");
    }
    assertThat(crontabs).isEmptyDirectory();
  }
}
