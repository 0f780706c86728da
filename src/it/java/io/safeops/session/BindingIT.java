package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests incident 003: no chassis binds the port of a VM. vm1 is on cmp. */
class BindingIT extends Bench {
  private static final String VM1 = "10000001-0000-4000-8000-000000000001";
  private static final String VM2 = "10000002-0000-4000-8000-000000000002";
  private static final String TAP1 = "tap10000001-00";
  private static final String GUARD = "deadline: 120s, lease: 10s, probes: []";
  private static final String UNPLUG =
      "{exec: {argv: [ovs-vsctl, remove, interface, "
          + TAP1
          + ", external_ids, iface-id], undo: none}, nodes: {names: [cmp]}}";

  private static final List<String> CAUSES =
      List.of(
          "{exec: {argv: [ovs-vsctl, set, Interface, "
              + TAP1
              + ", 'external_ids:iface-id="
              + VM2
              + "'], undo: none}, nodes: {names: [cmp]}}",
          "{ovn.port.rebind: {port: " + VM2 + ", node: cmp, interface: " + TAP1 + "}}",
          "{ovs.bridge.port.remove: {bridge: br-int, port: " + TAP1 + "}, nodes: {names: [cmp]}}",
          "{exec: {argv: [ovn-nbctl, lsp-set-options, "
              + VM1
              + ", requested-chassis=net], undo: none}}",
          "{exec: {argv: [ovn-nbctl, lsp-set-enabled, " + VM1 + ", disabled], undo: none}}");

  @AfterEach
  void plugIn() {
    LAB.exec("cmp", "ovs-vsctl", "set", "Interface", TAP1, "external_ids:iface-id=" + VM1);
    ovn("remove", "Logical_Switch_Port", VM1, "options", "requested-chassis");
    ovn("clear", "Logical_Switch_Port", VM1, "enabled");
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm1"))).isTrue();
  }

  @Test
  @Tag("main")
  void doctorFindsALostIfaceIdAndItsCommandMendsIt() {
    doctorFindsItAndItsCommandMendsIt("003", "paths/port", "has lost its iface-id", "cmp");
  }

  @ParameterizedTest
  @CsvSource({
    "003-host, paths/port, may be bound only on net, ctl",
    "003-down, paths/port, is disabled in the Northbound, ctl"
  })
  void doctorFindsItAndItsCommandMendsIt(
      String incident, String rule, String cause, String witness) {
    LAB.breakBy(incident);
    Ended found = operator.types("doctor");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    assertThat(found.out())
        .contains("FAULT " + rule + ": port " + VM1, "of VM vm1", cause, "1 fault");
    assertThat(LAB.ping("vm1")).isFalse();

    OpenRun run = operator.appliesAsPrinted(found);
    Ended confirmed = run.confirm(run.code(witness));

    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm1"))).isTrue();
    Ended clean = operator.types("doctor");
    assertThat(clean.exit()).as(clean.all()).isZero();
  }

  @Tag("main")
  @Test
  void changeThatCausesItIsRefused() {
    Ended refused = operator.types("apply", plan(UNPLUG).toString(), "--no-input");

    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.all()).contains("paths/stay", "VM vm1");
    assertThat(ifaceId()).isEqualTo(VM1);
    assertThat(operator.hasRuns()).isFalse();

    String facts = operator.facts().toString();
    for (String step : CAUSES) {
      Ended seen = operator.types("review", plan(step).toString(), "--facts", facts);
      assertThat(seen.exit()).as(step + seen.all()).isEqualTo(3);
      assertThat(seen.all()).contains("paths/stay", "VM vm1");
    }
  }

  /** No chassis binds the port any more, so the expectation of the step does not hold. */
  @Test
  void changeLetThroughIsUndoneByItself() {
    OpenRun run =
        operator.applies(
            plan(UNPLUG), "--waive", "paths/stay", "--because", "to see it taken back");
    Ended ended = run.ended();

    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(ended.out()).contains("is bound on cmp", "footprint equal");
    assertThat(ifaceId()).isEqualTo(VM1);
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm1"))).isTrue();
  }

  private Path plan(String step) {
    return operator.file("unbind.yaml", Plans.plan(GUARD, step));
  }

  private static String ifaceId() {
    return LAB.exec("cmp", "ovs-vsctl", "get", "Interface", TAP1, "external_ids:iface-id")
        .out()
        .strip()
        .replace("\"", "");
  }
}
