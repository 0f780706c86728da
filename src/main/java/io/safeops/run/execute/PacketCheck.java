package io.safeops.run.execute;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.node.Node;
import io.safeops.paths.hop.PathJudge;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.model.Path;
import io.safeops.paths.trace.Traced;
import io.safeops.paths.trace.TracedPath;
import io.safeops.review.AffectedPaths;
import io.safeops.review.OthersChanges;
import io.safeops.review.StepReview;
import io.safeops.run.messaging.Loop;
import io.safeops.session.ClusterObserver;
import io.safeops.session.PacketTracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Traces packets on the paths that a plan may touch: before its first step, after each step, and
 * while the run waits for quiet. A packet that passed before and is dropped now is an objection,
 * unless that was predicted or somebody else has changed where it comes from or goes to. What is
 * not traced is none: the facts hold already.
 *
 * <p>Its methods are called one after the other, on any thread; only {@link #takeNotes} at any
 * time.
 */
final class PacketCheck {

  /**
   * A packet counts as dropped if it is dropped in two looks so long after each other: a VM may
   * move just now, or ovn-controller installs flows. It is the pause between the looks of doctor.
   */
  static final Duration PAUSE = Duration.ofSeconds(3);

  /**
   * A run that waits for quiet looks every two seconds. Each trace holds up ovs-vswitchd for some
   * milliseconds, so only some of these looks trace: two in a usual hold of 20 s.
   */
  private static final Duration BETWEEN = Duration.ofSeconds(8);

  private final ClusterObserver observer;
  private final LiveFacts facts;
  private final PacketTracer tracer;
  private final Loop loop;
  private final Duration pause;
  private final PacketNotes notes = new PacketNotes();
  private final Map<Integer, Passed> passed = new TreeMap<>();
  private Optional<Intents> intents = Optional.empty();
  private Optional<Prepared> prepared = Optional.empty();
  private long last;

  /**
   * @param pause between two looks at a packet that is dropped: {@link #PAUSE}
   */
  PacketCheck(
      ClusterObserver observer, LiveFacts facts, PacketTracer tracer, Loop loop, Duration pause) {
    this.observer = observer;
    this.facts = facts;
    this.tracer = tracer;
    this.loop = loop;
    this.pause = pause;
  }

  /**
   * A packet that passed before the first step, by the place of its path among the intents.
   *
   * @param packets the packet, and what steps should make of it
   */
  private record Passed(TracedPath first, Set<String> packets) {
    static Passed of(TracedPath first) {
      return new Passed(first, new HashSet<>(Set.of(first.packet())));
    }

    String text() {
      return first.path().getLabel() + " on " + first.node();
    }
  }

  /**
   * The step that was prepared last.
   *
   * @param touched the places of the paths that it may touch
   * @param cut the places of the paths that do not work after it, as predicted
   */
  private record Prepared(
      String id, Cluster before, Cluster after, Set<Integer> touched, Set<Integer> cut) {}

  /** A look that is made when everything else holds. */
  interface Look {
    /** The facts to read for it. */
    FactsScope scope();

    /**
     * Which packets are dropped, and are so in a second look; empty if none is.
     *
     * @param first facts of this scope
     */
    List<String> objections(Observation first) throws InterruptedException;
  }

  /** What the operator should know, since the last time. */
  List<String> takeNotes() {
    return notes.take();
  }

  /**
   * Called before the change of each step. Before the first one it traces.
   *
   * @param now the facts before the step
   * @param all the paths that this step and those after it may touch
   * @param own the paths that this step may touch
   */
  void prepare(StepReview review, Cluster now, AffectedPaths all, AffectedPaths own)
      throws InterruptedException {
    if (intents.isEmpty()) {
      begin(now, all);
    } else {
      prepared.ifPresent(earlier -> forget(earlier, now));
    }
    List<Path> paths = judge(now);
    List<Path> then = judge(review.after());
    Set<Integer> touched = new TreeSet<>();
    Set<Integer> cut = new TreeSet<>();
    for (int place : passed.keySet()) {
      if (own.has(paths.get(place))) {
        touched.add(place);
      }
      if (then.get(place).answer().isFault()) {
        cut.add(place);
      }
    }
    ChosenPackets.of(then, passed.keySet(), review.after())
        .packets()
        .forEach(
            (place, packet) ->
                Optional.ofNullable(passed.get(place))
                    .ifPresent(each -> each.packets().add(packet.packet())));
    prepared = Optional.of(new Prepared(review.id(), now, review.after(), touched, cut));
  }

  private List<Path> judge(Cluster cluster) {
    return PathJudge.judge(intents.orElseThrow(), cluster);
  }

  private void begin(Cluster now, AffectedPaths all) throws InterruptedException {
    intents = Optional.of(Intents.of(now));
    List<Path> paths = judge(now);
    List<Integer> chosen = new ArrayList<>();
    for (int place = 0; place < intents.get().all().size(); place++) {
      if (all.has(paths.get(place)) && !paths.get(place).answer().isFault()) {
        chosen.add(place);
      }
    }
    ChosenPackets packets = ChosenPackets.of(paths, chosen, now);
    Map<String, String> left = new TreeMap<>();
    List<String> dropped = new ArrayList<>();
    packets
        .traced(tracer)
        .forEach(
            (place, traced) -> {
              switch (traced.verdict()) {
                case PASSES ->
                    Optional.ofNullable(packets.packets().get(place))
                        .ifPresent(packet -> passed.put(place, Passed.of(packet)));
                case DROPPED -> dropped.add(PacketNotes.text(traced) + ": " + traced.text());
                case NOT_TRACED -> left.put(PacketNotes.text(traced), traced.text());
              }
            });
    if (!passed.isEmpty()) {
      notes.add(
          (passed.size() == 1 ? "1 traced packet passes" : passed.size() + " traced packets pass")
              + " before the first step, on "
              + String.join(", ", nodes(passed.keySet())));
    }
    if (!dropped.isEmpty()) {
      notes.add(
          "dropped already before the first step, so it does not count: "
              + PacketNotes.first(dropped));
    }
    notes.notTraced("before the first step", left);
    last = loop.now();
  }

  /** A packet whose ends somebody else has changed between two steps is not traced any more. */
  private void forget(Prepared earlier, Cluster now) {
    OthersChanges.Seen others =
        new OthersChanges(earlier.before(), earlier.after(), scope(passed.keySet())).in(now);
    passed
        .values()
        .removeIf(
            each ->
                others.isChanged(each.first().path().end().id())
                    || others.isChanged(each.first().other()));
  }

  /** The look after a step; empty if no packet passed on the paths that it may touch. */
  Optional<Look> afterStep() {
    return prepared.filter(step -> !step.touched().isEmpty()).map(step -> look(step.touched()));
  }

  /** A look while the run waits for quiet; empty if the last one was not long ago. */
  Optional<Look> inQuiet() {
    return passed.isEmpty() || prepared.isEmpty() || loop.now() - last < BETWEEN.toNanos()
        ? Optional.empty()
        : Optional.of(look(passed.keySet()));
  }

  private Look look(Set<Integer> places) {
    Set<Integer> watched = Set.copyOf(places);
    return new Look() {
      @Override
      public FactsScope scope() {
        return PacketCheck.this.scope(watched);
      }

      @Override
      public List<String> objections(Observation first) throws InterruptedException {
        Map<Integer, String> dropped = dropped(watched, first);
        if (!dropped.isEmpty()) {
          Thread.sleep(pause.toMillis());
          Set<Integer> again = dropped.keySet();
          dropped = dropped(again, observer.look(PacketCheck.this.scope(again), facts.known()));
        }
        last = loop.now();
        return dropped.isEmpty()
            ? List.of()
            : List.of("traced packets: " + PacketNotes.first(List.copyOf(dropped.values())));
      }
    };
  }

  private FactsScope scope(Collection<Integer> places) {
    FactsScope nodes = FactsScope.on(nodes(places), FactsPart.SWITCH);
    return prepared.map(step -> OthersChanges.scope(nodes, step.after())).orElse(nodes);
  }

  private Set<String> nodes(Collection<Integer> places) {
    Set<String> nodes = new TreeSet<>();
    passed.forEach(
        (place, each) -> {
          if (places.contains(place)) {
            nodes.add(each.first().node());
          }
        });
    return nodes;
  }

  /** The packets that are dropped now, with words for the message. */
  private Map<Integer, String> dropped(Set<Integer> places, Observation read)
      throws InterruptedException {
    Prepared step = prepared.orElseThrow();
    Cluster now = read.over(facts.known());
    OthersChanges.Seen others =
        new OthersChanges(step.before(), step.after(), read.scope()).in(now);
    List<Path> paths = judge(now);
    Map<String, String> left = new TreeMap<>();
    List<Integer> chosen = new ArrayList<>();
    passed.forEach(
        (place, each) -> {
          Path path = paths.get(place);
          if (!places.contains(place)
              || step.cut().contains(place)
              || path.answer().isFault()
              || others.isChanged(path.end().id())) {
            return;
          }
          Optional<String> unread = now.node(each.first().node()).flatMap(Node::unreachable);
          if (unread.isPresent()) {
            left.put(each.text(), each.first().node() + " cannot be reached: " + unread.get());
          } else if (path.end().node().equals(each.first().node())) {
            chosen.add(place);
          }
        });
    ChosenPackets packets = ChosenPackets.of(paths, chosen, now);
    Map<Integer, TracedPath> sent = packets.packets();
    Map<Integer, String> dropped = new TreeMap<>();
    for (Map.Entry<Integer, Traced> each : packets.traced(tracer).entrySet()) {
      Traced traced = each.getValue();
      Passed was = passed.get(each.getKey());
      TracedPath packet = sent.get(each.getKey());
      if (traced.verdict() == Traced.Verdict.NOT_TRACED) {
        left.put(PacketNotes.text(traced), traced.text());
      } else if (traced.verdict() == Traced.Verdict.DROPPED
          && was != null
          && packet != null
          // Of another packet it is not known that it ever passed: its addresses are not those
          // that the step leaves.
          && was.packets().contains(packet.packet())
          && !others.isChanged(packet.other())) {
        dropped.put(
            each.getKey(), was.text() + ": passed before the first step, now " + traced.text());
      }
    }
    notes.notTraced("after " + step.id(), left);
    return dropped;
  }
}
