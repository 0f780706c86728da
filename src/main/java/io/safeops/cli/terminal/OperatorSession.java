package io.safeops.cli.terminal;

import io.safeops.cli.option.OperatorName;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.ReviewDetails;
import io.safeops.cli.view.RunView;
import io.safeops.cli.view.TimeOfDay;
import io.safeops.run.control.RunClient;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.messaging.RunSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jline.reader.EndOfFileException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The operator's terminal during a run: events above, a prompt below that takes the words of {@link
 * SessionWord}, and a status area at the bottom.
 */
public final class OperatorSession {

  /** What a session is to its run. */
  private enum Part {
    /** It is there from the begin. */
    BEGINS(true),
    JOINS(true),
    WATCHES(false);

    private final boolean mayCommand;

    Part(boolean mayCommand) {
      this.mayCommand = mayCommand;
    }
  }

  private OperatorSession() {}

  /** Asks for the machine that the operator would walk to, where no other way is left. */
  public static boolean walksTo(List<String> nodes) throws IOException {
    return TerminalQuestion.askToAgree(
            "No other way leads to "
                + String.join(", ", nodes)
                + ". Type the name of the machine you would walk to: ")
        .filter(nodes::contains)
        .isPresent();
  }

  /**
   * Follows a run that begins, and reads the operator's commands until it ends or the operator
   * detaches.
   *
   * @param details what the review of its plan tells; it may come later
   * @param isPlain whether nothing on the screen may be drawn again
   * @return the run's exit status; {@link Exit#FAILED} if it is not known: after detaching from an
   *     open run, or when the run's process is gone
   */
  public static SessionEnd follow(
      RunClient client,
      String run,
      RunView view,
      CompletableFuture<ReviewDetails> details,
      boolean isPlain)
      throws IOException {
    return follow(client, run, view, details, isPlain, Part.BEGINS);
  }

  /** The same for a run that has begun: what happened so far is shown first. */
  public static SessionEnd join(
      RunClient client,
      String run,
      RunView view,
      CompletableFuture<ReviewDetails> details,
      boolean isPlain)
      throws IOException {
    return follow(client, run, view, details, isPlain, Part.JOINS);
  }

  /** The same for somebody who only looks: no word reaches the run. */
  public static SessionEnd watch(
      RunClient client,
      String run,
      RunView view,
      CompletableFuture<ReviewDetails> details,
      boolean isPlain)
      throws IOException {
    return follow(client, run, view, details, isPlain, Part.WATCHES);
  }

  private static SessionEnd follow(
      RunClient client,
      String run,
      RunView view,
      CompletableFuture<ReviewDetails> details,
      boolean isPlain,
      Part part)
      throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      // For the whole session: what is typed between two prompts is neither shown twice nor lost.
      Attributes before = terminal.enterRawMode();
      SessionPrompt prompt = new SessionPrompt(terminal, run, isPlain, part.mayCommand);
      prompt.completesWith(new SessionCompleter(prompt::snapshot, details));
      Screen screen = new Screen(prompt, client, run, part);
      screen.follow(Thread.currentThread());
      SessionCommands commands =
          new SessionCommands(client, run, prompt, details, screen, part.mayCommand);
      boolean detached = false;
      try {
        while (!screen.over.isDone() && !detached) {
          detached =
              !commands.take(
                  () -> prompt.readLine((part.mayCommand ? "safeops " : "watching ") + run + "> "));
        }
      } catch (EndOfFileException closed) {
        detached = true;
      } catch (IOException unsaid) {
        // The run ended, or its process died, while the operator typed: the screen says which.
      } finally {
        screen.close();
        prompt.close();
        terminal.setAttributes(before);
      }
      if (detached && !screen.over.isDone()) {
        view.gone(
            "detached: the run goes on, and this command does not know how it ends; `safeops attach "
                + run
                + "` follows it again");
        return new SessionEnd(Exit.FAILED, true);
      }
      int exit = screen.over.join();
      screen.last.accept(view);
      return new SessionEnd(exit, false);
    }
  }

  /** What the run says, above the prompt. */
  static final class Screen implements RunView, AutoCloseable {
    private final SessionPrompt prompt;
    private final RunClient client;
    private final String run;
    private final SoFar soFar;
    private final boolean mayCommand;
    private final List<String> said = new CopyOnWriteArrayList<>();

    /** Written by the thread that reads events, and read once the run is over. */
    private final EndSummary summary = new EndSummary();

    private volatile boolean goesToAll;

    /** The step that was shown and waits for a go; empty if none does. */
    private volatile Optional<String> proposed = Optional.empty();

    private volatile boolean isClosed;

    /** The exit status, once the run says nothing more. */
    private final CompletableFuture<Integer> over = new CompletableFuture<>();

    /** Shows the last message, once the prompt is gone. */
    private volatile Consumer<RunView> last = view -> view.gone("");

    Screen(SessionPrompt prompt, RunClient client, String run, Part part) {
      this.soFar = new SoFar(part == Part.BEGINS ? Optional.empty() : Optional.of(Instant.now()));
      this.mayCommand = part.mayCommand;
      this.prompt = prompt;
      this.client = client;
      this.run = run;
    }

    /** Shows what the run says; interrupts the prompt at its end. */
    void follow(Thread reader) {
      thread(
          "events",
          () -> {
            try {
              over.complete(RunFollower.follow(client, run, this, this::askForTheCode, this::told));
            } finally {
              // Also after an error in reading, so that the operator is not left at a dead
              // prompt.
              over.complete(Exit.FAILED);
              reader.interrupt();
            }
          });
      thread("status", this::askForTheStatus);
    }

    private static void thread(String name, Runnable work) {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      thread.start();
    }

    /** The time that the screen shows is that of the nodes: they are asked once a second. */
    private void askForTheStatus() {
      try {
        while (!isClosed && !over.isDone()) {
          client.status();
          LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
      } catch (IOException gone) {
        // The thread that reads events says so.
      }
    }

    /** Whether the run says nothing more. */
    boolean isOver() {
      return over.isDone();
    }

    /** The step that was shown and waits for a go; empty if none does. */
    Optional<String> proposed() {
      return proposed;
    }

    /** From here on, each proposed step gets its go from this session. */
    void goToAll() {
      goesToAll = true;
    }

    /** All that was shown, in order. */
    List<String> said() {
      return List.copyOf(said);
    }

    void print(String line) {
      said.add(line);
      prompt.printAbove(line);
    }

    private void told(RunSnapshot snapshot) {
      parts();
      prompt.told(snapshot);
    }

    /** Says where what happens now begins, and what can be done now. */
    private void parts() {
      if (soFar.ends()) {
        print(SoFar.LINE);
        String hint = SessionHints.of(prompt.awaited());
        if (!hint.isEmpty()) {
          print("now: " + hint);
        }
      }
    }

    @Override
    public void event(RecordedEvent recorded) {
      RunEvent event = recorded.event();
      Instant now = Instant.now();
      boolean isOld = soFar.has(recorded);
      if (!isOld) {
        parts();
      }
      summary.event(recorded, now);
      prompt.happened(event, recorded.time().map(at -> Duration.between(at, now)));
      if (event instanceof RunEvent.Ended) {
        return;
      }
      print(
          TimeOfDay.of(recorded, now) + "  " + event.text() + (isOld ? then(event) : hint(event)));
      if (event instanceof RunEvent.StepProposed step) {
        proposed = step.waits() ? Optional.of(step.step()) : Optional.empty();
        if (goesToAll && step.waits()) {
          send(() -> client.go(step.step(), OperatorName.get()), "the run was not told to go on");
        }
      } else if (event instanceof RunEvent.GoGiven || event instanceof RunEvent.RollbackBegan) {
        proposed = Optional.empty();
      }
    }

    @Override
    public void answer(String text) {
      parts();
      print("          " + text);
    }

    @Override
    public void end(Outcome outcome) {
      last =
          view -> {
            view.end(outcome);
            summary.lines(outcome.end(), prompt.snapshot()).forEach(view::answer);
            view.answer("the whole story: `safeops show " + run + "`, from " + journal());
            view.answer("next: " + SessionHints.after(outcome, run, summary.wasAskedToTurnBack()));
          };
    }

    private String journal() {
      return RunSelection.store().journal(run).toString();
    }

    @Override
    public void gone(String text) {
      last = view -> view.gone(text);
    }

    /** Shows a code that came in band; the operator still types it. */
    private void askForTheCode(RunEvent event) {
      if (event instanceof RunEvent.CodeShown code
          && code.way().equals(Optional.of(RunSpec.ConfirmationInput.IN_BAND))) {
        send(client::show, "could not ask the run for the code");
      }
    }

    private void send(Sending sending, String otherwise) {
      try {
        sending.send();
      } catch (IOException gone) {
        print(otherwise + ": " + gone.getMessage());
      }
    }

    /** Something that is sent to the run. */
    private interface Sending {
      void send() throws IOException;
    }

    /** A time left that was told then is none of now. */
    private static String then(RunEvent event) {
      return event.untilUndo().isPresent() ? "   (counted from then)" : "";
    }

    private String hint(RunEvent event) {
      String hint = mayCommand ? SessionHints.after(event) : "";
      return hint.isEmpty() ? "" : "   (" + hint + ")";
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
