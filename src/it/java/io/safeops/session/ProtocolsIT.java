package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests incident 004: a bridge does not allow ovn-controller's OpenFlow version. */
class ProtocolsIT extends Bench {
  private static final String VM2 = "10000002-0000-4000-8000-000000000002";
  private static final String RULE = "paths/control";
  private static final String GUARD = "deadline: 120s, lease: 10s, probes: []";
  private static final String NARROW =
      "{ovs.bridge.protocols: {bridge: br-int, exactly: [OpenFlow10, OpenFlow13]},"
          + " nodes: {names: [net]}}";

  @AfterEach
  void widen() {
    LAB.exec("net", "ovs-vsctl", "--timeout=10", "clear", "bridge", "br-int", "protocols");
    enable();
  }

  @Tag("main")
  @Test
  void doctorFindsItAndItsCommandMendsIt() {
    assertThat(operator.types("doctor").exit()).isZero();
    LAB.breakBy("004");
    Ended found = operator.types("doctor");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    assertThat(found.out()).contains("FAULT " + RULE + ": net: bridge br-int", "1 fault");
    Matcher mend = Pattern.compile("mend: safeops apply (.+)").matcher(found.out());
    assertThat(mend.find()).as(found.out()).isTrue();
    // ovn-controller tries again and again, and the bridge refuses it each time.
    assertThat(Lab.eventually(Lab.PATIENCE, () -> !isProgrammed())).isTrue();
    disable(); // old flows still forward packets, new ones are not installed
    assertThat(Lab.eventually(Duration.ofSeconds(3), () -> !LAB.ping("vm2"))).isFalse();

    List<String> words = new ArrayList<>(List.of(mend.group(1).split(" ")));
    Path playbook = Path.of(words.remove(0));
    OpenRun run = operator.applies(playbook, words.toArray(String[]::new));
    Ended confirmed = run.confirm(run.code("net"));

    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
    assertThat(protocols()).isEqualTo("[OpenFlow10, OpenFlow13, OpenFlow14, OpenFlow15]");
    assertThat(isProgrammed()).isTrue();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> !LAB.ping("vm2"))).isTrue();
    enable();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm2"))).isTrue();
    Ended clean = operator.types("doctor");
    assertThat(clean.exit()).as(clean.all()).isZero();
  }

  @Tag("main")
  @Test
  void changeThatCausesItIsRefused() {
    changeThatCausesItIsRefused(NARROW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{exec: {argv: [ovs-vsctl, set, bridge, br-int,"
            + " 'protocols=OpenFlow10,OpenFlow13,OpenFlow14'], undo: none},"
            + " nodes: {names: [net]}}",
        "{exec: {argv: [ovs-vsctl, add, Bridge, br-int, protocols, OpenFlow13], undo: none},"
            + " nodes: {names: [net]}}"
      })
  void changeThatCausesItIsRefused(String step) {
    Path plan = operator.file("narrow.yaml", Plans.plan(GUARD, step));
    Ended refused = operator.types("apply", plan.toString(), "--no-input");

    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.all())
        .contains("paths/stay", "net: bridge br-int: it speaks", "ovn-controller");
    assertThat(protocols()).isEqualTo("[]");
    assertThat(guards.runs("net")).isEmpty();
  }

  /** ovn-controller is cut off, so the expectation of the step does not hold. */
  @Test
  void changeLetThroughIsUndoneByItself() {
    Path plan = operator.file("narrow.yaml", Plans.plan(GUARD, NARROW));
    OpenRun run =
        operator.applies(plan, "--waive", "paths/stay", "--because", "to see it taken back");
    Ended ended = run.ended();

    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(ended.out()).contains("does not speak OpenFlow 1.5", "footprint equal");
    assertThat(protocols()).isEqualTo("[]");
    assertThat(Lab.eventually(Lab.PATIENCE, ProtocolsIT::isProgrammed)).isTrue();
  }

  private static String protocols() {
    return LAB.exec("net", "ovs-vsctl", "get", "bridge", "br-int", "protocols").out().strip();
  }

  /** Whether ovn-controller programs br-int of net. */
  private static boolean isProgrammed() {
    return LAB.script("net", "ss -Hxn state established | grep -q '/br-int[.]mgmt '").ok();
  }

  private static void disable() {
    ovn("--wait=sb", "lsp-set-enabled", VM2, "disabled");
  }

  private static void enable() {
    ovn("--wait=sb", "clear", "Logical_Switch_Port", VM2, "enabled");
  }
}
