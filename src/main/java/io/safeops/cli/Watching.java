package io.safeops.cli;

import io.safeops.run.RunClient;
import io.safeops.run.RunClient.Message;
import io.safeops.run.RunEvent;
import java.io.IOException;
import java.util.function.Consumer;

/** Follows a run to its end. */
final class Watching {

  private Watching() {}

  /**
   * Shows every event until the run ends.
   *
   * @return the run's exit status; {@link Exit#FAILED} when its process is gone without an end
   */
  static int follow(RunClient client, String run, View view, Consumer<RunEvent> also)
      throws IOException {
    while (true) {
      Message message = client.next();
      if (message instanceof Message.Event event) {
        view.event(event.event());
        also.accept(event.event());
      } else if (message instanceof Message.Answer answer) {
        view.answer(answer.text());
      } else if (message instanceof Message.End end) {
        view.end(end.outcome());
        return end.outcome().exit();
      } else {
        view.gone(gone(run));
        return Exit.FAILED;
      }
    }
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
  static String whatThen(String run) {
    return RunChoice.store().isUndoneOnlyHere(run)
        ? "what it did through OpenStack's API stays until it is recovered on this machine"
        : "the nodes undo by themselves";
  }
}
