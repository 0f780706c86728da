package io.safeops.cli.terminal;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import java.util.ArrayList;
import java.util.List;

/** What an operator can do next, after each thing that happens to a run. */
final class SessionHints {

  private SessionHints() {}

  /** A few words; empty where the run goes on by itself. */
  static String after(RunEvent event) {
    if (event instanceof RunEvent.StepProposed step) {
      return step.waits() ? of(Awaited.GO) : "it is done at once; `rollback` turns back";
    } else if (event instanceof RunEvent.CodeShown) {
      return of(Awaited.CODE);
    } else if (event instanceof RunEvent.RollbackBegan) {
      return "wait: nothing is left to type";
    } else if (event instanceof RunEvent.CodeRefused) {
      return "type it again";
    } else if (event instanceof RunEvent.CommitDecided) {
      return "wait: the nodes keep the change";
    }
    return "";
  }

  /**
   * What to type after the end of a run.
   *
   * @param isOwnWish whether it turned back because an operator wanted it
   */
  static String after(Outcome outcome, String run, boolean isOwnWish) {
    return switch (outcome.end()) {
      case CONFIRMED -> "`safeops doctor` looks at the cluster";
      case ROLLED_BACK, NOT_STARTED, REFUSED ->
          isOwnWish
              ? "nothing: you took it back, and the plan may be applied again at any time"
              : "`safeops review` tells whether the plan passes now";
      default -> "`safeops recover " + run + "` asks the nodes and finishes what is open";
    };
  }

  /** What the operator can do while the run waits for this; empty where it waits for nothing. */
  static String of(Awaited awaited) {
    return switch (awaited) {
      case GO -> "type go; `show step` and `show undo` say more; `rollback` ends the run";
      case CODE ->
          "type the code to keep the change; `extend 60s` gives more time; `rollback` takes it"
              + " back";
      case NOTHING -> "";
    };
  }

  /**
   * All words of a session, one line each.
   *
   * @param status which words count now
   */
  static List<String> help(SessionStatus status) {
    List<String> lines = new ArrayList<>();
    if (status.mayCommand()) {
      lines.addAll(CHANGING);
      lines.add("Now: " + String.join("  ", status.words()));
    } else {
      lines.add("This session only watches: no word of it reaches the run.");
    }
    lines.addAll(SHOWING);
    lines.add(
        "  detach           leave; the run goes on (Ctrl-D too)"
            + (status.mayCommand() ? ". Ctrl-C asks, twice rolls back" : ""));
    return lines;
  }

  private static final List<String> CHANGING =
      List.of(
          "These change something, and must be typed whole:",
          "  go               do the proposed step; `go all`: and all that follow, while this session lives",
          "  CODE             keep the change; `confirm CODE` is the same",
          "  extend 60s       move the deadline of the nodes; without a length by 2 minutes",
          "  rollback         take the change back");

  private static final List<String> SHOWING =
      List.of(
          "These only show, and may be shortened:",
          "  show             how the run stands; show step|undo|commands|diff [STEP]; show facts NODE; show rules [RULE]",
          "  nodes            every node: armed, silent, when it undoes by itself",
          "  probe            what the probes of the nodes see",
          "  paths            the paths that the plan cuts, as predicted",
          "  log              what happened so far");
}
