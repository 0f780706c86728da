package io.safeops.cli.terminal;

import io.safeops.cli.option.OperatorName;
import io.safeops.cli.view.Durations;
import io.safeops.cli.view.ReviewDetails;
import io.safeops.guard.NodeKind;
import io.safeops.run.control.RunClient;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.event.RunSnapshot.NodeSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jline.reader.UserInterruptException;

/** Does what the operator types at the prompt of a run. */
final class SessionCommands {

  /** A second Ctrl-C later than this asks again: the first is off the screen or forgotten. */
  private static final Duration ASKED = Duration.ofSeconds(30);

  private final RunClient client;
  private final String run;
  private final SessionPrompt prompt;
  private final CompletableFuture<ReviewDetails> details;
  private final OperatorSession.Screen screen;
  private final boolean mayCommand;

  /** When Ctrl-C was pressed and asked; empty once something else was typed. */
  private Optional<Long> askedAt = Optional.empty();

  SessionCommands(
      RunClient client,
      String run,
      SessionPrompt prompt,
      CompletableFuture<ReviewDetails> details,
      OperatorSession.Screen screen,
      boolean mayCommand) {
    this.mayCommand = mayCommand;
    this.client = client;
    this.run = run;
    this.prompt = prompt;
    this.details = details;
    this.screen = screen;
  }

  /**
   * Takes one line. Of somebody who only watches, no word that changes something is taken.
   *
   * @return false when the operator wants to leave
   * @throws IOException when the run cannot be told
   */
  boolean take(Supplier<String> read) throws IOException {
    String line;
    try {
      line = read.get();
    } catch (UserInterruptException ctrlC) {
      interrupted();
      return true;
    }
    askedAt = Optional.empty();
    return does(SessionWord.of(line));
  }

  /** The end of the run interrupts the prompt too, and then there is nothing to ask. */
  private void interrupted() throws IOException {
    if (screen.isOver()) {
      return;
    }
    if (!mayCommand) {
      prompt.printAbove("Ctrl-D or `detach` leaves; nothing happens to the run");
      return;
    }
    long now = System.nanoTime();
    if (askedAt.isPresent() && now - askedAt.get() < ASKED.toNanos()) {
      prompt.printAbove("Ctrl-C again: rolling back");
      client.rollback(OperatorName.get());
      askedAt = Optional.empty();
    } else {
      prompt.printAbove(
          "Ctrl-C: Enter keeps waiting; `detach` leaves, and the run goes on; `rollback`, or Ctrl-C"
              + " again within "
              + ASKED.toSeconds()
              + " s, takes the change back");
      askedAt = Optional.of(now);
    }
  }

  private boolean does(SessionWord word) throws IOException {
    if (word instanceof SessionWord.Detach) {
      return false;
    } else if (!mayCommand && changesSomething(word)) {
      lines(List.of("this session only watches; `safeops attach " + run + "` takes commands"));
    } else if (word instanceof SessionWord.Go go) {
      goes(go);
    } else if (word instanceof SessionWord.Rollback) {
      client.rollback(OperatorName.get());
    } else if (word instanceof SessionWord.Extend extend) {
      client.extend(extend.length(), OperatorName.get());
    } else if (word instanceof SessionWord.Confirm confirm) {
      client.confirm(confirm.code(), OperatorName.get());
    } else {
      shows(word);
    }
    return true;
  }

  /** A go counts for the step that stands on the screen, and for no later one. */
  private void goes(SessionWord.Go go) throws IOException {
    Optional<String> proposed = screen.proposed();
    if (go.all()) {
      screen.goToAll();
      lines(List.of("this session says go to each step from here on"));
    }
    if (proposed.isPresent()) {
      client.go(proposed.get(), OperatorName.get());
    } else if (!go.all()) {
      lines(List.of("no step waits for a go now; this one does not count for a later step"));
    }
  }

  private static boolean changesSomething(SessionWord word) {
    return word instanceof SessionWord.Go
        || word instanceof SessionWord.Rollback
        || word instanceof SessionWord.Extend
        || word instanceof SessionWord.Confirm;
  }

  private void shows(SessionWord word) throws IOException {
    if (word instanceof SessionWord.Show show) {
      if (show.topic().isEmpty()) {
        client.show();
      } else {
        details(known -> topic(known, show));
      }
    } else if (word instanceof SessionWord.Nodes) {
      lines(prompt.snapshot().map(SessionCommands::nodes).orElse(List.of("no node has told yet")));
    } else if (word instanceof SessionWord.Probe) {
      lines(prompt.snapshot().map(SessionCommands::probes).orElse(List.of("no node has told yet")));
    } else if (word instanceof SessionWord.Paths) {
      details(ReviewDetails::paths);
    } else if (word instanceof SessionWord.Log) {
      lines(screen.said());
      lines(List.of("all of it: `safeops show " + run + "`"));
    } else if (word instanceof SessionWord.Help) {
      lines(prompt.help());
    } else if (word instanceof SessionWord.Unclear unclear) {
      lines(List.of(unclear.why()));
    }
  }

  /** What the operator wants to see of the review. */
  static List<String> topic(ReviewDetails known, SessionWord.Show show) {
    return switch (show.topic()) {
      case "step" -> known.step(show.argument());
      case "undo" -> known.undo(show.argument());
      case "commands" -> known.commands(show.argument());
      case "diff" -> known.diff(show.argument());
      case "rules" -> known.rules(show.argument());
      default -> known.facts(show.argument());
    };
  }

  private void details(Function<ReviewDetails, List<String>> topic) {
    if (!details.isDone()) {
      lines(List.of("the review is still being read; try again in a moment"));
    } else if (details.isCompletedExceptionally()) {
      lines(
          List.of(
              "the review of this run cannot be read ("
                  + reason(details)
                  + "): `safeops show "
                  + run
                  + "` has the journal"));
    } else {
      lines(topic.apply(details.join()));
    }
  }

  private static String reason(CompletableFuture<ReviewDetails> failed) {
    try {
      failed.join();
      return "";
    } catch (CompletionException cause) {
      Throwable why = cause.getCause() == null ? cause : cause.getCause();
      return why.getMessage() == null ? why.toString() : why.getMessage();
    }
  }

  private void lines(List<String> lines) {
    lines.forEach(prompt::printAbove);
  }

  /** One line for each node. */
  static List<String> nodes(RunSnapshot snapshot) {
    int width = snapshot.nodes().stream().mapToInt(node -> node.name().length()).max().orElse(0);
    return snapshot.nodes().stream()
        .map(
            node ->
                node.name()
                    + " ".repeat(width - node.name().length())
                    + "  "
                    + (node.kind() == NodeKind.VOTER ? "decides  " : "protects itself  ")
                    + node.state()
                    + (node.isSilent()
                        ? "  SILENT for " + node.silent().map(Duration::toSeconds).orElse(0L) + " s"
                        : "")
                    + node.untilUndo()
                        .map(left -> "  undoes by itself in " + Durations.clock(left))
                        .orElse(""))
        .toList();
  }

  private static List<String> probes(RunSnapshot snapshot) {
    return snapshot.nodes().stream().map(SessionCommands::probe).toList();
  }

  private static String probe(NodeSnapshot node) {
    return node.name()
        + ": "
        + (node.probes().isEmpty()
            ? "no probes"
            : node.probes().replace(",", ", ").replace(":", " "));
  }
}
