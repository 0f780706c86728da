package io.safeops.run.event;

import io.safeops.document.Printable;
import io.safeops.guard.NodeKind;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a run stands at one moment, as its nodes told last: for the status of a session. It is never
 * journaled.
 *
 * @param steps how many steps the plan has
 * @param lease how long a node waits for the run before it undoes
 * @param nodes every node of the run
 * @param progress how far the request has come that goes to several nodes now; empty if none does
 */
public record RunSnapshot(
    int steps, Duration lease, List<NodeSnapshot> nodes, Optional<Progress> progress) {

  public RunSnapshot {
    nodes = List.copyOf(nodes);
  }

  /**
   * How far a request to several nodes has come.
   *
   * @param done how many have answered
   * @param all how many were asked
   * @param slow names of nodes that were asked a while ago and have not answered, the slowest
   *     first; at most {@link #NAMED}
   */
  public record Progress(int done, int all, List<String> slow) {

    /** A line of a terminal has room for no more names. */
    public static final int NAMED = 5;

    public Progress {
      slow = slow.stream().map(Printable::line).toList();
    }
  }

  /**
   * One node.
   *
   * @param state the state of its guard, such as {@code ARMED}; what is wrong with it, if it cannot
   *     tell
   * @param silent how long it has not answered in band; empty while its lease is not renewed
   * @param untilUndo how long until it undoes by itself, by its own clock: at its deadline, or at
   *     the end of its lease if it hears nothing until then. Empty if it would not
   * @param outOfBand how long ago it answered out of band, since it fell silent in band; empty if
   *     it did not
   * @param probes its probes with their states, such as {@code storm:watching}; may be empty
   */
  public record NodeSnapshot(
      String name,
      NodeKind kind,
      String state,
      Optional<Duration> silent,
      Optional<Duration> untilUndo,
      Optional<Duration> outOfBand,
      String probes) {

    /** After so long without an answer, a node counts as silent: two beats and an answer. */
    public static final Duration ANSWERING = Duration.ofSeconds(3);

    public NodeSnapshot {
      name = Printable.line(name);
      state = Printable.line(state);
      probes = Printable.line(probes);
    }

    /** Whether the run waits for an answer of it, and none has come for a while. */
    public boolean isSilent() {
      return silent.isPresent() && silent.get().compareTo(ANSWERING) > 0;
    }
  }

  /** How long until the first node undoes by itself; empty if none would. */
  public Optional<Duration> untilUndo() {
    return nodes.stream().flatMap(node -> node.untilUndo().stream()).min(Comparator.naturalOrder());
  }

  /** The nodes that have not answered for a while. */
  public List<NodeSnapshot> silentNodes() {
    return nodes.stream().filter(NodeSnapshot::isSilent).toList();
  }
}
