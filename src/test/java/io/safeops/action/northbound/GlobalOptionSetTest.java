package io.safeops.action.northbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.Action;
import io.safeops.action.Expectation;
import io.safeops.action.OnNodes;
import io.safeops.action.registry.ActionsTest;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The action that sets one option of NB_Global. */
class GlobalOptionSetTest {

  private static final Cluster CLUSTER = RecordedNodes.cluster();

  private static Action action(String option, String value) throws Exception {
    return ActionsTest.bind(
        "ovn.nb-global.set-option: {option: " + option + ", value: " + value + "}");
  }

  @Test
  void theOptionIsSetAndTheOthersStay() throws Exception {
    Action action = action("northd_probe_interval", "60000");
    Cluster after = action.effect(CLUSTER);
    assertThat(after.northbound().orElseThrow().options())
        .containsAllEntriesOf(CLUSTER.northbound().orElseThrow().options())
        .containsEntry("northd_probe_interval", "60000");
    OnNodes operation = (OnNodes) action.operation(CLUSTER);
    assertThat(operation.footprint().diff(CLUSTER, after))
        .singleElement()
        .asString()
        .startsWith("NB_Global of the Northbound: was ");
    assertThat(operation.expect())
        .extracting(Expectation::description)
        .containsExactly("the Northbound has it as written: NB_Global .");
    assertThat(((OnNodes) operation).act().get("ctl").text())
        .contains("[\"northd_probe_interval\",\"60000\"]")
        .doesNotContain("mac_prefix");
    assertThatThrownBy(() -> action.operation(after))
        .hasMessage("this changes nothing: northd_probe_interval is already 60000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mac_prefix|1|is unknown, expected one of bfd-min-rx",
        "northd_probe_interval|500|northd_probe_interval is 0 or at least 1000",
        "bfd-mult|0|between 1 and 255",
        "bfd-min-rx|soon|whole number"
      })
  void unknownOptionsAndValuesAreNotSet(String option, String value, String message) {
    assertThatThrownBy(() -> action(option, value)).hasMessageContaining(message);
  }
}
