package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.TerminalOptions;
import io.safeops.cli.terminal.OpenRunSelection;
import io.safeops.cli.terminal.RunFollower;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.terminal.SessionEnd;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.ReviewDetails;
import io.safeops.cli.view.RunView;
import io.safeops.run.control.RunClient;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Joins a run that has begun: {@code attach} and {@code watch}. */
final class JoinedRun {

  private JoinedRun() {}

  /** A session with an open run. */
  @FunctionalInterface
  interface Session {
    SessionEnd follow(
        RunClient client,
        String run,
        RunView view,
        CompletableFuture<ReviewDetails> details,
        boolean isPlain)
        throws IOException;
  }

  /**
   * Follows the run to its end; tells the end if the run is over.
   *
   * @param session for an open run, on a terminal
   */
  static SessionEnd follow(
      OpenRunSelection run, Format format, TerminalOptions terminal, Session session)
      throws BadInput, IOException {
    RunSelection selection = run.selection();
    String id = selection.id();
    RunView view = RunView.of(format);
    Optional<RunClient> served =
        selection.ended().isPresent() ? Optional.empty() : selection.connect();
    if (served.isEmpty()) {
      return new SessionEnd(RunFollower.tellEnd(id, view), false);
    }
    try (RunClient client = served.get()) {
      return System.console() == null || format.isJson()
          ? new SessionEnd(RunFollower.follow(client, id, view, event -> {}), false)
          : session.follow(
              client, id, view, StoredReview.of(RunSelection.store(), id), terminal.isPlain());
    }
  }
}
