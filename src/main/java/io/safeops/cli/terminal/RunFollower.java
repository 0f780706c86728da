package io.safeops.cli.terminal;

import io.safeops.cli.view.Exit;
import io.safeops.cli.view.RunView;
import io.safeops.run.control.RunClient;
import io.safeops.run.control.RunClient.Message;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunSnapshot;
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
  public static int follow(RunClient client, String run, RunView view, Consumer<RunEvent> also) {
    return follow(client, run, view, also, snapshot -> {});
  }

  /**
   * The same, for one that also asks how the nodes stand ({@link RunClient#status}).
   *
   * @param status what to do with the answers
   */
  static int follow(
      RunClient client,
      String run,
      RunView view,
      Consumer<RunEvent> also,
      Consumer<RunSnapshot> status) {
    try (FirstResponse first =
        FirstResponse.within(FirstResponse.USUAL, () -> view.answer(FirstResponse.silent(run)))) {
      return follow(client, run, view, also, status, first);
    }
  }

  private static int follow(
      RunClient client,
      String run,
      RunView view,
      Consumer<RunEvent> also,
      Consumer<RunSnapshot> status,
      FirstResponse first) {
    for (Message message = next(client); message != null; message = next(client)) {
      first.heard();
      if (message instanceof Message.Event event) {
        view.event(event.event());
        also.accept(event.event().event());
      } else if (message instanceof Message.CommandAnswer answer) {
        view.answer(answer.text());
      } else if (message instanceof Message.Status told) {
        status.accept(told.snapshot());
      } else if (message instanceof Message.RunEnded end) {
        view.end(end.outcome());
        return end.outcome().exit();
      }
    }
    return tellEnd(run, view);
  }

  /** The next message; null when the connection is closed or broken. */
  static @Nullable Message next(RunClient client) {
    try {
      return client.next();
    } catch (IOException broken) {
      return null;
    }
  }

  /**
   * Tells how a run ended after its process has gone, or that this is not known.
   *
   * @return the run's exit status; {@link Exit#FAILED} when that is not known
   */
  public static int tellEnd(String run, RunView view) {
    return tellEnd(run, view::end, view::gone);
  }

  static int tellEnd(String run, Consumer<Outcome> end, Consumer<String> gone) {
    RunStatus standing = RunStatus.of(RunSelection.store(), run);
    if (standing.ended().isPresent()) {
      end.accept(standing.ended().get());
      return standing.ended().get().exit();
    }
    gone.accept(
        standing.state() == RunStatus.State.OPEN
            ? "the run's process has closed this connection and goes on: `safeops attach "
                + run
                + "` follows it again"
            : gone(run));
    return Exit.FAILED;
  }

  /** The message about a run whose process is gone. */
  static String gone(String run) {
    return "the run's process ended without an outcome: "
        + whatThen(run)
        + "; `safeops recover "
        + run
        + "` finishes the run";
  }

  /** What happens to a change after its run's process has gone. */
  public static String whatThen(String run) {
    return RunSelection.store().isUndoneOnlyHere(run)
        ? "what the run did through OpenStack's API stays until you recover it on this machine"
        : "the nodes undo by themselves";
  }
}
