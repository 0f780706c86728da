package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that "as it was" covers whole rows: a row is not deleted if the undo could not restore all
 * of it, and a row that differs afterwards is reported.
 */
class RowsIT extends Bench {
  private static final String GUARD = "deadline: 120s, lease: 10s, hold: 20s, probes: []";
  private static final String UNPLUG =
      "{ovs.bridge.port.remove: {bridge: br-rows, port: rows0}, nodes: {names: [net]}}";
  private static final String PROTOCOLS =
      "{ovs.bridge.protocols: {bridge: br-rows, exactly: [OpenFlow13]}, nodes: {names: [net]}}";
  private static final String VM1 = "10000001-0000-4000-8000-000000000001";

  @BeforeEach
  void layOut() {
    net(
        """
        [ -e /sys/class/net/rows0 ] || ip link add rows0 type veth peer name rows1 || exit
        ip link set rows0 up
        ovs-vsctl --timeout=10 --may-exist add-br br-rows -- set Bridge br-rows datapath_type=netdev \
          -- --may-exist add-port br-rows rows0 \
          -- set Interface rows0 external_ids:of=interface -- set Port rows0 external_ids:of=port
        """);
  }

  @AfterEach
  void clear() {
    net("ovs-vsctl --timeout=10 --if-exists del-br br-rows; ip link del rows0 2>/dev/null; true");
  }

  private static void net(String script) {
    Lab.Answer answer = LAB.script("net", script);
    assertThat(answer.exit()).as(answer.err()).isZero();
  }

  private static String get(String table, String row, String column) {
    return LAB.exec("net", "ovs-vsctl", "--timeout=10", "get", table, row, column).out().strip();
  }

  private Path plan(String step) {
    return operator.file("rows.yaml", Plans.plan(GUARD, step));
  }

  private Ended rollsBack(OpenRun run) {
    Ended asked = operator.types("rollback", run.id());
    Ended ended = run.ended();
    assertThat(asked.exit()).as(asked.all()).isEqualTo(ended.exit());
    return ended;
  }

  @Tag("main")
  @Test
  void portWithMoreThanTheUndoWritesBackIsNotRemoved() {
    net(
        "ovs-vsctl --timeout=10 set Port rows0 trunks=10,20 -- set Interface rows0 mtu_request=1400"
            + " -- --id=@p get Port rows0 -- --id=@m create Mirror name=m0 output_port=@p"
            + " -- set Bridge br-rows mirrors=@m");

    Ended refused = operator.types("apply", plan(UNPLUG).toString(), "--no-input");

    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.all())
        .contains("REFUSED reversibility/rows-written-back", "trunks [10,20]", "mtu_request [1400]")
        .contains("what refers to it: Mirror m0 (output_port)");
    assertThat(operator.hasRuns()).isFalse();
    assertThat(get("Port", "rows0", "trunks")).isEqualTo("[10, 20]");
  }

  @Test
  void logicalPortOfASecurityGroupIsNotDeleted() {
    ovn("pg-add", "pg_rows", VM1);
    try {
      Ended refused =
          operator.types(
              "apply",
              plan("{" + Plans.exec("ovn-nbctl", "lsp-del", VM1) + "}").toString(),
              "--no-input");

      assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
      assertThat(refused.all()).contains("what refers to it: Port_Group pg_rows (ports)");
    } finally {
      ovn("pg-del", "pg_rows");
    }
  }

  @Test
  void portThatTheUndoMakesAgainIsAsItWas() {
    OpenRun run = operator.applies(plan(UNPLUG)).reaches("CODE");
    assertThat(LAB.exec("net", "ovs-vsctl", "--timeout=10", "port-to-br", "rows0").ok()).isFalse();

    Ended ended = rollsBack(run);

    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(get("Port", "rows0", "external_ids")).isEqualTo("{of=port}");
    assertThat(get("Interface", "rows0", "external_ids")).isEqualTo("{of=interface}");
  }

  /** The row changes while the operator is asked, so the step is not done. */
  @Test
  void whatChangesBetweenReviewAndStepIsSeen() {
    try (TypedSession session = new TypedSession(operator, "apply", plan(UNPLUG).toString())) {
      session.sees("Type test to run it").types("test");
      session.sees("(type go;");
      net("ovs-vsctl --timeout=10 set Port rows0 trunks=10");
      session.types("go");

      assertThat(session.ends()).as(session.shown()).isEqualTo(3);
      assertThat(session.shown()).contains("its undo would not restore", "trunks [10]");
    }
    assertThat(get("Port", "rows0", "trunks")).isEqualTo("[10]");
  }

  /** The change is reported and kept, because this run did not make it. */
  @Test
  void whatSomebodyElseWroteMeanwhileIsNotOverwritten() {
    OpenRun run = operator.applies(plan(PROTOCOLS)).reaches("CODE");
    net("ovs-vsctl --timeout=10 set Bridge br-rows flood_vlans=5");

    Ended ended = rollsBack(run);

    assertThat(ended.exit()).as(ended.all()).isEqualTo(5);
    assertThat(ended.all()).contains("flood_vlans of Bridge br-rows on net: was not set, is [5]");
    assertThat(get("Bridge", "br-rows", "protocols")).isEqualTo("[]");
    assertThat(get("Bridge", "br-rows", "flood_vlans")).isEqualTo("[5]");
  }
}
