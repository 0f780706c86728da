package io.safeops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.terminal.TmuxTerminal;
import io.safeops.cli.terminal.TypedWord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long a session on a run of 200 nodes takes from Enter to its answer, in tmux. The
 * peer is a shell that echoes a word on the same kind of terminal: what the terminal itself costs.
 */
class SessionBenchmark {

  private static final int NODES = 200;
  private static final int ROUNDS = 21;

  @TempDir Path shell;
  @TempDir Path session;

  @Test
  void helpAndShowAndNodes() throws Exception {
    double echo;
    try (TmuxTerminal terminal =
        new TmuxTerminal(shell, 160, 50, Map.of("PS1", "> "), List.of("sh", "-i"))) {
      terminal.sees(">");
      List<Double> times = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        times.add(millis(terminal.answers("printf 'a%s\\n' b" + i, "ab" + i)));
      }
      echo = median("echo of a shell", times);
    }
    try (TypedWord typed = new TypedWord(session, NODES)) {
      isQuick(typed, "help", "twice rolls back", echo);
      isQuick(typed, "nodes", "n" + (NODES - 1) + " ", echo);
      isQuick(typed, "show", "taken", echo);
    }
  }

  private static void isQuick(TypedWord session, String word, String end, double echo) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      times.add(millis(session.answers(word, end)));
    }
    assertThat(median(word, times) - echo).as(word + ", in milliseconds").isLessThan(100);
  }

  private static double millis(Duration length) {
    return length.toNanos() / 1e6;
  }

  private static double median(String what, List<Double> times) {
    Collections.sort(times);
    double median = times.get(times.size() / 2);
    System.out.printf(
        Locale.ROOT, "%s: %.1f ms, at most %.1f%n", what, median, times.get(times.size() - 1));
    return median;
  }
}
