package io.safeops.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inventories that do not load, and the messages for the operator. */
class InventoryErrorsTest {

  private static final String HEAD = "apiVersion: safeops/v1\nkind: Inventory\n";

  @TempDir Path dir;

  /** {@code expected} is the whole message, without the file's name. */
  record Bad(String text, String expected) {
    @Override
    public String toString() {
      return expected;
    }
  }

  private static Bad bad(String text, String expected) {
    return new Bad(text, expected);
  }

  /** One node on line 4; its keys follow from line 5, column 5. */
  private static Bad node(String keys, String expected) {
    return bad(HEAD + "nodes:\n  net:\n    " + keys.replace("\n", "\n    ") + "\n", expected);
  }

  /** The maintenance windows on line 5, from column 14. */
  private static Bad maintenance(String windows, String expected) {
    return bad(
        HEAD + "nodes:\n  net: {address: 192.0.2.12}\nmaintenance: " + windows + "\n", expected);
  }

  private static Bad oob(String path, String expected) {
    return node("address: 192.0.2.12\noob: " + path, expected);
  }

  static Stream<Bad> bad() {
    return Stream.of(
        bad(
            "nodes: {net: {address: 192.0.2.12}}\nkind: Inventory\n",
            "1:1: `apiVersion` is missing"),
        bad(
            "apiVersion: safeops/v2\nkind: Inventory\nnodes: {net: {address: 192.0.2.12}}\n",
            "1:13: `apiVersion`: \"safeops/v2\" is unknown, did you mean `safeops/v1`?"),
        bad(
            "apiVersion: safeops/v1\nkind: Plan\nnodes: {net: {address: 192.0.2.12}}\n",
            "2:7: `kind`: \"Plan\" is unknown, expected one of Inventory"),
        bad(HEAD, "1:1: `nodes` is missing"),
        bad(HEAD + "nodes: {}\n", "3:8: `nodes`: expected at least one node"),
        bad(HEAD + "nodes: [net]\n", "3:8: `nodes`: expected a map, found a list"),
        bad(HEAD + "nodes:\n  net: 192.0.2.12\n", "4:8: `net`: expected a map, found text"),
        bad(
            HEAD + "nodes:\n  net: {address: 192.0.2.12}\nnode: {}\n",
            "5:1: unknown key `node`, did you mean `nodes`?"),
        bad(
            HEAD + "defaults: {shs: {}}\nnodes:\n  net: {address: 192.0.2.12}\n",
            "3:12: unknown key `shs`, did you mean `ssh`?"),
        bad(
            HEAD + "nodes:\n  -net: {address: 192.0.2.12}\n",
            "4:3: \"-net\" is not a node name: a letter or digit, then letters, digits, `.`, `_`,"
                + " `-`, at most 63"),
        bad(
            HEAD + "nodes:\n  \"a:b,c\": {address: 192.0.2.12}\n",
            "4:3: \"a:b,c\" is not a node name: a letter or digit, then letters, digits, `.`, `_`,"
                + " `-`, at most 63"),
        maintenance("{from: \"22:00\", zone: UTC}", "5:14: `to` is missing"),
        maintenance("{from: \"22:00\", to: \"04:00\"}", "5:14: `zone` is missing"),
        maintenance(
            "{from: 22, to: \"04:00\", zone: UTC}",
            "5:21: `from`: \"22\" is not a time of day, 00:00 to 23:59"),
        maintenance(
            "{from: 22:00, to: 24:30, zone: UTC}",
            "5:32: `to`: \"24:30\" is not a time of day, 00:00 to 24:00"),
        maintenance(
            "{from: 22:00, to: 22:00, zone: UTC}",
            "5:32: `to`: the same as `from`; a whole day is from 00:00 to 24:00"),
        maintenance(
            "{days: [sat, sund], from: 22:00, to: 04:00, zone: UTC}",
            "5:27: `a member of days`: \"sund\" is unknown, did you mean `sun`?"),
        maintenance(
            "{days: [], from: 22:00, to: 04:00, zone: UTC}",
            "5:21: `days`: expected at least one of mon, tue, wed, thu, fri, sat, sun"),
        maintenance(
            "{from: 22:00, to: 04:00, zone: Europe/Berln}",
            "5:45: `zone`: \"Europe/Berln\" is not a time zone such as Europe/Berlin or UTC, did"
                + " you mean `Europe/Berlin`?"),
        maintenance(
            "{form: 22:00, from: 22:00, to: 04:00, zone: UTC}",
            "5:15: unknown key `form`, did you mean `from`?"),
        maintenance(
            "[]",
            "5:14: `maintenance`: an empty list allows no change; remove the key to allow"
                + " changes at any time"),
        maintenance("never", "5:14: `maintenance`: expected a list, found text"),
        bad(
            HEAD
                + "nodes:\n  net: {address: 192.0.2.12}\n  cmp: {address: 192.0.2.13}\n"
                + "  ctl: {address: 192.0.2.12}\n",
            "6:3: node `ctl` is the same machine as `net` (line 4): both have the same"
                + " address and port"),
        node("roles: [chassis]", "5:5: `address` is missing"),
        node(
            "adress: 192.0.2.12",
            "5:5: `address` is missing\n5:5: unknown key `adress`, did you" + " mean `address`?"),
        node(
            "address: 192.0.2.300",
            "5:14: `address`: \"192.0.2.300\" is not an IPv4 address, an IPv6 address or a host"
                + " name"),
        node(
            "address: 192.0.2.12/24",
            "5:14: `address`: \"192.0.2.12/24\" is not an IPv4 address, an IPv6 address or a host"
                + " name; leave out the prefix length"),
        node(
            "address: -oProxyCommand=reboot",
            "5:14: `address`: \"-oProxyCommand=reboot\" is not an IPv4 address, an IPv6 address or"
                + " a host name"),
        node(
            "address: 2001:db8:::1",
            "5:14: `address`: \"2001:db8:::1\" is not an IPv4 address, an IPv6 address or a host"
                + " name"),
        node(
            "address: 192.0.2.12\nroles: [chasis]", "6:13: role `chasis`, did you mean `chassis`?"),
        node(
            "address: 192.0.2.12\nroles: [chassis, chassis]",
            "6:22: role `chassis` is given twice"),
        node(
            "address: 192.0.2.12\nroles: [\"Chassis 1\"]",
            "6:13: `a member of roles`: \"Chassis 1\" is not a role: a lower-case letter, then"
                + " letters, digits, `-`, at most 32"),
        node("address: 192.0.2.12\nroles: chassis", "6:12: `roles`: expected a list, found text"),
        node("address: 192.0.2.12\nssh: {port: 0}", "6:17: `port`: 0 is not between 1 and 65535"),
        node(
            "address: 192.0.2.12\nssh: {port: \"22; reboot\"}",
            "6:17: `port`: expected a whole number, found \"22; reboot\""),
        node("address: 192.0.2.12\nssh: {user: \"-l\"}", "6:17: `user`: \"-l\" is not a user name"),
        node(
            "address: 192.0.2.12\nssh: {become: su}",
            "6:19: `become`: \"su\" is unknown, expected one of none, sudo"),
        node(
            "address: 192.0.2.12\nssh: {identiy: /root/key}",
            "6:11: unknown key `identiy`, did you mean `identity`?"),
        node(
            "address: 192.0.2.12\nssh: {identity: ~bob/key}",
            "6:21: `identity`: \"~bob/key\" is not a path: only `~/`, your own home directory, is understood"),
        node(
            "address: 192.0.2.12\nssh: {known_hosts: [a, {}]}",
            "6:28: `a member of known_hosts`: expected text, found a map"),
        node(
            "address: 192.0.2.12\nssh: {agent: yes}",
            "6:18: `agent`: expected true, false or the path of a socket, found \"yes\""),
        node(
            "address: 192.0.2.12\nssh: {jump: \"user@@door\"}",
            "6:17: `jump`: expected [user@]host[:port], a map with `address`, or none, found"
                + " \"user@@door\""),
        node(
            "address: 192.0.2.12\nssh: {jump: \"door:99999\"}",
            "6:17: `jump`: expected [user@]host[:port], a map with `address`, or none, found"
                + " \"door:99999\""),
        node("address: 192.0.2.12\nssh: {jump: {user: a}}", "6:17: `address` is missing"),
        node(
            "address: 192.0.2.12\nssh: {jump: door, proxy-command: [nc, \"%h\", \"%p\"]}",
            "6:23: `jump` and `proxy-command` exclude each other: let the proxy command use the jump"
                + " host"),
        node(
            "address: 192.0.2.12\nssh: {proxy-command: nc %h %p}",
            "6:26: `proxy-command`: expected a list of arguments: [program, argument, ...]"),
        node(
            "address: 192.0.2.12\nssh: {proxy-command: []}",
            "6:26: `proxy-command`: expected at least the program"),
        node(
            "address: 192.0.2.12\nssh: {proxy-command: [\"\"]}",
            "6:26: `proxy-command`: the program's name is empty"),
        node(
            "address: 192.0.2.12\nabsent: \"two\\nlines\"",
            "6:13: `absent`: \"two\\u000alines\" is not one line of at most 200 characters"),
        node(
            "address: 192.0.2.12\nabsent: \"\"",
            "6:13: `absent`: \"\" is not one line of at most" + " 200 characters"),
        node(
            "address: 192.0.2.12\nstate_dir: /tmp/safeops",
            "6:16: `state_dir`: \"/tmp/safeops\" is not " + StateDirectory.EXPECTED),
        node(
            "address: 192.0.2.12\nstate_dir: \"/var/lib/$(reboot)\"",
            "6:16: `state_dir`: \"/var/lib/$(reboot)\" is not " + StateDirectory.EXPECTED),
        node(
            "address: 192.0.2.12\nstate_dir: /var/lib/../../etc",
            "6:16: `state_dir`: \"/var/lib/../../etc\" is not " + StateDirectory.EXPECTED),
        node(
            "address: 192.0.2.12\nguard: {lease: 15}",
            "6:20: `lease`: expected a duration such as 500ms, 20s, 5m, 12h or 2d, found \"15\""),
        node(
            "address: 192.0.2.12\nguard: {deadline: 2h}",
            "6:23: `deadline`: expected 10 s to 1800 s, found 7200 s"),
        node(
            "address: 192.0.2.12\nguard: {leese: 15s}",
            "6:13: unknown key `leese`, did you mean `lease`?"),
        oob(
            "yes",
            "6:10: `oob`: expected `none`, or a list of paths, each with one of command, address,"
                + " console; found \"yes\""),
        oob(
            "[]",
            "6:10: `oob`: an empty list; write `none` if there is no out-of-band path to"
                + " this node"),
        oob("{console: Proxmox}", "6:10: `survives` is missing"),
        oob(
            "{console: Proxmox, survives: [power]}",
            "6:40: `a member of survives`: \"power\" is unknown, expected one of lan, nic"),
        oob(
            "{survives: [nic]}",
            "6:10: an out-of-band path has one of `command`, `address`, `console`; found 0"),
        oob(
            "{console: Proxmox, address: 192.0.2.99, survives: [nic]}",
            "6:10: an out-of-band path has one of `command`, `address`, `console`; found 2"),
        oob(
            "{command: virsh console net, survives: [nic]}",
            "6:20: `command`: expected a list of arguments: [program, argument, ...]"),
        oob(
            "[{console: a, survives: [nic]}, {console: b, survives: [lan]}]",
            "6:42: two out-of-band paths are named `console`"),
        oob(
            "[{console: a, survives: [nic]}, none]",
            "6:42: `a member of oob`: expected a map," + " found text"),
        bad(
            HEAD + "nodes: {net: {address: &a 192.0.2.12}}\n",
            "3:24: anchor `&a`: write the value out where it is used"),
        bad(
            HEAD + "nodes:\n  net: {address: 192.0.2.12}\n  net: {address: 192.0.2.13}\n",
            "5:3: key `net` is given twice, first on line 4"),
        bad(
            "apiVersion: [\n",
            "2:1: not YAML: expected the node content, but found '<stream end>', while parsing a flow node"),
        bad("", " the file is empty"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void reportsThePositionAndTheExpectedValue(Bad bad) throws IOException {
    Path file = Files.writeString(dir.resolve("inventory.yaml"), bad.text());
    String message = message(file);
    String name = file + ":";
    assertThat(message).startsWith(file.toString());
    String places = message.replace(name, "");
    assertThat(places).isEqualTo(bad.expected());
  }

  private static String message(Path file) {
    try {
      Inventory.load(file);
    } catch (DocumentException failed) {
      return failed.getMessage();
    }
    return "it loads";
  }

  @Test
  void coversMoreThanTwentyErrors() {
    assertThat(bad()).hasSizeGreaterThan(40);
  }

  @Test
  void reportsAllProblemsAtOnce() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("inventory.yaml"),
            HEAD
                + "defaults: {guard: {lease: x}}\n"
                + "nodes:\n"
                + "  net: {address: 1.2.3}\n"
                + "  cmp: {addres: 192.0.2.13}\n");
    assertThat(message(file).lines()).hasSize(4);
  }

  @Test
  void aFileThatOthersCanWriteMayNotNameAProgram() throws Exception {
    Path file = Files.writeString(dir.resolve("inventory.yaml"), withProxyCommand());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    assertThat(message(file))
        .isEqualTo(
            file
                + ":5:26: `proxy-command` names a program to run, and this file may not name"
                + " one: users other than its owner can write to it (mode 0664): run chmod go-w "
                + file);
    Files.writeString(
        file,
        HEAD
            + "nodes:\n  net:\n    address: 192.0.2.12\n"
            + "    oob: {command: [virsh, console, net], survives: [nic]}\n");
    assertThat(message(file)).contains(":6:20: `command` names a program to run");

    Files.writeString(file, HEAD + "nodes:\n  net: {address: 192.0.2.12}\n");
    assertThat(Inventory.load(file).nodes()).hasSize(1);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file, withProxyCommand());
    assertThat(Inventory.load(file).nodes().get(0).ssh().proxyCommand())
        .containsExactly("nc", "%h", "%p");
  }

  private static String withProxyCommand() {
    return HEAD
        + "nodes:\n  net:\n    ssh: {proxy-command: [nc, \"%h\", \"%p\"]}\n"
        + "    address: 192.0.2.12\n";
  }

  @Test
  void aFileOfAnotherUserMayNotNameAProgram() throws Exception {
    Path file = Files.writeString(dir.resolve("inventory.yaml"), withProxyCommand());
    int owner = (Integer) Files.getAttribute(file, "unix:uid");
    ProcessEnvironment other = new ProcessEnvironment(dir, Optional.empty(), owner + 1);
    if (owner == 0) {
      assertThat(Inventory.load(file, other).nodes()).as("root's own file").hasSize(1);
      Files.setAttribute(file, "unix:uid", 4711);
      assertThatThrownBy(() -> Inventory.load(file, other))
          .hasMessageContaining("it belongs to user 4711, not to root or to you (1)");
    } else {
      assertThatThrownBy(() -> Inventory.load(file, other))
          .hasMessageContaining("it belongs to user " + owner);
    }
  }

  @Test
  void namesAMissingFile() {
    Path file = dir.resolve("none.yaml");
    assertThat(message(file)).isEqualTo(file + ": no such file");
  }
}
