package io.safeops.cli.terminal;

import io.safeops.cli.view.Exit;
import io.safeops.cli.view.RunView;
import io.safeops.review.Review;
import io.safeops.run.control.RunClient;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.RunSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The operator's terminal during a run: events above, a prompt below that takes go, the code,
 * rollback, extend.
 */
public final class OperatorSession {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  /**
   * Words that an operator may type for another reason, and that look like a code: a code can be
   * tried only five times.
   */
  private static final Set<String> NO_CODE =
      Set.of(
          "revert", "status", "detach", "attach", "resume", "accept", "reject", "refuse", "return",
          "repeat", "escape", "answer", "verify", "update", "change", "expand");

  /** As a guard makes it: without characters that look alike, 0 and O, 1 and I and L. */
  private static final Pattern CODE = Pattern.compile("[2-9A-HJKMNP-Za-hjkmnp-z]{6}");

  private OperatorSession() {}

  /** Asks whether to run the reviewed plan. */
  public static boolean agrees(Review review) throws IOException {
    String name = review.plan().name();
    return TerminalQuestion.ask("run " + name + "? Type its name to go on: ")
        .filter(name::equals)
        .isPresent();
  }

  /** Asks for the machine that the operator would walk to, where no other way is left. */
  public static boolean walksTo(List<String> nodes) throws IOException {
    return TerminalQuestion.ask(
            "No other way leads to "
                + String.join(", ", nodes)
                + ". Type the name of the machine you would walk to: ")
        .filter(nodes::contains)
        .isPresent();
  }

  /**
   * Follows a run and reads the operator's commands until it ends or the operator detaches.
   *
   * @return the run's exit status; {@link Exit#FAILED} if it is not known: after detaching from an
   *     open run, or when the run's process is gone
   */
  public static int follow(RunClient client, String run, RunView view) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      CountdownPrompt reader = new CountdownPrompt(terminal);
      Screen screen = new Screen(reader, run);
      screen.follow(client, Thread.currentThread());
      try {
        while (!screen.over.isDone()) {
          take(client, reader.readLine("safeops " + run + "> "), reader);
        }
      } catch (EndOfFileException | UserInterruptException leaving) {
        if (!screen.over.isDone()) {
          view.gone(
              "detached: the run goes on, and this command does not know how it ends; `safeops attach "
                  + run
                  + "` follows it again");
          return Exit.FAILED;
        }
      } catch (IOException unsaid) {
        // The run ended, or its process died, while the operator typed: the screen says which.
      } finally {
        reader.close();
      }
      int exit = screen.over.join();
      screen.last.accept(view);
      return exit;
    }
  }

  /** Whether to try it as a code: other words must not use up the five tries. */
  static boolean isCode(String word) {
    return CODE.matcher(word).matches() && !NO_CODE.contains(word.toLowerCase(Locale.ROOT));
  }

  private static void take(RunClient client, String line, CountdownPrompt reader)
      throws IOException {
    String word = line.strip();
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.equals("go")) {
      client.go();
    } else if (lower.equals("rollback")) {
      client.rollback(System.getProperty("user.name"));
    } else if (lower.matches("extend( [0-9]{1,5})?")) {
      String[] parts = lower.split(" ");
      client.extend(Duration.ofSeconds(parts.length > 1 ? Long.parseLong(parts[1]) : 120));
    } else if (lower.equals("show")) {
      client.show();
    } else if (isCode(word)) {
      client.confirm(word);
    } else if (word.matches("[0-9A-Za-z]{6}") && word.matches(".*[0-9].*")) {
      reader.printAbove(
          "this is no code, so it was not tried: a code has no 0, no O, no 1, no I and no L");
    } else if (!word.isEmpty()) {
      reader.printAbove(
          "go: do the next step    CODE: keep the change    rollback: take it back    extend [SECONDS]    show    Ctrl-D: detach");
    }
  }

  /** What the run says, above the prompt. */
  private static final class Screen implements RunView {
    private final CountdownPrompt reader;
    private final String run;

    /** The exit status, once the run says nothing more. */
    private final CompletableFuture<Integer> over = new CompletableFuture<>();

    /** Shows the last message, once the prompt is gone. */
    private volatile Consumer<RunView> last = view -> view.gone("");

    Screen(CountdownPrompt reader, String run) {
      this.reader = reader;
      this.run = run;
    }

    /** Shows what the run says; interrupts the prompt at its end. */
    void follow(RunClient client, Thread prompt) {
      Thread events =
          new Thread(
              () -> {
                try {
                  over.complete(read(client));
                } finally {
                  // Also after an error in reading, so that the operator is not left at a dead
                  // prompt.
                  over.complete(Exit.FAILED);
                  prompt.interrupt();
                }
              },
              "events");
      events.setDaemon(true);
      events.start();
    }

    private int read(RunClient client) {
      return RunFollower.follow(client, run, this, event -> askForTheCode(client, event));
    }

    @Override
    public void event(RecordedEvent recorded) {
      RunEvent event = recorded.event();
      reader.count(event);
      if (!(event instanceof RunEvent.Ended)) {
        reader.printAbove(LocalTime.now().format(TIME) + "  " + event.text() + hint(event));
      }
    }

    @Override
    public void answer(String text) {
      reader.printAbove("          " + text);
    }

    @Override
    public void end(Outcome outcome) {
      last = view -> view.end(outcome);
    }

    @Override
    public void gone(String text) {
      last = view -> view.gone(text);
    }

    /** Shows a code that came in band; the operator still types it. */
    private void askForTheCode(RunClient client, RunEvent event) {
      if (event instanceof RunEvent.CodeShown code
          && code.way().equals(Optional.of(RunSpec.ConfirmationInput.IN_BAND))) {
        try {
          client.show();
        } catch (IOException gone) {
          reader.printAbove("could not ask the run for the code: " + gone.getMessage());
        }
      }
    }

    private static String hint(RunEvent event) {
      return event instanceof RunEvent.StepProposed ? "   (type go)" : "";
    }
  }
}
