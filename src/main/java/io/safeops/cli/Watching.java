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
   * @return the run's exit status
   */
  static int follow(RunClient client, View view, Consumer<RunEvent> also) throws IOException {
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
        view.answer(
            "the run's process is gone without an end: its nodes undo by themselves; `safeops recover` finishes");
        return Exit.FAILED;
      }
    }
  }
}
