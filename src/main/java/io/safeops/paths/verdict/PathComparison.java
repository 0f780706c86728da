package io.safeops.paths.verdict;

import io.safeops.facts.model.Cluster;
import io.safeops.paths.hop.PathJudge;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.model.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compares the paths that were asked for before a change with what each step makes of them. What
 * worked must work at the end. What does not work in between, or passes less, is a warning.
 */
public final class PathComparison {

  /** A cluster after a step. */
  public record StepResult(String step, Cluster after) {}

  /**
   * @param degraded whether packets still pass
   */
  private record Cause(int step, String hop, boolean degraded, int until, boolean again) {}

  private final Intents intents;
  private final List<StepResult> steps;
  private final boolean meantByNeutron;
  private final List<List<Path>> states = new ArrayList<>();
  private final List<Causes> causes = new ArrayList<>();
  private final List<NotModelledRow> notModelled = new ArrayList<>();

  private PathComparison(Cluster before, List<StepResult> steps) {
    this.meantByNeutron = before.neutron().filter(each -> each.problem().isEmpty()).isPresent();
    this.intents = Intents.of(before);
    this.steps = steps;
    add(before);
    Cluster now = before;
    for (StepResult each : steps) {
      add(each.after());
      notModelled.addAll(NotModelledRow.of(each.step(), now, each.after()));
      now = each.after();
    }
  }

  private void add(Cluster cluster) {
    List<Path> judged = PathJudge.judge(intents, cluster);
    List<Path> paths = states.isEmpty() ? judged : LostUplinks.since(states.get(0), judged);
    states.add(paths);
    causes.add(new Causes(paths));
  }

  /** What these steps make of the paths of a cluster. */
  public static PathChange of(Cluster before, List<StepResult> steps) {
    return new PathComparison(before, steps).change();
  }

  private PathChange change() {
    Map<Cause, List<Path>> cuts = new LinkedHashMap<>();
    Map<Cause, Answer> worst = new HashMap<>();
    for (int path = 0; path < intents.all().size(); path++) {
      Path first = states.get(0).get(path);
      int step = 1;
      while (step < states.size()) {
        Path now = states.get(step).get(path);
        if (!isWorse(first, now)) {
          step++;
          continue;
        }
        int until = step;
        while (until < states.size() && isWorse(first, states.get(until).get(path))) {
          until++;
        }
        int end = until == states.size() ? 0 : until;
        for (String hop : explaining(first, now, causes.get(step), causes.get(0))) {
          Cause cause = new Cause(step, hop, now.answer() == Answer.DEGRADED, end, false);
          cuts.computeIfAbsent(cause, any -> new ArrayList<>()).add(first);
          worst.merge(cause, now.answer(), Answer::worse);
        }
        step = until;
      }
      for (Cause cause : again(path)) {
        cuts.computeIfAbsent(cause, any -> new ArrayList<>()).add(first);
        worst.merge(cause, states.get(states.size() - 1).get(path).answer(), Answer::worse);
      }
    }
    List<PathCut> found = new ArrayList<>();
    cuts.forEach(
        (cause, paths) -> found.add(cut(cause, paths, worst.getOrDefault(cause, Answer.BROKEN))));
    return new PathChange(found, notModelled);
  }

  /**
   * Of a path that did not work before: what else keeps it from working after the last step, and
   * the step since when it does.
   */
  private Set<Cause> again(int path) {
    int last = states.size() - 1;
    Path first = states.get(0).get(path);
    Path now = states.get(last).get(path);
    if (!first.answer().isFault() || !now.answer().isFault() || isWorse(first, now)) {
      return Set.of();
    }
    Set<Cause> found = new LinkedHashSet<>();
    for (Hop hop : now.hops()) {
      // Without Neutron, the localnets that are left say what was meant: one that a repair adds is
      // none of them.
      boolean guessed = hop.kind() == HopKind.LOCALNET_SEGMENT && !meantByNeutron;
      if (!hop.answer().isFault() || guessed) {
        continue;
      }
      for (String root : causes.get(last).rootsOf(hop.key())) {
        if (causes.get(last).isNew(root, causes.get(0))) {
          int step = last;
          while (step > 1 && causes.get(step - 1).isNew(root, causes.get(0))) {
            step--;
          }
          found.add(new Cause(step, root, false, 0, true));
        }
      }
    }
    return found;
  }

  private PathCut cut(Cause cause, List<Path> paths, Answer now) {
    List<String> labels =
        new ArrayList<>(new TreeSet<>(paths.stream().map(Path::getLabel).toList()));
    List<String> ends =
        new ArrayList<>(labels.subList(0, Math.min(ClusterPaths.MOST_ENDS, labels.size())));
    if (labels.size() > ClusterPaths.MOST_ENDS) {
      ends.add("and " + (labels.size() - ClusterPaths.MOST_ENDS) + " more");
    }
    Hop hop = causes.get(cause.step()).hop(cause.hop());
    String step = steps.get(cause.step() - 1).step();
    return new PathCut(
        step + " " + cause.hop() + " " + now.word() + (cause.again() ? " again" : ""),
        step,
        new PathCut.HopText(hop.kind().word(), hop.subject(), hop.why(), hop.names()),
        labels.size(),
        ends,
        paths.stream().map(Path::getKind).distinct().sorted().toList(),
        new PathCut.Answers(paths.get(0).answer().word(), now.word()),
        cause.until() == 0 ? "" : steps.get(cause.until() - 1).step(),
        cause.again());
  }

  /** Whether less passes than before the change. */
  private static boolean isWorse(Path before, Path after) {
    return switch (before.answer()) {
      case WORKS -> after.answer() != Answer.WORKS;
      case DEGRADED -> !after.answer().isPassing();
      case NOT_MODELLED -> after.answer().isFault();
      case AS_LAST_PROGRAMMED, UNKNOWN -> after.answer() == Answer.BROKEN;
      // It was cut already. A hop that worked and does not any more cuts it at a second place.
      case BROKEN ->
          worsened(before, after).stream()
              .anyMatch(hop -> hop.answer() == Answer.BROKEN && wasThere(before, hop));
    };
  }

  /**
   * Of tunnels, a path has only those that do not work: one that it did not have worked, unless one
   * of its hops stands for many.
   */
  private static boolean wasThere(Path before, Hop hop) {
    Stream<Hop> same = before.hops().stream().filter(each -> each.key().equals(hop.key()));
    if (hop.kind() == HopKind.TUNNEL) {
      return same.allMatch(each -> each.answer().isPassing())
          && before.hops().stream().noneMatch(each -> each.facts().containsKey(Hop.MANY));
    }
    return same.anyMatch(each -> each.answer().isPassing());
  }

  private static List<Hop> worsened(Path before, Path after) {
    Map<String, Answer> was = new HashMap<>();
    before.hops().forEach(hop -> was.put(hop.key(), hop.answer()));
    return after.hops().stream()
        .filter(hop -> hop.answer().isWorse(was.getOrDefault(hop.key(), Answer.WORKS)))
        .toList();
  }

  /** The hops that explain why a path is worse: of those that got worse, the causes. */
  private static Set<String> explaining(Path before, Path after, Causes causes, Causes earlier) {
    List<Hop> worse = worsened(before, after);
    Set<String> explaining = new LinkedHashSet<>();
    Answer answer = after.answer();
    for (Hop hop : worse) {
      if (hop.answer() != answer && hop.answer() != Answer.BROKEN) {
        continue;
      }
      List<String> roots =
          causes.rootsOf(hop.key()).stream().filter(root -> !root.equals(hop.key())).toList();
      boolean follows = roots.stream().anyMatch(root -> causes.isNew(root, earlier));
      if (follows) {
        roots.stream().filter(root -> causes.isNew(root, earlier)).forEach(explaining::add);
      } else {
        explaining.add(hop.key());
      }
    }
    return explaining;
  }
}
