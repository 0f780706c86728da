package io.safeops.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.Problems;
import io.safeops.document.YamlFile;
import io.safeops.expression.EvaluationBudget;
import io.safeops.facts.derive.ExpressionScope;
import io.safeops.facts.file.ClusterSketch;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.node.Node;
import io.safeops.paths.FactsLanguage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A predicate with the same question in CEL. It checks three things: both give the same answer, the
 * predicate declares the facts that the question needs, and its answer stays the same if only these
 * facts were read.
 *
 * @param cel the same question as an operator would write it
 * @param nodes the nodes that the question is about; none means all nodes
 */
public record AskedPredicate(FactPredicate predicate, String cel, List<String> nodes) {

  /** What the predicate finds in a cluster; empty when it holds. */
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

  /** What the predicate finds in a cluster that is written in a few lines. */
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
