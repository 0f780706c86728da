package io.safeops.cli.topology;

import io.safeops.cli.topology.Topology.Bridge;
import io.safeops.cli.topology.Topology.Chassis;
import io.safeops.cli.topology.Topology.Gateway;
import io.safeops.cli.topology.Topology.Tunnel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One picture of a cluster before a change and after it. It has what is wanted and what differs:
 * each thing as it is afterwards, with what it was before in words.
 */
final class Compared {

  private static final String ABSENT = "not there";

  private final Predicate<Place> wanted;

  private Compared(Predicate<Place> wanted) {
    this.wanted = wanted;
  }

  /**
   * @param wanted the places that are drawn even if nothing differs there
   */
  static Topology of(Topology before, Topology after, Predicate<Place> wanted) {
    Compared compared = new Compared(wanted);
    return new Topology(
        before.collectedAt(),
        compared.things(before.networks(), after.networks()),
        compared.nodes(before.chassis(), after.chassis()),
        pairs(before.tunnels(), after.tunnels(), Tunnel::link).stream()
            .map(
                pair ->
                    new Tunnel(pair.any().one(), pair.any().other(), drawn(pair.of(Tunnel::link))))
            .filter(tunnel -> compared.isShown(tunnel.link()))
            .sorted(Comparator.comparing(Tunnel::link, Drawn.FAULTS_FIRST))
            .toList(),
        pairs(before.gateways(), after.gateways(), Gateway::port).stream()
            .map(pair -> new Gateway(pair.any().holder(), drawn(pair.of(Gateway::port))))
            .filter(gateway -> compared.isShown(gateway.port()))
            .sorted(Comparator.comparing(Gateway::port, Drawn.FAULTS_FIRST))
            .toList(),
        List.of());
  }

  /** A thing before and after; at least one of the two is there. */
  private record Pair<T>(Optional<T> before, Optional<T> after) {
    /** As it is afterwards, if it is there. */
    T any() {
      return after.or(() -> before).orElseThrow();
    }

    <R> Pair<R> of(Function<T, R> part) {
      return new Pair<>(before.map(part), after.map(part));
    }

    <R> List<R> before(Function<T, List<R>> part) {
      return before.map(part).orElse(List.of());
    }

    <R> List<R> after(Function<T, List<R>> part) {
      return after.map(part).orElse(List.of());
    }
  }

  /** Things at one place belong together, in their order. */
  private static <T> List<Pair<T>> pairs(List<T> before, List<T> after, Function<T, Drawn> thing) {
    Map<String, Deque<T>> left = new LinkedHashMap<>();
    for (T each : before) {
      left.computeIfAbsent(key(thing.apply(each)), any -> new ArrayDeque<>()).add(each);
    }
    List<Pair<T>> pairs = new ArrayList<>();
    for (T each : after) {
      Deque<T> same = left.getOrDefault(key(thing.apply(each)), new ArrayDeque<>());
      pairs.add(new Pair<>(Optional.ofNullable(same.poll()), Optional.of(each)));
    }
    left.values().stream()
        .flatMap(Deque::stream)
        .forEach(each -> pairs.add(new Pair<>(Optional.of(each), Optional.empty())));
    return pairs;
  }

  /** A switch may have several localnets, and each of them is a thing of its own. */
  private static String key(Drawn thing) {
    return thing.place() + (thing.place().kind() == Place.Kind.NETWORK ? thing.name() : "");
  }

  private List<Drawn> things(List<Drawn> before, List<Drawn> after) {
    return pairs(before, after, each -> each).stream()
        .map(Compared::drawn)
        .filter(this::isShown)
        .sorted(Drawn.FAULTS_FIRST)
        .toList();
  }

  private List<Chassis> nodes(List<Chassis> before, List<Chassis> after) {
    return pairs(before, after, Chassis::node).stream()
        .map(
            pair ->
                new Chassis(
                    drawn(pair.of(Chassis::node)),
                    bridges(pair.before(Chassis::bridges), pair.after(Chassis::bridges)),
                    things(pair.before(Chassis::parts), pair.after(Chassis::parts))))
        .filter(
            each -> isShown(each.node()) || !each.bridges().isEmpty() || !each.parts().isEmpty())
        .toList();
  }

  private List<Bridge> bridges(List<Bridge> before, List<Bridge> after) {
    return pairs(before, after, Bridge::bridge).stream()
        .map(
            pair ->
                new Bridge(
                    drawn(pair.of(Bridge::bridge)),
                    things(pair.before(Bridge::uplinks), pair.after(Bridge::uplinks)),
                    things(pair.before(Bridge::physnets), pair.after(Bridge::physnets))))
        .filter(
            each ->
                isShown(each.bridge()) || !each.uplinks().isEmpty() || !each.physnets().isEmpty())
        .toList();
  }

  private boolean isShown(Drawn thing) {
    return wanted.test(thing.place()) || !thing.was().isEmpty();
  }

  private static Drawn drawn(Pair<Drawn> pair) {
    if (pair.after().isEmpty()) {
      Drawn gone = pair.before().orElseThrow();
      return new Drawn(
          gone.place(), gone.name(), State.REMOVED, "by the plan, as predicted", gone.verdict());
    }
    Drawn now = pair.after().get();
    String was = pair.before().map(before -> was(before, now)).orElse(now.isFault() ? "" : ABSENT);
    return new Drawn(now.place(), now.name(), now.state(), now.why(), was);
  }

  /** Empty if nothing differs that anybody asked for. */
  private static String was(Drawn before, Drawn now) {
    boolean same = before.state() == now.state() || !(before.isFault() || now.isFault());
    if (before.name().equals(now.name())) {
      return same ? "" : before.verdict();
    }
    return before.name() + (same ? "" : ": " + before.verdict());
  }
}
