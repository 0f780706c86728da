package io.safeops.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.AskedPredicate;
import io.safeops.action.FactExpectation;
import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read when an expectation does not hold. */
class FactChecksTest {

  private static final String NORTHD =
      "nodes: [{name: ctl, components: [{name: northd, state: failed}]}, {name: net}]";

  private static List<String> objections(FactPredicate predicate, Observation now) {
    return FactChecks.objections(new FactExpectation("the plan's", predicate, Duration.ZERO), now);
  }

  private static List<String> objections(FactPredicate predicate, Cluster cluster) {
    return objections(predicate, Observation.whole(cluster));
  }

  @Test
  void itSaysWhatWasFound() {
    Cluster cluster = AskedPredicate.sketched(NORTHD);
    assertThat(objections(new ComponentActive("northd", List.of()), cluster))
        .containsExactly("the plan's: it is failed on ctl");
    assertThat(objections(new WrittenExpression("cluster.nodes.size() == 3"), cluster))
        .containsExactly("the plan's: cluster.nodes.size() = 2");
  }

  @Test
  void whatHoldsHasNoObjection() {
    Cluster cluster = AskedPredicate.sketched(NORTHD);
    assertThat(objections(new WrittenExpression("cluster.nodes.size() == 2"), cluster)).isEmpty();
  }

  @Test
  void anExpressionThatCannotBeAnsweredDoesNotHold() {
    Cluster cluster = AskedPredicate.sketched(NORTHD);
    assertThat(objections(new WrittenExpression("cluster.nodes[9].name == 'ctl'"), cluster))
        .singleElement()
        .asString()
        .startsWith("the plan's: `cluster.nodes[9].name == 'ctl'`: ");
    assertThat(new WrittenExpression("cluster.nodez.size() == 2").objection(cluster))
        .hasValueSatisfying(text -> assertThat(text).contains("nodez"));
  }

  @Test
  void whatWasNotReadIsNotKnown() {
    FactPredicate holds = new WrittenExpression("cluster.nodes.all(n, n.components.size() < 9)");
    Cluster unreachable =
        AskedPredicate.sketched("nodes: [{name: ctl}, {name: net, unreachable: no answer}]");
    assertThat(objections(holds, unreachable))
        .containsExactly("the plan's: not known, because net cannot be reached: no answer");
    assertThat(
            objections(
                holds,
                new Observation(AskedPredicate.sketched(NORTHD), FactsScope.of(FactsPart.SWITCH))))
        .containsExactly("the plan's: not known, because not read: components");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{name: a, components: [{name: northd}]}' | ''",
        "'{name: a, components: [{name: northd}]}, {name: b, components: [{name: northd, state: x}]}'"
            + " | it is x on b",
        "'{name: a, components: [{name: northd, manager: none}]}' | no node has it",
        "'{name: a}' | no node has it",
      })
  void aComponentIsActiveWhereverItIs(String nodes, String objection) {
    String is = "c.name == 'northd' && c.manager != 'none'";
    AskedPredicate active =
        new AskedPredicate(
            new ComponentActive("northd", List.of()),
            "cluster.nodes.exists(n, n.components.exists(c, %s))".formatted(is)
                + " && cluster.nodes.all(n, n.components.all(c, !(%s) || c.active))".formatted(is),
            List.of());
    assertThat(active.of("nodes: [%s]".formatted(nodes))).isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a | ''", "b | it is x on b", "c | no node has it"})
  void aComponentIsActiveOnTheNodesThatAreNamed(String node, String objection) {
    String is = "c.name == 'northd' && c.manager != 'none' && c.node in ['%s']".formatted(node);
    AskedPredicate active =
        new AskedPredicate(
            new ComponentActive("northd", List.of(node)),
            "cluster.nodes.exists(n, n.components.exists(c, %s))".formatted(is)
                + " && cluster.nodes.all(n, n.components.all(c, !(%s) || c.active))".formatted(is),
            List.of(node));
    assertThat(
            active.of(
                "nodes: [{name: a, components: [{name: northd}]},"
                    + " {name: b, components: [{name: northd, state: x}]}, {name: c}]"))
        .isEqualTo(objection);
  }
}
