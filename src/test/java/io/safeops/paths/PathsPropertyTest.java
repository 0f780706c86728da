package io.safeops.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.paths.hop.PathJudge;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Path;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.policy.PolicySet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is true of all facts, whether a cluster can be like that or not. */
class PathsPropertyTest {

  private static final int SEEDS = 10_000;

  /** Fewer: all rules take some milliseconds. */
  private static final int RULE_SEEDS = 1_000;

  private static final Cluster HEALTHY = RecordedRows.NETWORKS.healthy();

  /** The healthy lab, and some broken ones. */
  private static List<Cluster> clusters() {
    List<Cluster> clusters = new ArrayList<>(List.of(HEALTHY));
    for (String row :
        List.of(
            "uplink-gone",
            "mapping-removed",
            "localnet-second",
            "integration-other-name",
            "encap-ip-wrong",
            "gateway-nobody",
            "router-port-disabled",
            "system-id-changed",
            "controller-exited",
            "ovsdb-dead",
            "database-disk-full",
            "certificate-ended",
            "node-off")) {
      clusters.add(RecordedRows.NETWORKS.cluster(row));
    }
    return clusters;
  }

  /** What the healthy lab and this one ask for. */
  private static Intents asked(Cluster cluster) {
    return Intents.of(cluster).with(Intents.of(HEALTHY), cluster);
  }

  private static ClusterPaths judged(Cluster cluster) {
    return ClusterPaths.judge(asked(cluster), cluster);
  }

  private static Map<String, Answer> answers(Intents intents, Cluster cluster) {
    Map<String, Answer> answers = new TreeMap<>();
    List<Path> paths = PathJudge.judge(intents, cluster);
    for (int i = 0; i < intents.all().size(); i++) {
      answers.put(intents.all().get(i).key(), paths.get(i).answer());
    }
    return answers;
  }

  private static Set<String> faults(ClusterPaths judged) {
    Set<String> ids = new TreeSet<>();
    judged.faults().forEach(each -> ids.add(each.id() + " " + each.getAnswer()));
    return ids;
  }

  @Test
  void oddFactsAreNoError() {
    List<Cluster> clusters = clusters();
    for (long seed = 0; seed < SEEDS; seed++) {
      RandomFacts random = new RandomFacts(seed);
      Cluster odd = random.changed(clusters.get((int) (seed % clusters.size())));
      Cluster odder = seed % 3 == 0 ? random.changed(random.changed(odd)) : odd;
      try {
        assertThat(judged(odder).paths()).as("seed %d", seed).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  /**
   * A rule without an answer counts as violated, and its own text stands where the fault should.
   */
  @Test
  void everyRuleHasAnAnswerOnOddFacts() throws Exception {
    PolicySet rules = PolicySet.load(List.of());
    List<Cluster> clusters = clusters();
    Set<String> silent = new TreeSet<>();
    for (long seed = 0; seed < RULE_SEEDS; seed++) {
      Cluster odd = new RandomFacts(seed).changed(clusters.get((int) (seed % clusters.size())));
      rules.evaluate(odd).stream()
          .filter(each -> !each.answered())
          .forEach(each -> silent.add(each.rule() + ": " + each.message()));
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    long seed = 0;
    for (TruthRow row : TruthTable.rows()) {
      Cluster cluster = RecordedRows.NETWORKS.cluster(row.name());
      Cluster shuffled = new RandomFacts(seed++).shuffled(cluster);
      assertThat(answers(asked(shuffled), shuffled))
          .as(row.name())
          .isEqualTo(answers(asked(cluster), cluster));
      assertThat(faults(judged(shuffled))).as(row.name()).isEqualTo(faults(judged(cluster)));
    }
  }

  /** What was not read is never a reason to call a path better than it was. */
  @Test
  void factsThatAreMissingMakeNoPathBetter() {
    List<String> better = new ArrayList<>();
    for (Cluster cluster : clusters()) {
      Intents intents = asked(cluster);
      Map<String, Answer> before = answers(intents, cluster);
      for (Erasure erasure : Erasure.all(cluster)) {
        Map<String, Answer> after = answers(intents, erasure.from().apply(cluster));
        if (before.values().stream().anyMatch(Answer::isFault)
            && after.values().stream().noneMatch(Answer::isFault)) {
          better.add("without " + erasure.name() + " nothing is wrong");
        }
        before.forEach(
            (path, answer) -> {
              Answer now = after.get(path);
              // An overlay path leaves out the tunnels that the path of another node explains.
              if (path.startsWith("overlay")) {
                return;
              }
              if (answer.isFault() ? !now.isFault() : answer.isWorse(now)) {
                better.add(
                    "without "
                        + erasure.name()
                        + ": "
                        + path
                        + " was "
                        + answer.word()
                        + ", is "
                        + now.word());
              }
            });
      }
    }
    assertThat(better).isEmpty();
  }
}
