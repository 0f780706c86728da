package io.safeops.action.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Action;
import io.safeops.action.FactExpectation;
import io.safeops.action.chassis.ChassisSettings;
import io.safeops.document.SecretMask;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The texts of an action with a secret. */
class MaskedActionTest {

  @Test
  void findingsOfAnExpectationAreShownWithoutTheSecret() throws Exception {
    Cluster cluster = RecordedNodes.cluster();
    String secret = cluster.node("net").flatMap(node -> node.setting("ovn-encap-ip")).orElseThrow();
    Action action =
        new ChassisSettings(
            "ovn.chassis.set", List.of("net"), Map.of("ovn-encap-ip", Optional.of("192.0.2.99")));
    assertThat(found(action, cluster)).anyMatch(text -> text.contains(secret));

    List<String> masked = found(new MaskedAction(action, List.of(secret)), cluster);
    assertThat(masked)
        .noneMatch(text -> text.contains(secret))
        .anyMatch(text -> text.contains(SecretMask.MASKED));
    assertThat(masked).hasSameSizeAs(found(action, cluster));
  }

  private static List<String> found(Action action, Cluster cluster) throws Exception {
    return action.operation(cluster).expect().stream()
        .filter(FactExpectation.class::isInstance)
        .flatMap(each -> ((FactExpectation) each).predicate().objection(cluster).stream())
        .toList();
  }
}
