package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.RowReference;
import io.safeops.facts.model.WholeRow;
import io.safeops.transport.TransportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows in whole: what of a database is read for an undo to be compared with. */
class RowReaderTest {

  private static final RowKey PORT = new RowKey("net", "Port", "eth1");
  private static final RowKey INTERFACE = new RowKey("net", "Interface", "eth1");
  private static final RowKey BRIDGE = new RowKey("net", "Bridge", "br-ex");
  private static final RowKey ROOT = new RowKey("net", "Open_vSwitch", RowKey.ONLY);

  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final FakeOvsdb vswitch = new FakeOvsdb("Open_vSwitch");
  private final FakeOvsdb northbound = new FakeOvsdb("OVN_Northbound");

  @BeforeEach
  void fill() {
    String qos =
        vswitch.add("QoS", "{'type':'linux-htb','other_config':['map',[['max-rate','5']]]}");
    String eth1 =
        vswitch.add(
            "Interface",
            "{'name':'eth1','mtu_request':9000,'ofport':3,'link_state':'up','external_ids':['map',"
                + "[['ovn-installed','true'],['iface-id','a']]]}");
    String port =
        vswitch.add(
            "Port",
            ("{'name':'eth1','trunks':['set',[20,10]],'vlan_mode':'trunk','qos':['uuid','%s'],"
                    + "'interfaces':['uuid','%s'],'statistics':['map',[['rx',7]]]}")
                .formatted(qos, eth1));
    String mirror =
        vswitch.add(
            "Mirror",
            "{'name':'m0','select_src_port':['uuid','%s'],'output_port':['uuid','%s']}"
                .formatted(port, port));
    String bridge =
        vswitch.add(
            "Bridge",
            ("{'name':'br-ex','ports':['uuid','%s'],'mirrors':['uuid','%s'],"
                    + "'external_ids':['map',[['ct-zone-x','4']]]}")
                .formatted(port, mirror));
    vswitch.add(
        "Open_vSwitch",
        "{'bridges':['uuid','%s'],'next_cfg':7,'external_ids':['map',[['system-id','b'],['a','1']]]}"
            .formatted(bridge));
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private Cluster read(RowKey... keys) throws Exception {
    return new RowReader(
            executor,
            node -> {
              if (node.equals("gone")) {
                throw new TransportException(
                    TransportException.TransportFailure.UNREACHABLE, "connection refused");
              }
              return node.equals("ctl") ? northbound : vswitch;
            },
            Duration.ofSeconds(1))
        .read(List.of(keys), RecordedNodes.cluster());
  }

  private WholeRow row(RowKey key) throws Exception {
    return read(key).row(key).orElseThrow();
  }

  @Test
  void everyConfiguredColumnIsReadAndNoneThatADaemonWrites() throws Exception {
    WholeRow port = row(PORT);
    assertThat(port.problem()).isEmpty();
    assertThat(port.getConfigured())
        .containsOnlyKeys("name", "trunks", "vlan_mode", "qos")
        .containsEntry("name", "\"eth1\"")
        .containsEntry("trunks", "[10,20]")
        .containsEntry("vlan_mode", "[\"trunk\"]")
        .containsEntry(
            "qos", "[\"QoS other_config={\\\"max-rate\\\":\\\"5\\\"} type=\\\"linux-htb\\\"\"]");
    assertThat(port.columns())
        .containsKeys("tag", "bond_updelay", "protected")
        .doesNotContainKeys("statistics", "interfaces", "bond_active_slave");
    assertThat(port.contained()).isEqualTo(1);
    assertThat(row(INTERFACE).getConfigured())
        .containsOnlyKeys("name", "mtu_request", "external_ids")
        .containsEntry("external_ids", "{\"iface-id\":\"a\"}");
  }

  @Test
  void everyReferenceIsReadByTheNameOfWhatRefers() throws Exception {
    assertThat(row(PORT).references())
        .extracting(RowReference::toString)
        .containsExactly(
            "Bridge br-ex (ports)", "Mirror m0 (output_port)", "Mirror m0 (select_src_port)");
    assertThat(row(PORT).mayRefer())
        .containsExactly("Bridge.ports", "Mirror.output_port", "Mirror.select_src_port");
    assertThat(row(INTERFACE).references()).extracting(RowReference::by).containsExactly("eth1");
    assertThat(row(BRIDGE).references())
        .extracting(RowReference::toString)
        .containsExactly("Open_vSwitch (bridges)");
  }

  /**
   * Two questions for each database, however many rows there are and however many are asked for.
   */
  @Test
  void itAsksTwice() throws Exception {
    read(PORT, INTERFACE, BRIDGE, ROOT);
    assertThat(vswitch.asked()).isEqualTo(2);
    assertThat(northbound.asked()).isZero();
  }

  @Test
  void theOneRowOfATable() throws Exception {
    WholeRow root = row(ROOT);
    assertThat(root.name()).isEqualTo("Open_vSwitch on net");
    assertThat(root.getConfigured())
        .containsOnlyKeys("external_ids")
        .containsEntry("external_ids", "{\"a\":\"1\",\"system-id\":\"b\"}");
    assertThat(row(BRIDGE).getConfigured()).containsOnlyKeys("name");
  }

  @Test
  void aLogicalPortAndTheGroupsThatItIsIn() throws Exception {
    String options = northbound.add("DHCP_Options", "{'cidr':'192.0.2.0/24'}");
    String port =
        northbound.add(
            "Logical_Switch_Port",
            "{'name':'vm','up':true,'dhcpv4_options':['uuid','%s']}".formatted(options));
    northbound.add("Logical_Switch", "{'name':'s','ports':['uuid','%s']}".formatted(port));
    northbound.add("Port_Group", "{'name':'pg_a','ports':['uuid','%s']}".formatted(port));
    RowKey key = RowKey.northbound("Logical_Switch_Port", "vm");
    WholeRow row = row(key);
    assertThat(row.name()).isEqualTo("Logical_Switch_Port vm of the Northbound");
    assertThat(row.getConfigured())
        .containsOnlyKeys("name", "dhcpv4_options")
        .containsEntry("dhcpv4_options", "[\"DHCP_Options cidr=\\\"192.0.2.0/24\\\"\"]");
    assertThat(row.references())
        .extracting(RowReference::toString)
        .containsExactly("Logical_Switch s (ports)", "Port_Group pg_a (ports)");
  }

  @Test
  void whatIsNotThereIsKnownNotToBeThere() throws Exception {
    WholeRow row = row(new RowKey("net", "Port", "eth9"));
    assertThat(row.isRead()).isTrue();
    assertThat(row.isThere()).isFalse();
  }

  @Test
  void whatCannotBeReadSaysWhy() throws Exception {
    RowKey far = new RowKey("gone", "Port", "eth1");
    RowKey strange = new RowKey("net", "Prot", "eth1");
    Cluster cluster = read(PORT, far);
    assertThat(cluster.row(PORT).orElseThrow().isRead()).isTrue();
    assertThat(cluster.row(far).orElseThrow().problem()).contains("connection refused");
    assertThat(row(strange).isRead() && row(strange).isThere()).isFalse();
    RowKey other = RowKey.northbound("Logical_Switch_Port", "vm");
    assertThat(
            new RowReader(executor, node -> vswitch, Duration.ofSeconds(1))
                .read(
                    List.of(other),
                    RecordedNodes.cluster().withDatabases(Optional.empty(), Optional.empty()))
                .row(other)
                .orElseThrow()
                .problem())
        .contains("the Northbound was not read");
    assertThat(
            new RowReader(executor, node -> vswitch, Duration.ofSeconds(1))
                .read(List.of(other), RecordedNodes.cluster())
                .row(other)
                .orElseThrow()
                .problem())
        .contains("OVN_Northbound could not be read: it has no socket here");
  }

  /** What a node says is no text that a terminal obeys, and still tells one value from another. */
  @Test
  void noControlCharacterGetsThrough() throws Exception {
    vswitch.set("Interface", "eth1", "{'external_ids':['map',[['a','\\u001b[2J\\u202e']]]}");
    assertThat(row(INTERFACE).getConfigured())
        .containsEntry("external_ids", "{\"a\":\"\\u001B[2J\\u202e\"}");
  }

  @Test
  void rowsAreInTheFactsThatAreSaved() throws Exception {
    Cluster cluster = read(PORT, INTERFACE, new RowKey("gone", "Port", "eth1"));
    Path file = Files.createTempFile("rows", ".json");
    try {
      FactsFile.save(cluster, file);
      assertThat(FactsFile.load(file)).isEqualTo(cluster);
    } finally {
      Files.delete(file);
    }
  }
}
