package io.safeops.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.diagnosis.HealthyCluster;
import io.safeops.facts.node.Node;
import org.junit.jupiter.api.Test;

/** On which nodes a switch is. */
class LocalDatapathsTest {

  @Test
  void theSameObjectAnswersForEveryNode() throws Exception {
    LocalDatapaths local = new LocalDatapaths(HealthyCluster.with());
    String name = "neutron-11111111-1111-4111-8111-111111111111";

    assertThat(local.reached(name, "physnet2"))
        .extracting(Node::name)
        .containsExactly("net", "cmp");
    assertThat(local.reached("t", "physnet2")).isEmpty();
    assertThat(local.reached(name, "physnet2")).hasSize(2);
  }
}
