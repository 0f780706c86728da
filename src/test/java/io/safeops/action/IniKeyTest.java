package io.safeops.action;

import static org.assertj.core.api.Assertions.assertThat;

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
    home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(file, NEUTRON);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  private int run(String shell, IniKey action, String verb) throws Exception {
    Path script = folder.resolve("script.sh");
    Files.writeString(script, action.script(verb).text());
    List<String> argv = new ArrayList<>(List.of(shell.split(" ")));
    argv.add(script.toString());
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    // A check is run by no guard.
    if (!verb.equals("check")) {
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
    // No line break at its end, and Windows' in the middle.
    Files.writeString(file, NEUTRON.replace("ml2\n", "ml2\r\n") + "last = one");
    String before = Files.readString(file);
    IniKey action = set("ovn", "ovn_sb_connection", "tcp:192.0.2.12:6642,$(reboot) \\n \"'");
    assertThat(run(shell, action, "check")).isEqualTo(1);
    assertThat(run(shell, action, "act")).as(said).isZero();
    assertThat(run(shell, action, "check")).as(said).isZero();
    assertThat(Files.readString(file))
        .isEqualTo(
            before.replace(
                    "ovn_sb_connection=tcp:192.0.2.11:6642",
                    "ovn_sb_connection = tcp:192.0.2.12:6642,$(reboot) \\n \"'")
                + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(run(shell, action, "undo")).as(said).isZero();
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(run(shell, action, "undo")).as(said).isZero();
    try (var left = Files.list(folder)) {
      assertThat(left.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("home", "ml2_conf.ini", "script.sh");
    }
  }

  @ParameterizedTest
  @CsvSource({"DEFAULT,bridge_mappings", "ovs,new", "agent,new", "ovn,core_plugin"})
  void aKeyThatIsNotThereIsWrittenIntoItsSection(String section, String key) throws Exception {
    IniKey action = set(section, key, "x");
    assertThat(run("dash", action, "act")).as(said).isZero();
    String written = Files.readString(file);
    assertThat(written.lines().filter(line -> line.equals(key + " = x"))).hasSize(1);
    String above = written.substring(0, written.indexOf("\n" + key + " = x") + 1);
    assertThat(above.substring(above.lastIndexOf("\n[") + 1)).startsWith("[" + section + "]");
    assertThat(written.replace("\n\n[agent]\nnew = x", "").replace("\n" + key + " = x", ""))
        .isEqualTo(NEUTRON.stripTrailing() + (section.equals("agent") ? "\n" : "\n"));
  }

  @Test
  void aKeyIsRemoved() throws Exception {
    assertThat(run("dash", remove("ovs", "bridge_mappings"), "act")).as(said).isZero();
    assertThat(Files.readString(file))
        .isEqualTo(NEUTRON.replace("bridge_mappings = physnet2:br-ex\n", ""));
    assertThat(run("dash", remove("ovs", "bridge_mappings"), "check")).as(said).isZero();
  }

  @Test
  void whatSomebodyWroteMeanwhileIsNotTouched() throws Exception {
    IniKey action = set("ovs", "bridge_mappings", "physnet2:br-other");
    assertThat(run("dash", action, "act")).as(said).isZero();
    Files.writeString(file, Files.readString(file) + "# by another hand\n");
    String theirs = Files.readString(file);
    assertThat(run("dash", action, "undo")).isEqualTo(3);
    assertThat(said).contains("somebody changed it");
    assertThat(Files.readString(file)).isEqualTo(theirs);
    Files.delete(file);
    assertThat(run("dash", action, "undo")).isEqualTo(3);
  }

  @Test
  void anUndoBeforeAnythingWasDoneDoesNothing() throws Exception {
    assertThat(run("dash", set("ovs", "x", "y"), "undo")).as(said).isZero();
    assertThat(Files.readString(file)).isEqualTo(NEUTRON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a]\nk = 1\nk = 2\n", "[a]\nk = 1\n  2\n"})
  void aKeyOfSeveralValuesIsLeftAlone(String text) throws Exception {
    Files.writeString(file, text);
    assertThat(run("dash", set("a", "k", "3"), "act")).isEqualTo(1);
    assertThat(said).contains("more than once");
    assertThat(Files.readString(file)).isEqualTo(text);
    assertThat(run("dash", set("a", "k", "3"), "undo")).as(said).isZero();
  }

  @Test
  void aLinkIsNotReplacedByAFile() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link.ini"), file);
    IniKey action =
        new IniKey(List.of("net"), link.toString(), "ovs", "bridge_mappings", Optional.of("x"));
    assertThat(run("dash", action, "act")).isEqualTo(1);
    assertThat(said).contains("no regular file");
    assertThat(Files.readString(file)).isEqualTo(NEUTRON);
  }
}
