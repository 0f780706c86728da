package io.safeops.cli.terminal;

import io.safeops.cli.view.ReviewDetails;
import io.safeops.review.Review;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Asks whether to run a reviewed plan, and shows more of its review before the answer. */
public final class ReviewQuestion {

  /** Answers that are a no. */
  private static final Set<String> LEAVES = Set.of("", "no", "n", "quit", "exit", "q");

  private static final Set<String> HELP = Set.of("help", "?");

  private final Review review;
  private final ReviewDetails details;
  private final SessionCompleter completer;

  ReviewQuestion(Review review) {
    this.review = review;
    this.details = new ReviewDetails(review);
    this.completer =
        new SessionCompleter(Optional::empty, CompletableFuture.completedFuture(details));
  }

  /**
   * Whether the operator typed the name of the plan, whole. Enter alone, {@code no} and {@code
   * quit} leave; any other word that is none asks again.
   */
  public static boolean agrees(Review review) throws IOException {
    ReviewQuestion asked = new ReviewQuestion(review);
    return asked.isYes(
        TerminalQuestion.askToAgree(asked.question(), asked::complete, asked::shows));
  }

  String question() {
    return "Type " + name() + " to run it; Enter alone leaves; `show` says more: ";
  }

  boolean isYes(Optional<String> answer) {
    return answer.filter(name()::equals).isPresent();
  }

  private String name() {
    return review.plan().name();
  }

  /** What the operator asks to see, or must know; empty if the answer ends the question. */
  List<String> shows(String answer) {
    SessionWord word = SessionWord.of(answer);
    if (answer.equals(name()) || LEAVES.contains(answer.toLowerCase(Locale.ROOT))) {
      return List.of();
    } else if (HELP.contains(answer.toLowerCase(Locale.ROOT))) {
      return help();
    } else if (word instanceof SessionWord.Show show) {
      return show.topic().isEmpty()
          ? List.of("`show` and one of " + String.join(", ", SessionWord.TOPICS))
          : SessionCommands.topic(details, show);
    } else if (word instanceof SessionWord.Paths) {
      return details.paths();
    } else if (answer.startsWith("show ") && word instanceof SessionWord.Unclear unclear) {
      return List.of(unclear.why());
    }
    return List.of(
        answer
            + " is not the name of this plan, and nothing was touched. The name is "
            + name()
            + "; `help` explains");
  }

  private List<String> help() {
    return List.of(
        "Nothing has been touched yet. This plan is run if you type its name, whole: " + name(),
        "Then the nodes are armed. Each step is shown again and waits for `go`, and the change stays"
            + " only if you type the code at the end.",
        "  show " + String.join("|", SessionWord.TOPICS) + "   more of the review",
        "  paths   the paths that the plan cuts, as predicted",
        "  Enter alone, `no` or `quit`   leave, and nothing is run");
  }

  void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<String> before = line.words().subList(0, line.wordIndex());
    List<String> words =
        before.isEmpty() ? List.of("show", "paths", "help") : completer.words(before);
    words.forEach(word -> candidates.add(new Candidate(word)));
  }
}
