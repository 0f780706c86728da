package io.safeops.review.policytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.registry.Actions;
import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.Position;
import io.safeops.document.YamlFile;
import io.safeops.inventory.Inventory;
import io.safeops.plan.Plan;
import io.safeops.plan.PlanFile;
import io.safeops.policy.BuiltInFiles;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import io.safeops.review.Review;
import io.safeops.review.ReviewException;
import io.safeops.review.Reviewer;
import io.safeops.review.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that a rule prints for a case: it is read as it is typed, and passes review. */
class RemediesTest {

  /** What only Neutron can do, no node can undo: the operator is told so each time. */
  private static final Set<String> OPERATORS_CHOICE = Set.of("reversibility/undone-by-the-run");

  private static PolicySet rules;
  private static List<Typed> printed;

  record Typed(PolicyTests.PrintedCase printed) {
    @Override
    public String toString() {
      return printed.name() + ": " + printed.remedy().command(Optional.empty());
    }
  }

  @BeforeAll
  static void load() throws DocumentException, ReviewException {
    rules = PolicySet.load(List.of());
    printed = PolicyTests.load(rules, List.of()).printed().stream().map(Typed::new).toList();
  }

  static Stream<Typed> printed() {
    return printed.stream();
  }

  @ParameterizedTest
  @MethodSource("printed")
  void passesReview(Typed each) throws Exception {
    List<String> words = words(each.printed().remedy().command(Optional.of("my inventory.yaml")));
    assertThat(words.subList(0, 4)).containsExactly("safeops", "apply", "-i", "my inventory.yaml");
    List<String> values = new ArrayList<>();
    for (int i = 5; i < words.size(); i += 2) {
      assertThat(words.get(i)).isEqualTo("-p");
      values.add(words.get(i + 1));
    }
    Plan plan =
        PlanFile.of(BuiltInFiles.playbook(words.get(4)).orElseThrow(), Actions.names())
            .plan(PlanFile.parameters(values));

    Review review =
        new Reviewer(rules, List.of(), inventory(each.printed()))
            .review(plan, each.printed().cluster());
    assertThat(review.refusals()).extracting(Verdict::rule).isSubsetOf(OPERATORS_CHOICE);
  }

  /** What a shell makes of a line. */
  private static List<String> words(String line) throws Exception {
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", "for word in " + line + "; do echo \"$word\"; done")
            .start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    return out.lines().toList();
  }

  /** What mends a fault is printed at any time, and must pass while no window is open. */
  private static Inventory inventory(PolicyTests.PrintedCase printed) throws DocumentException {
    boolean mends = !rules.rule(printed.rule()).orElseThrow().isAboutPlan();
    String closed = "{from: 22:00, to: 04:00, zone: UTC}"; // at the time that no case tells
    Optional<DocumentNode> maintenance =
        mends
            ? Optional.of(YamlFile.parse("closed", closed.getBytes(StandardCharsets.UTF_8)))
            : Optional.empty();
    return Inventory.of(
        CasePlan.inventory(
            printed.cluster(), new Mapping(List.of(), Position.ofFile("test")), maintenance));
  }

  /** A remedy that no case ever renders might be wrong in every word. */
  @Test
  void everyPlaybookThatARuleNamesIsPrintedByACase() throws Exception {
    Set<String> named = new TreeSet<>();
    for (Rule rule : rules.rules()) {
      rule.playbooks().forEach(plan -> named.add(rule.id().value() + " " + plan));
    }
    assertThat(printed().map(each -> each.printed().rule() + " " + each.printed().remedy().plan()))
        .containsAll(named);
  }
}
