package io.safeops.review;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.paths.hop.PathJudge;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * No path is worse after a step than before it and than predicted. A path whose end somebody else
 * has changed meanwhile, as a VM that migrates, says nothing about the step.
 */
final class PathsStay implements FactPredicate {

  static final String DESCRIPTION = "every path that worked works";

  /** How many paths a message names. The first few are enough to see which ones are meant. */
  private static final int MOST = 8;

  private final Cluster before;
  private final Cluster predicted;
  private final Intents intents;
  private final List<Answer> expected = new ArrayList<>();
  private final FactsScope scope;
  private final OthersChanges others;

  /**
   * @param before the facts before the step
   * @param predicted the facts that are predicted after it
   * @param scope the facts that the step may change
   */
  PathsStay(Cluster before, Cluster predicted, FactsScope scope) {
    this.before = before;
    this.predicted = predicted;
    this.intents = Intents.of(before);
    List<Path> was = PathJudge.judge(intents, before);
    List<Path> then = PathJudge.judge(intents, predicted);
    for (int path = 0; path < intents.all().size(); path++) {
      expected.add(was.get(path).answer().worse(then.get(path).answer()));
    }
    this.scope = OthersChanges.scope(scope, predicted);
    this.others = new OthersChanges(before, predicted, this.scope);
  }

  @Override
  public FactsScope scope() {
    return scope;
  }

  @Override
  public boolean isLast() {
    return true;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A node that was not read may have followed the step, or may not yet have. Only what is worse
   * in both cases is worse.
   */
  @Override
  public Optional<String> objection(Cluster read) {
    Map<Integer, Worse> stale = worse(read, before);
    if (stale.isEmpty()) {
      return Optional.empty();
    }
    Map<Integer, Worse> followed = worse(read, predicted);
    Map<String, List<String>> worse = new TreeMap<>();
    stale.forEach(
        (path, found) -> {
          if (followed.containsKey(path)) {
            worse
                .computeIfAbsent(
                    found.hop().subject() + ": " + found.hop().why(), any -> new ArrayList<>())
                .add(found.label());
          }
        });
    if (worse.isEmpty()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    worse.forEach(
        (why, ends) ->
            texts.add(
                why
                    + " ("
                    + String.join(", ", ends.subList(0, Math.min(MOST, ends.size())))
                    + (ends.size() > MOST ? " and " + (ends.size() - MOST) + " more" : "")
                    + ")"));
    return Optional.of(String.join("; ", texts));
  }

  /**
   * A path that is worse than expected.
   *
   * @param label the path, as messages name it
   * @param hop the first hop that makes it so
   */
  private record Worse(String label, Hop hop) {}

  /**
   * The paths that are worse than expected and that nobody else has changed, by their index.
   *
   * @param rest the facts of what was not read
   */
  private Map<Integer, Worse> worse(Cluster read, Cluster rest) {
    Cluster now = new Observation(read, scope).over(rest);
    List<Path> paths = PathJudge.judge(intents, now);
    OthersChanges.Seen seen = others.in(now);
    Map<Integer, Worse> worse = new LinkedHashMap<>();
    for (int at = 0; at < paths.size(); at++) {
      Path path = paths.get(at);
      if (!path.answer().isWorse(expected.get(at))
          || !path.answer().isFault()
          || seen.isChanged(intents.all().get(at).end())) {
        continue;
      }
      int index = at;
      path.hops().stream()
          .filter(hop -> hop.answer() == path.answer())
          .findFirst()
          .ifPresent(hop -> worse.put(index, new Worse(path.getLabel(), hop)));
    }
    return worse;
  }
}
