package io.safeops.cli.terminal;

import io.safeops.cli.view.ReviewDetails;
import io.safeops.run.event.RunSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes the words of a session, and the steps and nodes that they take. */
final class SessionCompleter implements Completer {

  private final Supplier<Optional<RunSnapshot>> snapshot;
  private final CompletableFuture<ReviewDetails> details;

  SessionCompleter(
      Supplier<Optional<RunSnapshot>> snapshot, CompletableFuture<ReviewDetails> details) {
    this.snapshot = snapshot;
    this.details = details;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    words(line.words().subList(0, line.wordIndex()))
        .forEach(word -> candidates.add(new Candidate(word)));
  }

  /**
   * What may come next.
   *
   * @param before the words before it
   */
  List<String> words(List<String> before) {
    if (before.isEmpty()) {
      List<String> all = new ArrayList<>(SessionWord.WHOLE);
      all.addAll(SessionWord.SHORT);
      return all;
    }
    String first = before.get(0);
    if (first.equals("go") && before.size() == 1) {
      return List.of("all");
    } else if (first.equals("extend") && before.size() == 1) {
      return List.of("60s", "2m", "5m");
    } else if (!first.equals("show")) {
      return List.of();
    } else if (before.size() == 1) {
      return SessionWord.TOPICS;
    } else if (before.size() > 2) {
      return List.of();
    }
    return switch (before.get(1)) {
      case "facts" -> nodes();
      case "rules" -> known().map(ReviewDetails::rules).orElse(List.of());
      case "undo" ->
          known()
              .map(all -> Stream.concat(Stream.of("all"), all.steps().stream()).toList())
              .orElse(List.of());
      default -> known().map(ReviewDetails::steps).orElse(List.of());
    };
  }

  private List<String> nodes() {
    return known()
        .map(ReviewDetails::nodes)
        .orElseGet(
            () ->
                snapshot
                    .get()
                    .map(run -> run.nodes().stream().map(RunSnapshot.NodeSnapshot::name).toList())
                    .orElse(List.of()));
  }

  private Optional<ReviewDetails> known() {
    return details.isDone() && !details.isCompletedExceptionally()
        ? Optional.of(details.join())
        : Optional.empty();
  }
}
