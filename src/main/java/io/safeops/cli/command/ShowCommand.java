package io.safeops.cli.command;

import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.ShowView;
import io.safeops.run.control.RunClient;
import io.safeops.run.control.RunClient.Message;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.store.FileJournal;
import io.safeops.run.store.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops show}: shows a run's journal. */
@Command(
    name = "show",
    description = "Show what happened in a run, from its journal.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

  @Mixin private RunSelection run;
  @Mixin private Format format;

  /** While a run arms or ends, its process does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public Integer call() throws Exception {
    String id = run.id();
    ShowView view = ShowView.of(format);
    String unread = "";
    List<RecordedEvent> events = List.of();
    int broken = 0;
    try {
      events = FileJournal.read(RunSelection.store().journal(id));
      broken = FileJournal.firstBroken(RunSelection.store().journal(id));
    } catch (IOException unreadable) {
      unread = RunStatus.of(RunSelection.store(), id).last().text();
    }
    events.forEach(view::event);
    if (!unread.isEmpty()) {
      view.unreadable(id, unread);
    }
    if (broken > 0) {
      view.broken(broken);
    }
    String now = standing(RunSelection.store().socket(id));
    if (!now.isEmpty()) {
      view.now(now);
    }
    return broken > 0 || !unread.isEmpty() ? Exit.FAILED : Exit.OK;
  }

  /** What the run's process says about itself; empty without a process. Never in the journal. */
  private static String standing(Path socket) throws InterruptedException {
    if (!RunClient.isServed(socket)) {
      return "";
    }
    FutureTask<String> asking = new FutureTask<>(() -> ask(socket));
    Thread thread = new Thread(asking, "show");
    thread.setDaemon(true);
    thread.start();
    try {
      return asking.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException busy) {
      return "the run's process has not answered for " + PATIENCE.toSeconds() + " s";
    } catch (ExecutionException gone) {
      return "the run's process ended before it answered";
    }
  }

  private static String ask(Path socket) throws IOException {
    try (RunClient client = RunClient.connect(socket)) {
      client.show();
      while (true) {
        Message message = client.next();
        if (message instanceof Message.CommandAnswer answer) {
          return answer.text();
        } else if (message == null || message instanceof Message.RunEnded) {
          return "";
        }
      }
    }
  }
}
