package io.safeops.cli.topology;

import io.safeops.facts.model.Cluster;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.model.Path;
import io.safeops.paths.model.PathKind;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the doctor's hops say of each place. The picture judges nothing itself. */
final class Marks {

  /** Reasons of one place; the rest is in what doctor prints. */
  private static final int MOST_REASONS = 3;

  private final Place.Finder finder;
  private final Map<Place, Map<String, Hop>> hops = new LinkedHashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Set<Place> taken = new HashSet<>();
  private final List<HopFault> faults;
  private final Set<String> causes = new HashSet<>();
  private final Map<String, Hop> faulty = new HashMap<>();
  private final Map<String, Mark> overlays = new HashMap<>();

  Marks(Cluster cluster, ClusterPaths judged) {
    finder = new Place.Finder(cluster);
    faults = judged.faults();
    faults.forEach(fault -> causes.add(fault.id()));
    for (Path path : judged.paths()) {
      for (Hop hop : path.hops()) {
        Place place = places.computeIfAbsent(hop.key(), any -> finder.of(hop));
        hops.computeIfAbsent(place, any -> new LinkedHashMap<>())
            .merge(hop.key(), hop, Marks::worse);
        if (hop.answer().isFault()) {
          faulty.merge(hop.key(), hop, Marks::worse);
        }
      }
    }
    for (Path path : judged.paths()) {
      if (path.kind() == PathKind.OVERLAY) {
        overlays.put(path.end().id(), overlay(path));
      }
    }
  }

  private static Hop worse(Hop one, Hop other) {
    return other.answer().isWorse(one.answer()) ? other : one;
  }

  /** What all tunnels of a node need: all hops of its path to the other chassis but the tunnels. */
  private Mark overlay(Path path) {
    return path.hops().stream()
        .filter(hop -> hop.kind() != HopKind.TUNNEL)
        .filter(hop -> hop.answer() != Answer.NOT_MODELLED)
        .map(
            hop ->
                finder.of(hop).kind() == Place.Kind.TUNNEL_END
                    ? mark(hop, finder.of(hop))
                    : Mark.behind(root(hop)))
        .reduce(Mark::worse)
        .orElse(Mark.NOT_JUDGED);
  }

  /** The same of a node; empty if its tunnels were not judged. */
  Optional<Mark> overlay(String node) {
    return Optional.ofNullable(overlays.get(node));
  }

  /** Whether the doctor says anything of a place. */
  boolean isJudged(Place place) {
    return hops.containsKey(place);
  }

  /** Whether one of its hops stands for many. */
  boolean isMany(Place place) {
    return hops.getOrDefault(place, Map.of()).values().stream()
        .anyMatch(hop -> hop.facts().containsKey(Hop.MANY));
  }

  /** What is known of a thing that is drawn at these places. */
  Mark take(Place... all) {
    return Stream.of(all)
        .peek(taken::add)
        .filter(this::isJudged)
        .map(this::mark)
        .reduce(Mark::worse)
        .orElse(Mark.NOT_JUDGED);
  }

  /** The worst that its hops say. Causes come before what follows from them. */
  Mark mark(Place place) {
    Collection<Hop> all = hops.getOrDefault(place, Map.of()).values();
    Answer worst = all.stream().map(Hop::answer).reduce(Answer.WORKS, Answer::worse);
    return all.stream()
        .filter(hop -> hop.answer() == worst)
        .sorted(Comparator.comparing(hop -> !causes.contains(hop.key())))
        .limit(MOST_REASONS)
        .map(hop -> mark(hop, place))
        .reduce(Mark::worse)
        .orElse(Mark.NOT_JUDGED);
  }

  /** A hop that does not work because of another one is marked as behind that. */
  private Mark mark(Hop hop, Place place) {
    return hop.answer() == Answer.BROKEN && !causes.contains(hop.key())
        ? Mark.behind(root(hop))
        : Mark.of(hop, place);
  }

  /** The hop that explains another one: itself, if no other does. */
  private Hop root(Hop hop) {
    Set<String> seen = new HashSet<>();
    Hop root = hop;
    while (!causes.contains(root.key()) && seen.add(root.key())) {
      Optional<Hop> next =
          root.causes().stream().filter(faulty::containsKey).map(faulty::get).findFirst();
      if (next.isEmpty()) {
        return hop;
      }
      root = next.get();
    }
    return root;
  }

  /**
   * The places of a kind, on a node and of an owner, of which faults are known and none is drawn.
   */
  List<Place> left(Place.Kind kind, String node, String owner) {
    return hops.keySet().stream()
        .filter(place -> place.kind() == kind && !taken.contains(place))
        .filter(place -> place.node().equals(node) && place.owner().equals(owner))
        .filter(place -> mark(place).state().compareTo(State.LESS) >= 0)
        .toList();
  }

  /** The faults that no thing of the picture shows. Call it when all is drawn. */
  List<Drawn> others() {
    return faults.stream()
        .map(HopFault::hop)
        .filter(hop -> !taken.contains(places.get(hop.key())))
        .map(hop -> new Drawn(hop.subject(), State.of(hop.answer()), hop.why()))
        .toList();
  }
}
