package io.safeops.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.transport.ssh.Keyring;
import io.safeops.transport.ssh.Secrets;
import io.safeops.transport.ssh.SshSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryTest {

  private static final String HEAD = "apiVersion: safeops/v1\nkind: Inventory\n";
  private static final Keyring KEYRING = new Keyring(Secrets.none());

  @TempDir Path dir;
  private Path home;
  private ProcessEnvironment processEnvironment;

  @BeforeEach
  void createProcessEnvironment() throws Exception {
    home = Files.createDirectories(dir.resolve("home"));
    int user = (Integer) Files.getAttribute(home, "unix:uid");
    processEnvironment =
        new ProcessEnvironment(home, Optional.of(Path.of("/run/agent.sock")), user);
  }

  private Inventory load(String body) throws Exception {
    Path folder = Files.createDirectories(dir.resolve("cluster"));
    return Inventory.load(
        Files.writeString(folder.resolve("inventory.yaml"), HEAD + body), processEnvironment);
  }

  @Test
  void aNodeWithOnlyAnAddressUsesTheDefaultsOfSsh() throws Exception {
    Files.createDirectories(home.resolve(".ssh"));
    Files.writeString(home.resolve(".ssh/id_rsa"), "");
    Files.writeString(home.resolve(".ssh/id_ed25519"), "");
    InventoryNode node = load("nodes:\n  net: {address: 192.0.2.12}\n").nodes().get(0);
    assertThat(node.ssh())
        .isEqualTo(
            SshSettings.of("root", "192.0.2.12")
                .withIdentities(home.resolve(".ssh/id_ed25519"), home.resolve(".ssh/id_rsa"))
                .withAgent(Path.of("/run/agent.sock"))
                .withKnownHosts(
                    home.resolve(".ssh/known_hosts"), Path.of("/etc/ssh/ssh_known_hosts")));
    assertThat(node.stateDirectory()).isEqualTo(StateDirectory.DEFAULT);
    assertThat(node.guard()).isEqualTo(GuardTimes.NONE);
    assertThat(node.outOfBand()).isEmpty();
    assertThat(node.isWithoutOutOfBand()).isFalse();
    assertThat(node.isAbsent()).isFalse();
    assertThat(node.at().line()).isEqualTo(4);
    assertThat(node.transport(KEYRING).description()).isEqualTo("ssh root@192.0.2.12");
  }

  @Test
  void nodesInheritDefaultsKeyByKey() throws Exception {
    Inventory inventory =
        load(
            """
            defaults:
              ssh: {user: ubuntu, become: sudo, identity: keys/id, known_hosts: [kh, ~/kh], port: 2222}
              guard: {deadline: 5m, lease: 15s}
              state_dir: /srv/safeops
            nodes:
              ctl: {address: ctl.example.net, roles: [central, chassis]}
              net:
                address: 2001:db8::12
                ssh: {user: root, become: none, agent: false}
                guard: {lease: 10s, hold: 20s}
                state_dir: /var/lib/safeops
              old: {address: 192.0.2.14, absent: "waits for a new power supply"}
            """);
    Path folder = dir.resolve("cluster");
    InventoryNode ctl = inventory.node("ctl").orElseThrow();
    assertThat(ctl.ssh().user()).isEqualTo("ubuntu");
    assertThat(ctl.ssh().sudo()).isTrue();
    assertThat(ctl.ssh().port()).isEqualTo(2222);
    assertThat(ctl.ssh().identities()).containsExactly(folder.resolve("keys/id"));
    assertThat(ctl.ssh().knownHosts()).containsExactly(folder.resolve("kh"), home.resolve("kh"));
    assertThat(ctl.roles()).containsExactly("central", "chassis");
    assertThat(ctl.stateDirectory().value()).isEqualTo("/srv/safeops");
    InventoryNode net = inventory.node("net").orElseThrow();
    assertThat(net.ssh().user()).isEqualTo("root");
    assertThat(net.ssh().sudo()).isFalse();
    assertThat(net.ssh().agent()).isEmpty();
    assertThat(net.guard())
        .isEqualTo(
            new GuardTimes(
                Optional.of(Duration.ofMinutes(5)),
                Optional.of(Duration.ofSeconds(10)),
                Optional.of(Duration.ofSeconds(20)),
                Optional.empty()));
    assertThat(net.stateDirectory().value()).isEqualTo("/var/lib/safeops");
    assertThat(inventory.node("old").orElseThrow().absent())
        .contains("waits for a new power supply");
    assertThat(inventory.present())
        .extracting(node -> node.name().value())
        .containsExactly("ctl", "net");
    assertThat(inventory.node("cmp")).isEmpty();
  }

  @Test
  void aJumpHostInheritsUserAndKeysButNotRouteOrPort() throws Exception {
    Inventory inventory =
        load(
            """
            defaults:
              ssh: {user: ubuntu, identity: /k, port: 2222, become: sudo, agent: false, jump: "door@bastion:2022"}
            nodes:
              net: {address: 192.0.2.12}
              cmp:
                address: 192.0.2.13
                ssh:
                  jump: {address: "2001:db8::1", identity: /other, jump: "[2001:db8::2]:22"}
              ctl: {address: 192.0.2.14, ssh: {jump: none}}
            """);
    SshSettings bastion = inventory.nodes().get(0).ssh().jump().orElseThrow();
    assertThat(bastion.user()).isEqualTo("door");
    assertThat(bastion.host()).isEqualTo("bastion");
    assertThat(bastion.port()).isEqualTo(2022);
    assertThat(bastion.identities()).containsExactly(Path.of("/k"));
    assertThat(bastion.sudo()).isFalse();
    assertThat(bastion.jump()).isEmpty();
    assertThat(bastion.agent()).isEmpty();
    SshSettings inner = inventory.nodes().get(1).ssh().jump().orElseThrow();
    assertThat(inner.user()).isEqualTo("ubuntu");
    assertThat(inner.port()).isEqualTo(22);
    assertThat(inner.identities()).containsExactly(Path.of("/other"));
    assertThat(inner.jump().orElseThrow().host()).isEqualTo("2001:db8::2");
    assertThat(inventory.nodes().get(2).ssh().jump()).isEmpty();
    assertThat(inventory.nodes().get(0).transport(KEYRING).description())
        .isEqualTo("ssh ubuntu@192.0.2.12 port 2222 by way of bastion");
  }

  @Test
  void readsEveryFormOfOutOfBandPath() throws Exception {
    Inventory inventory =
        load(
            """
            defaults: {ssh: {proxy-command: [nc, "%h", "%p"], known_hosts: /kh}}
            nodes:
              ctl:
                address: 192.0.2.11
                oob:
                  - {name: virsh, command: [ssh, hyper, virsh, console, ctl], survives: [nic, lan]}
                  - {address: 198.51.100.11, survives: [nic], ssh: {user: admin, proxy-command: none}}
                  - {console: "Proxmox > 122", survives: [nic, lan]}
              net: {address: 192.0.2.12, oob: {console: "Proxmox > 123", survives: []}}
              cmp: {address: 192.0.2.13, oob: none}
            """);
    InventoryNode ctl = inventory.nodes().get(0);
    assertThat(ctl.outOfBand())
        .containsExactly(
            new OutOfBand.ByCommand(
                "virsh",
                Set.of(FailureDomain.NIC, FailureDomain.LAN),
                List.of("ssh", "hyper", "virsh", "console", "ctl")),
            new OutOfBand.ByAddress(
                "198.51.100.11",
                Set.of(FailureDomain.NIC),
                SshSettings.of("admin", "198.51.100.11")
                    .withKnownHosts(Path.of("/kh"))
                    .withAgent(Path.of("/run/agent.sock"))),
            new OutOfBand.ByConsole(
                "console", Set.of(FailureDomain.NIC, FailureDomain.LAN), "Proxmox > 122"));
    assertThat(ctl.outOfBandTransport(KEYRING).orElseThrow().description())
        .isEqualTo("out of band: virsh (`ssh`)");
    assertThat(ctl.outOfBand().get(2).transport(KEYRING)).isEmpty();
    InventoryNode net = inventory.nodes().get(1);
    assertThat(net.outOfBandTransport(KEYRING)).isEmpty();
    assertThat(net.isWithoutOutOfBand()).isFalse();
    InventoryNode cmp = inventory.nodes().get(2);
    assertThat(cmp.isWithoutOutOfBand()).isTrue();
    assertThat(cmp.outOfBand()).isEmpty();
  }

  @Test
  void theSameAddressBehindTwoBastionsIsTwoNodes() throws Exception {
    assertThat(
            load("""
                    nodes:
                      a: {address: 10.0.0.1, ssh: {jump: east}}
                      b: {address: 10.0.0.1, ssh: {jump: west}}
                    """)
                .nodes())
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, true",
    "0.0.0.0, true",
    "255.255.255.255, true",
    "192.0.2.256, false",
    "192.0.2, false",
    "192.0.2.1., false",
    "01.2.3.4, false",
    "2001:db8::1, true",
    "fe80::1%eth0, true",
    "::ffff:192.0.2.1, true",
    "2001:db8::1::2, false",
    "1:2, false",
    "net, true",
    "net-1.example.org, true",
    "-net, false",
    "net-, false",
    "ne t, false",
    "a..b, false",
    "$(id), false",
    "%h, false",
    "net;id, false"
  })
  void addresses(String text, boolean expected) {
    assertThat(HostAddress.isValid(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "br-ex, true",
    "enp6s18, true",
    "eth0.100, true",
    "abcdefghijklmno, true",
    "abcdefghijklmnop, false",
    "-eth0, false",
    "et h0, false",
    "eth0;id, false",
    "a/b, false",
    "., false",
    ".., false",
    "'', false"
  })
  void interfaceNames(String text, boolean expected) {
    assertThat(InterfaceName.isValid(text)).isEqualTo(expected);
  }
}
