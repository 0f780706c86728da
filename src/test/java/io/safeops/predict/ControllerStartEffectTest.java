package io.safeops.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.diagnosis.HealthyCluster;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.PortBinding;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ports an ovn-controller claims when it starts. */
class ControllerStartEffectTest {

  private static final String VM2 = "10000002-0000-4000-8000-000000000002";

  @ParameterizedTest
  @CsvSource({"cmp,false", "net,true", "'cmp,net',true", "net.example,false"})
  void claimsAPortIfTheNorthboundCallsItsChassis(String requested, boolean claims)
      throws Exception {
    Cluster before =
        HealthyCluster.with(
            "bindings[vm2]: {chassis: ~, up: false}",
            "switches[public].ports[vm2].options: {requested-chassis: '" + requested + "'}");

    Optional<PortBinding> binding =
        ControllerStartEffect.of(before, before.node("net").orElseThrow()).bindings().stream()
            .filter(each -> each.logicalPort().equals(VM2))
            .findFirst();

    assertThat(binding).map(PortBinding::isBound).contains(claims);
  }
}
