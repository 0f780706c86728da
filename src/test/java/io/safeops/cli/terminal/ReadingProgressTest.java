package io.safeops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a person sees while the facts of many nodes are read. */
class ReadingProgressTest {

  private final StringBuilder out = new StringBuilder();
  private boolean isAsking;

  private ReadingProgress progress(boolean isPlain) {
    return new ReadingProgress(out::append, isPlain, () -> isAsking);
  }

  private static void ticks(ReadingProgress progress, int seconds) {
    for (int i = 0; i < seconds; i++) {
      progress.tick();
    }
  }

  private String said() {
    return out.toString();
  }

  @Test
  void theNodesAreCountedAndTheLastOnesNamedAndNothingIsLeftBehind() {
    List<String> nodes = IntStream.range(0, 100).mapToObj(i -> "n" + i).toList();
    try (ReadingProgress progress = progress(false)) {
      progress.begins(nodes);
      nodes.subList(0, 12).forEach(progress::isRead);
      ticks(progress, 2);
      assertThat(said()).isEqualTo("reading facts: 12 of 100 nodes");
      nodes.subList(12, 98).forEach(progress::isRead);
      progress.tick();
      assertThat(said()).endsWith("\rreading facts: 98 of 100 nodes, waiting for n98, n99");
      nodes.subList(98, 100).forEach(progress::isRead);
    }
    assertThat(said()).endsWith(" \r").doesNotContain("\n");
  }

  @Test
  void aQuickReadingNeedsNoWords() {
    try (ReadingProgress progress = progress(false)) {
      progress.begins(List.of("ctl", "net"));
      progress.tick();
      progress.isRead("ctl");
      progress.isRead("net");
      ticks(progress, 5);
    }
    assertThat(said()).isEmpty();
  }

  @Test
  void whileAPassphraseIsAskedForNothingIsDrawnOverTheQuestion() {
    try (ReadingProgress progress = progress(false)) {
      progress.begins(List.of("ctl", "net"));
      isAsking = true;
      ticks(progress, 5);
      assertThat(said()).isEmpty();
      isAsking = false;
      progress.tick();
      assertThat(said()).contains("0 of 2 nodes");
    }
  }

  @Test
  void aPlainTerminalIsToldEveryTenSeconds() {
    try (ReadingProgress progress = progress(true)) {
      progress.begins(List.of("ctl", "net\u001b[2J"));
      progress.isRead("ctl");
      ticks(progress, 25);
    }
    assertThat(said().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("reading facts: 1 of 2"));
    assertThat(said()).doesNotContain("\u001b", "\r");
  }
}
