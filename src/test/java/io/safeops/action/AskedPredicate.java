package io.safeops.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.Problems;
import io.safeops.document.YamlFile;
import io.safeops.expression.EvaluationBudget;
import io.safeops.facts.derive.ExpressionScope;
import io.safeops.facts.derive.FactsLanguage;
import io.safeops.facts.file.ClusterSketch;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.node.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a predicate and holds it to three things: it answers as the same question written in CEL, it
 * declares what that question needs, and its answer is the same where nothing else was read.
 *
 * @param cel the same question as an operator would write it
 * @param nodes the question is about these alone; none means all of them
 */
public record AskedPredicate(FactPredicate predicate, String cel, List<String> nodes) {

  /** What is said of a cluster; empty when the predicate holds. */
  public String of(Cluster cluster) {
    Optional<String> objection = predicate.objection(cluster);
    assertThat(objection.isEmpty()).as("%s as %s", predicate, cel).isEqualTo(isTrue(cluster));
    FactsScope needed = ExpressionScope.in(cel);
    assertThat(predicate.scope()).isEqualTo(nodes.isEmpty() ? needed : needed.only(nodes));
    assertThat(
            predicate.objection(new Observation(cluster, predicate.scope()).over(blank(cluster))))
        .as("%s where only its scope was read", predicate)
        .isEqualTo(objection);
    return objection.orElse("");
  }

  /** The same of a cluster in a few lines. */
  public String of(String sketch) {
    return of(sketched(sketch));
  }

  public static Cluster sketched(String sketch) {
    try {
      Problems problems = new Problems();
      Cluster cluster =
          ClusterSketch.of(YamlFile.parse("sketch.yaml", sketch), problems)
              .flatMap(each -> each.cluster(problems))
              .orElse(null);
      problems.throwIfAny();
      assertThat(cluster).isNotNull();
      return cluster;
    } catch (Exception wrong) {
      throw new AssertionError(wrong);
    }
  }

  private boolean isTrue(Cluster cluster) {
    Problems problems = new Problems();
    try {
      return FactsLanguage.environment()
          .with("cluster", Cluster.class)
          .compile(Scalar.of("question", cel), problems)
          .orElseThrow(() -> new AssertionError(problems.list()))
          .test(Map.of("cluster", cluster), new EvaluationBudget());
    } catch (Exception unanswered) {
      throw new AssertionError(unanswered);
    }
  }

  private static Cluster blank(Cluster cluster) {
    return new Cluster(
        Cluster.FORMAT,
        cluster.collectedAt(),
        cluster.nodes().stream()
            .map(
                node ->
                    Node.unread(
                        node.name(),
                        node.address(),
                        node.roles(),
                        node.absent(),
                        Optional.of(Observation.NOT_ASKED)))
            .toList(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
