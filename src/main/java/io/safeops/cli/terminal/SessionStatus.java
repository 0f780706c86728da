package io.safeops.cli.terminal;

import io.safeops.cli.view.Durations;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.event.RunSnapshot.NodeSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a run stands, as a session knows it: from the run's events, and from what the nodes told
 * last. Not safe for several threads.
 */
final class SessionStatus {

  /** From here on, the time left is shown as a warning. */
  static final Duration SOON = Duration.ofSeconds(60);

  /** From here on, it is the most important thing on the screen. */
  static final Duration NOW = Duration.ofSeconds(30);

  /** How much it matters that a line is read now; the text says it too, without colours. */
  enum Urgency {
    CALM,
    SOON,
    NOW
  }

  /** A line of the status area. */
  record Line(String text, Urgency urgency) {}

  /** Below so many columns, a line has only what is needed most. */
  private static final int NARROW = 60;

  /** From so many columns on, the first line has room for all that it can tell. */
  private static final int WIDE = 110;

  private final String run;
  private final boolean mayCommand;
  private final SilenceNews silenceNews = new SilenceNews();
  private String phase = "connecting";
  private Awaited awaited = Awaited.NOTHING;

  /** Whether the run said that every node is armed, and no snapshot has shown it yet. */
  private boolean isArmedUnseen;

  /** The most that the phase was told of its progress: a second request begins at 0 again. */
  private Optional<RunSnapshot.Progress> progress = Optional.empty();

  private int step;
  private boolean isForward = true;
  private Optional<RunSnapshot> snapshot = Optional.empty();
  private Optional<Duration> left = Optional.empty();
  private long leftAt;
  private long toldAt;

  /**
   * @param mayCommand whether words of this session reach the run
   */
  SessionStatus(String run, boolean mayCommand) {
    this.run = run;
    this.mayCommand = mayCommand;
  }

  boolean mayCommand() {
    return mayCommand;
  }

  Awaited awaited() {
    return awaited;
  }

  /**
   * Something happened. It counts at once: what the nodes told last may be older.
   *
   * @param now nanoseconds; when it happened, if that is known to be earlier
   */
  void event(RunEvent event, long now) {
    Optional<String> newPhase = phase(event);
    if (newPhase.isPresent() && !newPhase.get().equals(phase)) {
      phase = newPhase.get();
      progress = Optional.empty();
    }
    awaited = awaited.after(event);
    isArmedUnseen |= event instanceof RunEvent.Armed;
    if (event instanceof RunEvent.StepProposed proposed) {
      step = proposed.number().orElse(step + 1);
    }
    if (event.untilUndo().isPresent() && isForward) {
      left = event.untilUndo();
      leftAt = now;
    }
    if (event instanceof RunEvent.CommitDecided
        || event instanceof RunEvent.RollbackBegan
        || event instanceof RunEvent.Ended) {
      isForward = false;
      isArmedUnseen = false;
      left = Optional.empty();
    }
  }

  /**
   * The run told how its nodes stand.
   *
   * @param now nanoseconds
   * @return what the operator must hear of it at once: nodes that have fallen silent, and nodes
   *     that answer again
   */
  List<String> told(RunSnapshot newSnapshot, long now) {
    List<String> news = isForward ? silenceNews.of(newSnapshot) : List.of();
    snapshot = Optional.of(newSnapshot);
    progress = newSnapshot.progress().map(this::furthest);
    if (newSnapshot.untilUndo().isPresent() || !isArmedUnseen) {
      left = isForward ? newSnapshot.untilUndo() : Optional.empty();
      leftAt = now;
      isArmedUnseen = false;
    }
    toldAt = now;
    return news;
  }

  private RunSnapshot.Progress furthest(RunSnapshot.Progress told) {
    int done =
        progress
            .filter(before -> before.all() == told.all())
            .map(before -> Math.max(before.done(), told.done()))
            .orElse(told.done());
    return new RunSnapshot.Progress(done, told.all(), told.slow());
  }

  /** What the run told last of its nodes; empty before. */
  Optional<RunSnapshot> snapshot() {
    return snapshot;
  }

  /** How long until the first node undoes by itself; empty if none would. */
  Optional<Duration> untilUndo(long now) {
    return left.map(
        length -> {
          Duration rest = length.minus(Duration.ofNanos(now - leftAt));
          Duration unheard = Duration.ofNanos(now - toldAt);
          // A run that tells nothing renews no lease: the nodes wait no longer than that.
          Duration ofLease = snapshot.map(known -> known.lease().minus(unheard)).orElse(rest);
          if (unheard.compareTo(NodeSnapshot.ANSWERING) > 0 && ofLease.compareTo(rest) < 0) {
            rest = ofLease;
          }
          return rest.isNegative() ? Duration.ZERO : rest;
        });
  }

  /**
   * The three lines of the status area, the most important last: where the run is; the silent
   * nodes, or else the words that may be typed; and how long it is until the nodes undo.
   *
   * @param columns of the terminal; on a narrow one the lines are shorter
   */
  List<Line> lines(long now, int columns) {
    boolean isNarrow = columns < NARROW;
    return List.of(
        new Line(state(columns), Urgency.CALM),
        silent()
            .or(this::slow)
            .map(text -> new Line(text, Urgency.SOON))
            .orElse(new Line(wordsIn(isNarrow), Urgency.CALM)),
        untilUndo(now)
            .map(rest -> countdown(rest, isNarrow))
            .orElse(new Line(isForward ? "no node is armed" : "nothing is counted", Urgency.CALM)));
  }

  private String wordsIn(boolean isNarrow) {
    if (!mayCommand) {
      return isNarrow ? "only watches: detach help" : "this session only watches: detach  help";
    }
    return isNarrow
        ? words().stream()
            .filter(word -> !word.equals("nodes") && !word.equals("detach"))
            .map(word -> word.equals("extend 60s") ? "extend" : word)
            .collect(Collectors.joining(" "))
        : String.join("  ", words()) + (isForward ? "  (Ctrl-C asks)" : "");
  }

  /** The words that count now, what the run waits for first. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    switch (awaited) {
      case GO -> words.add("go");
      case CODE -> words.add("CODE");
      case NOTHING -> {}
    }
    words.addAll(List.of("show", "nodes"));
    if (mayCommand && isForward) {
      if (awaited != Awaited.NOTHING || left.isPresent()) {
        words.add("extend 60s");
      }
      words.add("rollback");
    }
    words.addAll(List.of("detach", "help"));
    return words;
  }

  private String state(int columns) {
    boolean isNarrow = columns < NARROW;
    StringBuilder text = new StringBuilder(isNarrow ? run.substring(run.length() - 4) : run);
    text.append("  ").append(phase);
    snapshot.ifPresent(
        known -> {
          progress.ifPresent(far -> text.append(' ').append(counted(far)));
          if (step > 0) {
            text.append("  step ").append(step).append(" of ").append(known.steps());
          }
          long armed =
              isArmedUnseen
                  ? known.nodes().size()
                  : known.nodes().stream().filter(SessionStatus::isArmed).count();
          long answering = known.nodes().stream().filter(node -> !node.isSilent()).count();
          if (!isNarrow && columns < WIDE) {
            text.append("  answering ")
                .append(answering)
                .append(" of ")
                .append(known.nodes().size());
          } else if (!isNarrow) {
            text.append("  nodes: ")
                .append(known.nodes().size())
                .append(", armed ")
                .append(armed)
                .append(", answering ")
                .append(answering)
                .append("  lease ")
                .append(known.lease().toSeconds())
                .append(" s");
          }
        });
    return text.toString();
  }

  /**
   * What several nodes are asked to do now, how many have answered, and who is slow; empty if they
   * are asked nothing. For a terminal on which nothing can be drawn.
   */
  Optional<String> progress() {
    return progress.map(
        far ->
            phase + ": " + counted(far) + " nodes" + slow().map(names -> ", " + names).orElse(""));
  }

  private static String counted(RunSnapshot.Progress progress) {
    return progress.done() + " of " + progress.all();
  }

  private Optional<String> slow() {
    return progress
        .filter(far -> !far.slow().isEmpty())
        .map(
            far -> {
              int more = far.all() - far.done() - far.slow().size();
              return "waiting for "
                  + String.join(", ", far.slow())
                  + (more > 0 ? " and " + more + " more" : "");
            });
  }

  private static boolean isArmed(NodeSnapshot node) {
    return node.state().equals("ARMED") || node.state().equals("PREPARED");
  }

  /** The silent nodes, with the time of their lease. */
  Optional<String> silent() {
    List<NodeSnapshot> silent = snapshot.map(RunSnapshot::silentNodes).orElse(List.of());
    if (silent.isEmpty() || !isForward) {
      return Optional.empty();
    }
    return Optional.of(
        "SILENT: "
            + silent.stream()
                .limit(5) // the slowest by name; a line has no room for more
                .map(SessionStatus::silent)
                .collect(Collectors.joining(", "))
            + (silent.size() > 5 ? " and " + (silent.size() - 5) + " more" : ""));
  }

  private static String silent(NodeSnapshot node) {
    return node.name()
        + " for "
        + node.silent().map(Duration::toSeconds).orElse(0L)
        + " s"
        + node.outOfBand().map(ago -> " (out of band it answers)").orElse("")
        + node.untilUndo().map(rest -> ", undoes in " + Durations.clock(rest)).orElse("");
  }

  private static Line countdown(Duration rest, boolean isNarrow) {
    String subject = isNarrow ? "undo in " : "the nodes undo by themselves in ";
    if (rest.isZero()) {
      return new Line("NOW: the nodes undo by themselves", Urgency.NOW);
    }
    if (rest.compareTo(NOW) < 0) {
      return new Line("NOW confirm or extend: " + subject + Durations.clock(rest), Urgency.NOW);
    }
    return rest.compareTo(SOON) < 0
        ? new Line("SOON: " + subject + Durations.clock(rest), Urgency.SOON)
        : new Line(subject + Durations.clock(rest), Urgency.CALM);
  }

  private static Optional<String> phase(RunEvent event) {
    if (event instanceof RunEvent.Checking) {
      return Optional.of("checking the nodes");
    } else if (event instanceof RunEvent.ArmingBegan) {
      return Optional.of("arming");
    } else if (event instanceof RunEvent.Armed || event instanceof RunEvent.BaselineBegan) {
      return Optional.of("armed");
    } else if (event instanceof RunEvent.StepProposed) {
      return Optional.of("step proposed");
    } else if (event instanceof RunEvent.UndoStaging) {
      return Optional.of("undo goes to disk");
    } else if (event instanceof RunEvent.StepBegan) {
      return Optional.of("changing");
    } else if (event instanceof RunEvent.StepDone) {
      return Optional.of("checking the step");
    } else if (event instanceof RunEvent.StepHolds) {
      return Optional.of("step holds");
    } else if (event instanceof RunEvent.QuietBegan) {
      return Optional.of("waiting for quiet");
    } else if (event instanceof RunEvent.CodeShown) {
      return Optional.of("waits for the code");
    } else if (event instanceof RunEvent.CodeAccepted || event instanceof RunEvent.PrepareBegan) {
      return Optional.of("committing");
    } else if (event instanceof RunEvent.CommitDecided) {
      return Optional.of("decided: the change stays");
    } else if (event instanceof RunEvent.RollbackBegan) {
      return Optional.of("rolling back");
    } else if (event instanceof RunEvent.Undone) {
      return Optional.of("undone");
    } else if (event instanceof RunEvent.TakenOver) {
      return Optional.of("taken over");
    } else if (event instanceof RunEvent.Confirmed || event instanceof RunEvent.Sealed) {
      return Optional.of("confirmed");
    } else if (event instanceof RunEvent.Ended) {
      return Optional.of("over");
    }
    return Optional.empty();
  }
}
