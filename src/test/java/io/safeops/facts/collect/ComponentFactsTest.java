package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The processes of components and their answers, as recorded nodes tell of them. */
class ComponentFactsTest {

  /** A process as the kernel (6.1) showed one that had used 15 + 7 hundredths of a second. */
  private static final String STAT =
      " 1 231 231 0 -1 4194624 501 0 0 0 15 7 0 0 10 -10 4 0 50767 242655232 2178 1 1";

  private static Component component(String node, String name, UnaryOperator<String> change) {
    Cluster cluster = RecordedNodes.collect(RecordedNodes.TARGETS, Map.of(node, change));
    assertThat(cluster.node(node).orElseThrow().problems()).isEmpty();
    return cluster.node(node).orElseThrow().component(name).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"northbound", "southbound", "northd", "controller", "vswitchd", "ovsdb"})
  void everyDaemonOfAHealthyNodeRunsAndAnswers(String name) {
    Component daemon = component("ctl", name, text -> text);

    assertThat(daemon.process()).isEqualTo("runs");
    assertThat(daemon.answer()).isEqualTo("answers");
    assertThat(daemon.pid()).hasValueSatisfying(pid -> assertThat(pid).isGreaterThan(1));
    assertThat(daemon.cpuCentis()).hasValueSatisfying(cpu -> assertThat(cpu).isBetween(1L, 100L));
  }

  @ParameterizedTest
  @CsvSource({"T,stopped", "t,stopped", "Z,zombie", "D,runs", "R,runs", "I,runs", "X,''"})
  void theStateOfAProcessIsThatOfTheKernel(String state, String word) {
    Component controller =
        component(
            "net",
            "controller",
            text -> text.replaceAll("\\(ovn-controller\\) S ", "(ovn-controller) " + state + " "));

    assertThat(controller.process()).isEqualTo(word);
  }

  /** The unit of a daemon that is stopped by a signal is as active as before. */
  /** Somebody keeps it from starting; that is not the same as if it were not installed. */
  @Test
  void aMaskedUnitIsThere() {
    Component controller =
        component(
            "cmp",
            "controller",
            text ->
                text.replaceAll(
                    "(?s)(Id=ovn-controller.service.*?)LoadState=loaded\nActiveState=active",
                    "$1LoadState=masked\nActiveState=failed"));

    assertThat(controller.isActive()).isFalse();
    assertThat(controller.state()).isEqualTo("masked");
  }

  @Test
  void aDaemonThatIsStoppedBySignalIsActiveAndSilent() {
    Component northbound =
        component(
            "ctl",
            "northbound",
            text ->
                text.replaceAll("(process northbound [0-9]+ \\(ovsdb-server\\)) S", "$1 T")
                    .replace("answer northbound answers", "answer northbound silent")
                    .replaceAll("said northbound [^\n]*\n", ""));

    assertThat(northbound.isActive()).isTrue();
    assertThat(northbound.process()).isEqualTo("stopped");
    assertThat(northbound.answer()).isEqualTo("silent");
  }

  @Test
  void theAnswersOfTheControllerAndOfNorthdAreTheirStatus() {
    assertThat(component("net", "controller", text -> text).connection()).isEqualTo("connected");
    assertThat(component("ctl", "northd", text -> text).status()).contains("active");
    Component silent =
        component("net", "controller", text -> text.replaceAll("said controller [^\n]*\n", ""));
    assertThat(silent.connection()).isEmpty();
  }

  @Test
  void aDaemonWithoutPidfileIsTheMainProcessOfItsUnit() {
    UnaryOperator<String> without =
        text -> text.replaceAll("(process|answer|said) controller [^\n]*\n", "");
    Component controller = component("net", "controller", without);
    assertThat(controller.process()).isEqualTo("runs");
    assertThat(controller.answer()).isEmpty();

    Component wrapped =
        component(
            "net",
            "controller",
            text -> without.apply(text).replaceAll("\\(ovn-controller\\)", "(wrapper)"));
    assertThat(wrapped.process()).isEmpty();
    assertThat(wrapped.pid()).isEmpty();
  }

  /** The first process of a container only starts the daemon. */
  @Test
  void aDaemonInAContainerIsFoundAmongItsProcesses() {
    Component controller =
        component(
            "net",
            "controller",
            text ->
                text.replaceAll("(process|answer|said) controller [^\n]*\n", "")
                    .replaceAll("(?s)MARK begin components\n.*?MARK end components 0\n", "")
                    .replace(
                        "MARK begin containers\n",
                        "MARK begin containers\ndocker ovn_controller running\n")
                    .replace(
                        "MARK begin processes\n",
                        """
                        MARK begin processes
                        container ovn_controller 4000
                        4000 (dumb-init) S 1 4000 4000 0 -1 4194624 501 0 0 0 1 1 0 0 10 -10 4 0 5
                        4007 (ovn-controller) T 4000 4007 4000 0 -1 4194624 5 0 0 0 12 3 0 0 10 0
                        4008 (ovn-controller) S 4001 4007 4000 0 -1 4194624 5 0 0 0 12 3 0 0 10 0
                        """));

    assertThat(controller.unit()).isEqualTo("ovn_controller");
    assertThat(controller.pid()).contains(4007L);
    assertThat(controller.process()).isEqualTo("stopped");
    assertThat(controller.cpuCentis()).contains(15L);
  }

  @Test
  void aLineOfStatIsReadPastTheNameOfTheProgram() throws Exception {
    assertThat(ProcessLine.of("231 (ovn-controller) S" + STAT))
        .contains(new ProcessLine(231, "ovn-controller", "S", 1, 22));
    assertThat(ProcessLine.of("231 (a) Z 7 (b c) T" + STAT))
        .contains(new ProcessLine(231, "a) Z 7 (b c", "T", 1, 22));
    assertThat(ProcessLine.of("231 (\u001b[31m) S" + STAT).map(ProcessLine::program))
        .contains("\uFFFD[31m");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "231",
        "231 (ovn-controller) S 1",
        "x (ovn-controller) S 1 2 3 4 5 6 7 8 9 10 11 12 13",
        "231 (ovn-controller) S 1 2 3 4 5 6 7 8 9 10 -11 -12 13",
        "99999999999999999999 (a) S 1 2 3 4 5 6 7 8 9 10 11 12 13"
      })
  void aLineThatCannotBeIsNoProcess(String line) throws Exception {
    assertThat(ProcessLine.of(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"reboot", "answers answers", "\u001b[31m"})
  void anAnswerThatFactsCannotHoldIsAProblemOfTheComponents(String word) {
    Cluster cluster =
        RecordedNodes.collect(
            RecordedNodes.TARGETS,
            Map.of(
                "net",
                text -> text.replace("answer controller answers", "answer controller " + word)));

    assertThat(cluster.node("net").orElseThrow().problems())
        .singleElement()
        .asString()
        .startsWith("components could not be read: answer of component controller is")
        .doesNotContain("\u001b");
    assertThat(cluster.node("net").orElseThrow().bridges()).isNotEmpty();
  }

  @Test
  void aStoppedComponentHasNoProcess() {
    Component stopped = component("net", "controller", text -> text).stopped();

    assertThat(List.of(stopped.process(), stopped.answer())).containsOnly("");
    assertThat(List.of(stopped.pid(), stopped.cpuCentis())).containsOnly(Optional.empty());
  }
}
