package io.safeops.cli.terminal;

import io.safeops.run.control.RunClient;
import io.safeops.run.control.RunClient.Message;
import io.safeops.run.event.RunSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks an open run how its nodes stand, and waits no longer than a list may take. */
public final class RunQuestion {

  /** A list of runs must not hang because one of them does. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private RunQuestion() {}

  /** Empty when the run's process is gone, has no nodes yet, or does not answer within 2 s. */
  public static Optional<RunSnapshot> snapshot(Path socket) throws InterruptedException {
    FutureTask<Optional<RunSnapshot>> asking = new FutureTask<>(() -> ask(socket));
    Thread thread = new Thread(asking, "question");
    thread.setDaemon(true);
    thread.start();
    try {
      return asking.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException silent) {
      return Optional.empty();
    }
  }

  private static Optional<RunSnapshot> ask(Path socket) throws IOException {
    try (RunClient client = RunClient.connect(socket)) {
      client.status();
      while (true) {
        Message message = client.next();
        if (message instanceof Message.Status status) {
          return Optional.of(status.snapshot());
        } else if (message == null || message instanceof Message.RunEnded) {
          return Optional.empty();
        }
      }
    }
  }
}
