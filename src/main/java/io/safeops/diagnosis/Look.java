package io.safeops.diagnosis;

import io.safeops.facts.model.Cluster;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.model.Answer;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster at one moment, judged.
 *
 * @param cluster it asks for what the baseline asks for, too
 * @param answers of all hops, by key
 * @param gone the names of the ends of the baseline that were deleted or switched off since
 */
record Look(
    Cluster cluster,
    ClusterPaths paths,
    Map<String, Answer> answers,
    List<Violation> violations,
    List<String> gone) {

  static Look at(Cluster seen, PolicySet rules, Optional<Baseline> baseline) {
    Cluster cluster = seen;
    List<String> gone = List.of();
    if (baseline.isPresent()) {
      Intents asked = Intents.of(seen).with(baseline.get().intents(), seen);
      cluster = Intents.asked(seen, asked);
      gone = asked.gone();
    }
    ClusterPaths paths = ClusterPaths.of(cluster);
    return new Look(cluster, paths, paths.answers(), rules.evaluate(cluster), gone);
  }

  boolean isFaulty(String hop) {
    Answer answer = answers.get(hop);
    return answer != null && answer.isFault();
  }

  /** Whether something could not be read. */
  boolean hasGaps() {
    return cluster.nodes().stream()
            .anyMatch(node -> node.unreachable().isPresent() || !node.problems().isEmpty())
        || !Diagnosis.databaseProblems(cluster).isEmpty();
  }

  /** The hop that a violation is about, if it is about one. */
  Map<String, HopFault> hops() {
    Map<String, HopFault> hops = new HashMap<>();
    paths.faults().forEach(each -> hops.put(item(each), each));
    paths.warnings().forEach(each -> hops.putIfAbsent(item(each), each));
    return hops;
  }

  /** The item of a violation that is about a hop: its id, and its id again as the rule's key. */
  private static String item(HopFault hop) {
    return hop.id() + " " + hop.id();
  }
}
