package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.page.RunPage;
import io.safeops.cli.page.RunStory;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.PageView;
import io.safeops.cli.view.ShowFormat;
import io.safeops.cli.view.ShowView;
import io.safeops.review.Review;
import io.safeops.run.control.RunClient;
import io.safeops.run.control.RunClient.Message;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.store.FileJournal;
import io.safeops.run.store.RunStatus;
import io.safeops.run.store.RunStore;
import io.safeops.session.RunRequest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code safeops show}: shows a run's journal. */
@Command(
    name = "show",
    description = {
      "Show what happened in a run, from its journal.",
      "The form html is one page for people, with the steps and the rules of the review, too."
    },
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

  @Mixin private RunSelection run;
  @Mixin private ShowFormat format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "With --format html: write the page to this file (default: standard output).")
  private @Nullable Path output;

  /** While a run arms or ends, its process does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Lines of a journal that are named; it names how the rest begins. */
  private static final int MOST_LINES = 20;

  @Override
  public Integer call() throws Exception {
    if (output != null && !format.isHtml()) {
      throw new BadInput("-o needs --format html: the other forms go to standard output");
    }
    String id = run.id();
    return format.isHtml() ? page(id) : lines(id);
  }

  private int lines(String id) throws InterruptedException {
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

  private int page(String id) throws IOException, InterruptedException {
    RunStore store = RunSelection.store();
    RunStory story = story(store, id, standing(store.socket(id)), Instant.now());
    PageView view = new PageView(format);
    if (output == null) {
      view.page(RunPage.of(story));
    } else {
      view.saved(RunPage.of(story), output);
    }
    story.faults().forEach(view::fault);
    return story.faults().isEmpty() ? Exit.OK : Exit.FAILED;
  }

  /**
   * All that this machine knows of a run.
   *
   * @param now what its process says
   */
  static RunStory story(RunStore store, String id, String now, Instant madeAt) {
    RunStatus status = RunStatus.of(store, id);
    List<RecordedEvent> events = List.of();
    List<String> faults = new ArrayList<>();
    try {
      events = FileJournal.read(store.journal(id));
      for (int line : FileJournal.unreadable(store.journal(id), MOST_LINES)) {
        faults.add("line " + line + " of the journal is no event; it is not shown");
      }
      int broken = FileJournal.firstBroken(store.journal(id));
      if (broken > 0) {
        faults.add("line " + broken + " of the journal does not follow from the one before it");
      }
    } catch (IOException unreadable) {
      faults.add("run " + id + ": " + status.last().text());
    }
    Optional<RunRequest> request = request(store, id);
    Optional<Review> review = Optional.empty();
    // The message of a reader of JSON can quote a secret parameter.
    String noReview = "the request of the run is gone or cannot be read";
    if (request.isPresent()) {
      try {
        review = Optional.of(StoredReview.read(store, id));
        noReview = "";
      } catch (Exception | LinkageError unreadable) {
        noReview = why(unreadable);
      }
    }
    return new RunStory(id, status, now, events, faults, request, review, noReview, madeAt);
  }

  private static String why(Throwable failed) {
    return failed instanceof NoSuchFileException
        ? "there is no file " + failed.getMessage()
        : String.valueOf(failed.getMessage());
  }

  private static Optional<RunRequest> request(RunStore store, String id) {
    try {
      return Optional.of(RunRequest.load(store.request(id)));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
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
