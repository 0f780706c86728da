package io.safeops.cli.terminal;

import io.safeops.cli.view.Durations;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.event.RunSnapshot.NodeSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What happened in a run, in a few lines for its end: the steps, who said what, how each node
 * stands, and how long it took. Not safe for several threads.
 */
final class EndSummary {

  private final Set<String> begun = new LinkedHashSet<>();
  private final Set<String> held = new LinkedHashSet<>();
  private final List<String> said = new ArrayList<>();
  private Optional<Instant> armedAt = Optional.empty();
  private Instant last = Instant.EPOCH;
  private int wrongCodes;
  private boolean wasAskedToTurnBack;

  /**
   * Something happened.
   *
   * @param now for an event that tells no time of its own
   */
  void event(RecordedEvent recorded, Instant now) {
    last = recorded.time().orElse(now);
    RunEvent event = recorded.event();
    if (event instanceof RunEvent.ArmingBegan) {
      armedAt = Optional.of(last);
    } else if (event instanceof RunEvent.GoGiven go) {
      said.add(go.user() + ": go to " + go.step());
    } else if (event instanceof RunEvent.DeadlineExtended) {
      said.add("the deadline was moved");
    } else if (event instanceof RunEvent.StepBegan step) {
      begun.add(step.step());
    } else if (event instanceof RunEvent.StepHolds step) {
      held.add(step.step());
    } else if (event instanceof RunEvent.CodeRefused) {
      wrongCodes++;
    } else if (event instanceof RunEvent.CodeAccepted) {
      said.add("the code was typed");
    } else if (event instanceof RunEvent.RollbackBegan rollback) {
      said.add("turned back: " + rollback.reason());
      wasAskedToTurnBack = rollback.isAskedFor();
    }
  }

  /** Whether the run turned back because an operator wanted it, and not because of the plan. */
  boolean wasAskedToTurnBack() {
    return wasAskedToTurnBack;
  }

  /**
   * The lines below what the run says of its end.
   *
   * @param end how it ended
   * @param snapshot how the nodes stood when they told last. It is older than the end, so it is
   *     told only where the end leaves open how a node stands
   */
  List<String> lines(Outcome.End end, Optional<RunSnapshot> snapshot) {
    List<String> lines = new ArrayList<>();
    lines.add("  steps: " + steps(snapshot.map(RunSnapshot::steps)) + after(end));
    if (!said.isEmpty() || wrongCodes > 0) {
      lines.add(
          "  said:  "
              + String.join("; ", said)
              + (wrongCodes > 0
                  ? (said.isEmpty() ? "" : "; ") + wrongCodes + " wrong code(s)"
                  : ""));
    }
    if (end == Outcome.End.NOT_PROVEN || end == Outcome.End.SPLIT) {
      snapshot.ifPresent(known -> lines.add("  nodes, as last heard: " + nodes(known)));
    }
    armedAt
        .map(from -> Duration.between(from, last))
        .filter(length -> !length.isNegative())
        .ifPresent(length -> lines.add("  time:  " + Durations.clock(length) + " since arming"));
    return lines;
  }

  private String after(Outcome.End end) {
    return end == Outcome.End.ROLLED_BACK && !begun.isEmpty() ? "; all of it was undone" : "";
  }

  private String steps(Optional<Integer> all) {
    String of = all.map(number -> " of " + number).orElse("");
    List<String> open = begun.stream().filter(step -> !held.contains(step)).toList();
    return held.size()
        + of
        + " done and checked"
        + (open.isEmpty()
            ? ""
            : "; begun, and its checks did not pass: " + String.join(", ", open));
  }

  private static String nodes(RunSnapshot snapshot) {
    Map<String, List<String>> byState =
        snapshot.nodes().stream()
            .collect(
                Collectors.groupingBy(
                    node -> node.state() + (node.isSilent() ? ", silent" : ""),
                    TreeMap::new,
                    Collectors.mapping(NodeSnapshot::name, Collectors.toList())));
    return byState.entrySet().stream()
        .map(each -> String.join(", ", each.getValue()) + " " + each.getKey())
        .collect(Collectors.joining("; "));
  }
}
