package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Moves the management of the vm node to VLAN 100 of its NIC. The cable then ends in a trunk port
 * of a switch that connects the VLAN to the management LAN. The switch is the OVS of cmp, because
 * this machine's own kernel may not support VLANs.
 */
final class Trunk implements AutoCloseable {
  static final String DEVICE = "mgmt0.100";

  private final Lab lab;
  private final String cmp;

  Trunk(Lab lab) {
    this.lab = lab;
    this.cmp = lab.root("cmp").getName(1).toString();
    here("link set vm-m nomaster");
    here("link set vm-m netns " + cmp);
    here("link add access type veth peer name trunk-a netns " + cmp);
    here("link set access master management up");
    on(
        "cmp",
        """
        ip link set vm-m up
        ip link set trunk-a up
        ethtool -K trunk-a tx off
        ovs-vsctl --timeout=20 -- add-br trunk -- set Bridge trunk datapath_type=netdev \
          -- add-port trunk vm-m -- add-port trunk trunk-a tag=100
        """);
    on(
        "vm",
        """
        ip link add link mgmt0 name mgmt0.100 type vlan id 100
        ip addr del 198.51.100.14/24 dev mgmt0
        ip addr add 198.51.100.14/24 brd + dev mgmt0.100
        ip link set mgmt0.100 up
        sed -i.kept '/^Address/d' /etc/systemd/network/10-mgmt0.network
        """);
    run("nsenter --net=/run/netns/" + lab.namespace() + " ethtool -K access tx off");
  }

  /** Restores the address on the NIC itself, and its cable in the management LAN. */
  @Override
  public void close() {
    on(
        "vm",
        """
        mv /etc/systemd/network/10-mgmt0.network.kept /etc/systemd/network/10-mgmt0.network
        ip link del mgmt0.100
        ip addr add 198.51.100.14/24 brd + dev mgmt0
        """);
    on("cmp", "ovs-vsctl --timeout=20 del-br trunk");
    here("link del access");
    run("nsenter --net=/proc/" + cmp + "/ns/net ip link set vm-m netns " + lab.namespace());
    here("link set vm-m master management up");
  }

  private void on(String node, String script) {
    Lab.Answer answer = lab.script(node, "set -e\n" + script);
    assertThat(answer.exit()).as(answer.err()).isZero();
  }

  private void here(String words) {
    run("ip -n " + lab.namespace() + " " + words);
  }

  private static void run(String words) {
    try {
      Process process = new ProcessBuilder(words.split(" ")).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(words + ": " + said).isZero();
    } catch (IOException e) {
      throw new AssertionError(words, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
