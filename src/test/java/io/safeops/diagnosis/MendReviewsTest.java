package io.safeops.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Remedy;
import io.safeops.policy.Violation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commands doctor shows. */
class MendReviewsTest {

  private static final String LOCALNET = "provnet-33333333-3333-4333-8333-333333333333";
  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final Remedy CUTS =
      new Remedy("remove-localnet", Map.of("name", LOCALNET, "switch", SWITCH));
  private static final Remedy CUTS_NOTHING =
      new Remedy("restart-controller", Map.of("node", "net"));

  @TempDir Path dir;

  private static Finding finding(Remedy... remedies) {
    return new Finding(
        Violation.builder("house/rule", "x").remedies(List.of(remedies)).build(),
        Optional.empty(),
        List.of(remedies),
        Optional.empty(),
        false);
  }

  private static MendReviews reviews() throws Exception {
    return new MendReviews(PolicySet.load(List.of()), HealthyCluster.with());
  }

  @Test
  void aCommandThatCutsAPathIsNotShown() throws Exception {
    Finding reviewed = reviews().reviewed(finding(CUTS));
    assertThat(reviewed.remedies()).isEmpty();
    assertThat(reviewed.withheld().orElseThrow())
        .startsWith("no command is shown: the mend that is known would cut paths. ")
        .contains("vm1", "vm2");
  }

  @Test
  void aCommandThatCutsNothingIsShownBesideOneThatDoes() throws Exception {
    Finding reviewed = reviews().reviewed(finding(CUTS, CUTS_NOTHING));
    assertThat(reviewed.remedies()).containsExactly(CUTS_NOTHING);
    assertThat(reviewed.withheld()).isEmpty();
  }

  @Test
  void afterTheLimitNoCommandIsShownAndTheLimitIsNamed() throws Exception {
    MendReviews reviews = reviews();
    List<Finding> shown = new ArrayList<>();
    for (int i = 0; i <= MendReviews.MOST; i++) {
      shown.add(reviews.reviewed(finding(new Remedy("no-such-playbook", Map.of("n", "" + i)))));
    }
    assertThat(shown.get(MendReviews.MOST - 1).remedies()).hasSize(1);
    assertThat(shown.get(MendReviews.MOST).remedies()).isEmpty();
    assertThat(shown.get(MendReviews.MOST).withheld().orElseThrow())
        .contains("only " + MendReviews.MOST + " commands");
    assertThat(reviews.reviewed(finding(CUTS)).remedies()).isEmpty();
  }

  /** A house rule that recommends what would cut both VMs off. */
  @Test
  void doctorDoesNotShowWhatAHouseRuleRecommendsIfItCutsPaths() throws Exception {
    Files.writeString(
        dir.resolve("house.yaml"),
        """
        apiVersion: safeops/v1
        kind: Policy
        metadata: {name: house, description: a test}
        rules:
          - id: house/no-localnets
            each: cluster.localnets
            expression: "false"
            message: "${it.name} is there"
            severity: deny
            waive: operator
            remedy: {plan: remove-localnet, with: {name: "${it.name}", switch: "${it.switchName}"}}
        """);
    Cluster cluster = HealthyCluster.with();
    Diagnosis diagnosis =
        new Doctor(PolicySet.load(List.of(dir)), Optional.empty()).examine(cluster);
    assertThat(diagnosis.faults()).hasSize(1);
    assertThat(diagnosis.faults().get(0).remedies()).isEmpty();
    assertThat(diagnosis.faults().get(0).withheld()).isPresent();
  }
}
