package io.safeops.review;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.paths.hop.PathJudge;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * No path is worse after a step than before it and than predicted. A path whose end somebody else
 * has changed meanwhile, as a VM that migrates, says nothing about the step.
 */
final class PathsStay implements FactPredicate {

  static final String DESCRIPTION = "every path that worked works";

  /** How many paths a message names. The first few are enough to see which ones are meant. */
  private static final int MOST = 8;

  private final Cluster before;
  private final Intents intents;
  private final List<Answer> expected = new ArrayList<>();
  private final Map<String, LogicalPort> rows = new HashMap<>();
  private final Map<String, Set<Optional<String>>> places = new HashMap<>();
  private final FactsScope scope;

  /**
   * @param before the facts before the step
   * @param predicted the facts that are predicted after it
   * @param scope the facts that the step may change
   */
  PathsStay(Cluster before, Cluster predicted, FactsScope scope) {
    this.before = before;
    this.intents = Intents.of(before);
    List<Path> was = PathJudge.judge(intents, before);
    List<Path> then = PathJudge.judge(intents, predicted);
    for (int path = 0; path < intents.all().size(); path++) {
      expected.add(was.get(path).answer().worse(then.get(path).answer()));
    }
    before.getPorts().forEach(port -> rows.putIfAbsent(port.name(), port));
    predicted.getPorts().forEach(port -> rows.put(port.name(), port));
    for (Cluster each : List.of(before, predicted)) {
      for (PortBinding binding : each.bindings()) {
        places
            .computeIfAbsent(binding.logicalPort(), any -> new HashSet<>())
            .add(binding.chassis());
      }
    }
    this.scope =
        scope.and(FactsScope.of(FactsPart.NORTHBOUND, FactsPart.CHASSIS, FactsPart.BINDINGS));
  }

  @Override
  public FactsScope scope() {
    return scope;
  }

  @Override
  public Optional<String> objection(Cluster read) {
    Cluster now = new Observation(read, scope).over(before);
    List<Path> paths = PathJudge.judge(intents, now);
    Map<String, List<String>> worse = new HashMap<>();
    for (int at = 0; at < intents.all().size(); at++) {
      Path path = paths.get(at);
      if (path.answer().isWorse(expected.get(at))
          && path.answer() != Answer.DEGRADED
          && !isChangedByOthers(intents.all().get(at).end(), now)) {
        for (Hop hop : path.hops()) {
          if (hop.answer() == path.answer()) {
            worse
                .computeIfAbsent(hop.subject() + ": " + hop.why(), any -> new ArrayList<>())
                .add(path.getLabel());
            break;
          }
        }
      }
    }
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
    texts.sort(String::compareTo);
    return Optional.of(String.join("; ", texts));
  }

  /**
   * Whether the row of a logical port or the chassis that holds it is neither as before nor as
   * predicted.
   */
  private boolean isChangedByOthers(String end, Cluster now) {
    LogicalPort known = rows.get(end);
    if (known == null) {
      return false;
    }
    Optional<LogicalPort> row =
        now.getPorts().stream().filter(port -> port.name().equals(end)).findFirst();
    if (row.isPresent()
        && !row.get().withUp(known.up()).equals(known)
        && !isAsBefore(row.get(), end)) {
      return true;
    }
    Set<Optional<String>> chassisOf = places.getOrDefault(end, Set.of());
    return now.bindings().stream()
        .filter(binding -> binding.logicalPort().equals(end))
        .map(PortBinding::chassis)
        .anyMatch(chassis -> chassis.isPresent() && !chassisOf.contains(chassis));
  }

  private boolean isAsBefore(LogicalPort row, String end) {
    return before.getPorts().stream()
        .filter(port -> port.name().equals(end))
        .anyMatch(port -> row.withUp(port.up()).equals(port));
  }
}
