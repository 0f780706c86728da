package io.safeops.cli.terminal;

import io.safeops.cli.view.Exit;
import io.safeops.cli.view.View;
import io.safeops.run.control.RunClient;
import io.safeops.run.control.RunClient.Message;
import io.safeops.run.event.RunEvent;
import io.safeops.run.store.RunStatus;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Follows a run to its end. */
public final class RunFollower {

  private RunFollower() {}

  /**
   * Shows every event until the run ends.
   *
   * @return the run's exit status; {@link Exit#FAILED} when its process is gone without an end
   */
  public static int follow(RunClient client, String run, View view, Consumer<RunEvent> also) {
    try (FirstResponse first =
        FirstResponse.within(FirstResponse.USUAL, () -> view.answer(FirstResponse.silent(run)))) {
      return follow(client, run, view, also, first);
    }
  }

  private static int follow(
      RunClient client, String run, View view, Consumer<RunEvent> also, FirstResponse first) {
    for (Message message = next(client); message != null; message = next(client)) {
      first.heard();
      if (message instanceof Message.Event event) {
        view.event(event.event());
        also.accept(event.event().event());
      } else if (message instanceof Message.CommandAnswer answer) {
        view.answer(answer.text());
      } else if (message instanceof Message.RunEnded end) {
        view.end(end.outcome());
        return end.outcome().exit();
      }
    }
    return tellEnd(run, view);
  }

  /** A connection that breaks says as much as one that is closed. */
  static @Nullable Message next(RunClient client) {
    try {
      return client.next();
    } catch (IOException broken) {
      return null;
    }
  }

  /**
   * Tells how a run ended whose process does not tell it any more, or that nobody knows it.
   *
   * @return the run's exit status; {@link Exit#FAILED} when that is not known
   */
  public static int tellEnd(String run, View view) {
    RunStatus standing = RunStatus.of(RunSelection.store(), run);
    if (standing.ended().isPresent()) {
      view.end(standing.ended().get());
      return standing.ended().get().exit();
    }
    view.gone(
        standing.state() == RunStatus.State.OPEN
            ? "the run's process has closed this connection and goes on: `safeops attach "
                + run
                + "` follows it again"
            : gone(run));
    return Exit.FAILED;
  }

  /** What is to be said of a run whose process is gone. */
  static String gone(String run) {
    return "the run's process is gone without an end: "
        + whatThen(run)
        + ", `safeops recover "
        + run
        + "` finishes";
  }

  /** What becomes of a change when its run's process is gone. */
  public static String whatThen(String run) {
    return RunSelection.store().isUndoneOnlyHere(run)
        ? "what it did through OpenStack's API stays until it is recovered on this machine"
        : "the nodes undo by themselves";
  }
}
