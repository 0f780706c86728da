package io.safeops.diagnosis;

import io.safeops.action.registry.Actions;
import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.facts.model.Cluster;
import io.safeops.plan.PlanFile;
import io.safeops.policy.BuiltInFiles;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Remedy;
import io.safeops.policy.Violation;
import io.safeops.review.PathReview;
import io.safeops.review.ReviewException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reviews the commands that rules know, so that none is shown that cuts a path itself. */
final class MendReviews {

  /**
   * At most so many commands are reviewed, and no other is shown. Each review judges all paths
   * again, which takes up to a second on a large cluster; nobody reads more commands at once.
   */
  static final int MOST = 20;

  private final PathReview review;
  private final Cluster cluster;
  private final Map<Remedy, Optional<String>> known = new HashMap<>();

  MendReviews(PolicySet rules, Cluster cluster) {
    this.review = new PathReview(rules);
    this.cluster = cluster;
  }

  /** The finding with the commands that cut nothing. */
  Finding reviewed(Finding finding) {
    List<Remedy> shown = new ArrayList<>();
    List<String> cutting = new ArrayList<>();
    boolean reviewedAll = true;
    for (Remedy remedy : finding.remedies()) {
      if (!known.containsKey(remedy) && known.size() >= MOST) {
        reviewedAll = false;
        continue;
      }
      Optional<String> cut = known.computeIfAbsent(remedy, this::cut);
      cut.ifPresentOrElse(cutting::add, () -> shown.add(remedy));
    }
    return new Finding(
        finding.violation(),
        finding.hop(),
        shown,
        shown.isEmpty() ? withheld(cutting, reviewedAll) : Optional.empty(),
        finding.ofBaseline());
  }

  private static Optional<String> withheld(List<String> cutting, boolean reviewedAll) {
    if (!reviewedAll) {
      return Optional.of(
          "no command is shown: only "
              + MOST
              + " commands are reviewed at a time. Mend what is above, and ask again");
    }
    return cutting.stream()
        .findFirst()
        .map(
            cut ->
                "no command is shown: "
                    + (cutting.size() == 1
                        ? "the mend that is known would cut paths. "
                        : "each of the "
                            + cutting.size()
                            + " mends that are known would cut paths. ")
                    + cut);
  }

  /** What a command would cut; empty if nothing, or if its review at its start must tell. */
  private Optional<String> cut(Remedy remedy) {
    Map<String, String> values = new TreeMap<>(remedy.params());
    values.values().removeIf(String::isEmpty);
    try {
      Optional<DocumentNode> playbook = BuiltInFiles.playbook(remedy.plan());
      if (playbook.isEmpty()) {
        return Optional.empty();
      }
      return review
          .refusals(PlanFile.of(playbook.get(), Actions.names()).plan(values), cluster)
          .stream()
          .findFirst()
          .map(Violation::message);
    } catch (DocumentException | ReviewException notPossibleOnTheseFacts) {
      return Optional.empty();
    }
  }
}
