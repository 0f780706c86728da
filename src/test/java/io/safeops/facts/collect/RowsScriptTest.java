package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the script that reads rows of a database, with a fake {@code ovsdb-client}. */
@Tag("process")
class RowsScriptTest {

  @TempDir private Path node;
  private ServerSocketChannel socket;

  @BeforeEach
  void createTools() throws IOException {
    Files.createDirectories(node.resolve("bin"));
    tool("ovsdb-client", "printf '%s\\n' \"$*\"; echo warned >&2");
    socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    socket.bind(UnixDomainSocketAddress.of(node.resolve("db.sock")));
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
  }

  private void tool(String name, String text) throws IOException {
    Path file = node.resolve("bin").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Sections asked(String database, String schema, String path) throws Exception {
    String script =
        new String(
            Objects.requireNonNull(getClass().getResourceAsStream("rows.sh")).readAllBytes(),
            StandardCharsets.UTF_8);
    String text =
        "MARK=mark DATABASE="
            + database
            + " SCHEMA="
            + schema
            + " QUERY='[\"a b\"]'\n"
            + script
                .replace("/run/openvswitch/db.sock", node.resolve("db.sock").toString())
                .replace("$dir/ovn${db}_db.sock", node.resolve("db.sock").toString())
                .replace("\nPATH=", "\nPATH=" + path + "\n: ");
    Process shell = new ProcessBuilder("/bin/sh", "-s").start();
    try (var in = shell.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String error = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(error).isZero();
    return Sections.of("mark", output, error);
  }

  @Test
  void readsTheNodesOwnDatabase() throws Exception {
    Sections sections = asked("Open_vSwitch", "1", node.resolve("bin") + ":$PATH");
    String socketPath = "unix:" + node.resolve("db.sock");
    assertThat(sections.get("schema").output())
        .isEqualTo("--timeout=5 get-schema " + socketPath + " Open_vSwitch\n");
    assertThat(sections.get("rows").output())
        .isEqualTo("--timeout=5 transact " + socketPath + " [\"a b\"]\n");
    assertThat(sections.get("rows").exit()).isZero();
    assertThat(sections.get("rows").error()).isEqualTo("warned");
  }

  @Test
  void readsTheNorthboundFromAFollower() throws Exception {
    Sections sections = asked("OVN_Northbound", "0", node.resolve("bin") + ":$PATH");
    assertThat(sections.get("schema").exit()).isEqualTo(127);
    assertThat(sections.get("rows").output())
        .startsWith("--timeout=5 --no-leader-only transact unix:");
  }

  @Test
  void reportsWhyADatabaseDoesNotAnswer() throws Exception {
    tool("ovsdb-client", "exit 142");
    String path = node.resolve("bin") + ":$PATH";
    assertThat(asked("Open_vSwitch", "0", path).get("rows").exit()).as("its alarm").isEqualTo(124);
    Files.delete(node.resolve("bin").resolve("ovsdb-client"));
    assertThat(asked("Open_vSwitch", "0", node.resolve("bin").toString()).get("rows").exit())
        .as("no client")
        .isEqualTo(127);
    assertThat(asked("OVN_Northbound", "0", node.resolve("bin").toString()).get("rows").exit())
        .isEqualTo(127);
  }

  @Test
  void readsANorthboundInAContainer() throws Exception {
    Files.delete(node.resolve("bin").resolve("ovsdb-client"));
    tool("docker", "[ \"$1\" = inspect ] || printf '%s\\n' \"$*\"");
    Sections sections = asked("OVN_Northbound", "0", node.resolve("bin").toString());
    assertThat(sections.get("rows").output())
        .isEqualTo(
            "exec ovn_nb_db ovsdb-client --timeout=5 --no-leader-only transact"
                + " unix:/run/ovn/ovnnb_db.sock [\"a b\"]\n");
  }
}
