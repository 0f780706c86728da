package io.safeops.paths.verdict;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.hop.PathJudge;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.intent.Unmodelled;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All intended paths of a cluster with their answers, and the hops that explain those that do not
 * work.
 *
 * @param paths in the order of the intents
 * @param faults hops that do not work and that no other hop explains, the worst first
 * @param warnings hops that pass less than was asked for
 * @param idle how many logical ports nobody uses
 * @param unmodelled what packets pass and the model cannot decide
 */
public record ClusterPaths(
    List<Path> paths,
    List<HopFault> faults,
    List<HopFault> warnings,
    long idle,
    List<Unmodelled> unmodelled) {

  /** How many paths a message names. The first few are enough to see which ones are meant. */
  static final int MOST_ENDS = 8;

  private static final IdentityCache<Cluster, ClusterPaths> KNOWN =
      new IdentityCache<>(cluster -> judge(Intents.of(cluster), cluster));

  public ClusterPaths {
    paths = List.copyOf(paths);
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
    unmodelled = List.copyOf(unmodelled);
  }

  /** The paths that the cluster itself asks for. */
  public static ClusterPaths of(Cluster cluster) {
    return KNOWN.of(cluster);
  }

  /** The paths of these intents, judged on that cluster. */
  public static ClusterPaths judge(Intents intents, Cluster cluster) {
    List<Path> paths = PathJudge.judge(intents, cluster);
    List<Unmodelled> unmodelled = new ArrayList<>(intents.notModelled());
    unmodelled.addAll(PathJudge.notModelled(cluster));
    paths.stream()
        .filter(path -> path.answer() == Answer.NOT_MODELLED)
        .forEach(path -> unmodelled.add(new Unmodelled(Unmodelled.Kind.PATH, path.getLabel())));
    return new ClusterPaths(
        paths, new Causes(paths).faults(), warnings(paths), intents.idle(), unmodelled);
  }

  /**
   * The paths that a cluster asked for before a change, judged after it: what the change takes away
   * is missed, and nothing that it adds is asked for.
   */
  public static ClusterPaths since(Cluster before, Cluster after) {
    Intents intents = Intents.of(before);
    List<Path> paths =
        LostUplinks.since(PathJudge.judge(intents, before), PathJudge.judge(intents, after));
    return new ClusterPaths(
        paths, new Causes(paths).faults(), warnings(paths), intents.idle(), List.of());
  }

  /** How many things, paths among them, the model cannot decide. */
  public long notModelled() {
    return unmodelled.size();
  }

  /** How many paths have that answer. */
  public long count(Answer answer) {
    return paths.stream().filter(path -> path.answer() == answer).count();
  }

  /** How many paths the model could decide. */
  public long judged() {
    return paths.size() - count(Answer.NOT_MODELLED);
  }

  /** The worst answer of each hop, by its key. */
  public Map<String, Answer> answers() {
    Map<String, Answer> answers = new HashMap<>();
    for (Path path : paths) {
      path.hops().forEach(hop -> answers.merge(hop.key(), hop.answer(), Answer::worse));
    }
    return answers;
  }

  private static List<HopFault> warnings(List<Path> paths) {
    Map<String, Hop> hops = new LinkedHashMap<>();
    Map<String, List<Path>> using = new HashMap<>();
    for (Path path : paths) {
      for (Hop hop : path.hops()) {
        if (hop.answer() == Answer.DEGRADED) {
          hops.putIfAbsent(hop.key(), hop);
          using.computeIfAbsent(hop.key(), any -> new ArrayList<>()).add(path);
        }
      }
    }
    // A member that is down is a fault of its own, and a path that has others passes less.
    paths.stream()
        .flatMap(path -> path.hops().stream())
        .filter(hop -> hop.answer().isFault())
        .forEach(hop -> hops.remove(hop.key()));
    return hops.values().stream()
        .map(hop -> fault(hop, using.getOrDefault(hop.key(), List.of()), 0))
        .sorted(Comparator.comparing(HopFault::id))
        .toList();
  }

  static HopFault fault(Hop hop, List<Path> paths, long consequences) {
    List<String> labels = paths.stream().map(Path::getLabel).distinct().sorted().toList();
    List<String> ends = new ArrayList<>(labels.subList(0, Math.min(MOST_ENDS, labels.size())));
    if (labels.size() > MOST_ENDS) {
      ends.add("and " + (labels.size() - MOST_ENDS) + " more");
    }
    return new HopFault(hop.key(), hop, labels.size(), ends, labels, consequences);
  }
}
