package io.safeops.paths;

import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.paths.Agreement.Disagreement;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Violation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a row of the table with the packets and the facts of one look at the broken cluster.
 *
 * @param found the kinds of what doctor finds without a baseline
 * @param problems what is not as the row says; none if packets, model and row agree
 * @param excepted the exceptions of the row that were needed
 */
record TruthCheck(Set<String> found, List<String> problems, Set<String> excepted) {

  static TruthCheck of(TruthRow row, Cluster baseline, Cluster now, Packets packets) {
    ClusterPaths own = ClusterPaths.of(now);
    ClusterPaths asked = ClusterPaths.judge(Intents.of(now).with(Intents.of(baseline), now), now);
    Set<String> found = kinds(own);
    found.addAll(segments(now));
    List<String> problems = new ArrayList<>();
    Set<String> excepted = new TreeSet<>();
    for (Disagreement each : Agreement.disagreements(packets, asked.paths(), isUnread(now))) {
      if (row.excepts(each.packet())) {
        excepted.add(each.packet());
      } else if (row.unstable().isEmpty() || each.lost()) {
        problems.add(each.text());
      }
    }
    if (row.unstable().isEmpty() && !packets.lost().equals(row.lost())) {
      problems.add("lost are " + packets.lost() + ", and the row says " + row.lost());
    }
    if (!row.causes().containsAll(found)) {
      problems.add("doctor names " + found + ", and the cause is " + row.causes() + texts(own));
    }
    boolean silent = row.causes().isEmpty() || !row.unseen().isEmpty();
    if (row.unstable().isEmpty() && silent != found.isEmpty()) {
      problems.add(
          silent
              ? "doctor finds " + found + ", and the row says that it finds nothing" + texts(own)
              : "doctor finds nothing, and the cause is " + row.causes());
    }
    Set<String> warned = new TreeSet<>();
    own.warnings().forEach(each -> warned.add(each.getKind()));
    if (row.unstable().isEmpty() && !warned.equals(Set.copyOf(row.warnings()))) {
      problems.add("doctor warns of " + warned + ", and the row says " + row.warnings());
    }
    Set<String> withBaseline = kinds(asked);
    if (!row.causes().containsAll(withBaseline)) {
      problems.add(
          "with a baseline, doctor names "
              + withBaseline
              + ", and the cause is "
              + row.causes()
              + texts(asked));
    }
    if (row.unstable().isEmpty()
        && withBaseline.isEmpty()
        && found.isEmpty()
        && !row.causes().isEmpty()) {
      problems.add("even with a baseline, doctor finds nothing, and the cause is " + row.causes());
    }
    return new TruthCheck(found, problems, excepted);
  }

  /** Whether something of the cluster could not be read. */
  private static boolean isUnread(Cluster cluster) {
    return cluster.nodes().stream().anyMatch(TruthCheck::isUnread)
        || cluster.northbound().filter(DatabaseStatus::isReadable).isEmpty()
        || cluster.southbound().filter(DatabaseStatus::isReadable).isEmpty();
  }

  private static boolean isUnread(Node node) {
    return !node.isRead() || !node.problems().isEmpty();
  }

  private static Set<String> kinds(ClusterPaths paths) {
    Set<String> kinds = new TreeSet<>();
    paths.faults().forEach(fault -> kinds.add(fault.getKind()));
    return kinds;
  }

  /** Loops and merged networks, which are no hops, and rules that could not be asked. */
  private static Set<String> segments(Cluster cluster) {
    Set<String> found = new LinkedHashSet<>();
    try {
      for (Violation each : PolicySet.load(List.of()).evaluate(cluster)) {
        if (!each.answered()) {
          found.add(each.message());
        }
        if (each.isDeny() && each.rule().equals("paths/no-loop")) {
          found.add("loop");
        }
        if (each.isDeny() && each.rule().equals("paths/segments-stay-apart")) {
          found.add("merge");
        }
      }
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
    return found;
  }

  private static String texts(ClusterPaths paths) {
    StringBuilder all = new StringBuilder();
    for (HopFault fault : paths.faults()) {
      all.append("\n    ").append(fault.id()).append(": ").append(fault.getText());
    }
    return all.toString();
  }
}
