package io.safeops.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can ask of the review while the run is open. */
class ReviewDetailsTest {

  @TempDir Path folder;
  private ReviewDetails details;

  @BeforeEach
  void review() throws Exception {
    details = new ReviewDetails(RecordedReview.of("builtin:recreate-localnet", folder, List.of()));
  }

  @Test
  void aStepWithItsCommandsAndWhatItChanges() {
    String step = details.steps().get(0);
    String text = String.join("\n", details.step(step));
    assertThat(text).contains(step + "  ovn.localnet.recreate  on ", "  $ ", "  expect ");
    assertThat(details.commands("")).anyMatch(line -> line.startsWith("  $ "));
    assertThat(details.diff(step)).isNotEmpty();
  }

  @Test
  void theUndoAndWhereItRuns() {
    assertThat(String.join("\n", details.undo("")))
        .contains(": undone on ctl")
        .contains("restores ");
  }

  /** Seen: thirty lines that each restore the management path of a node filled the screen. */
  @Test
  void theUndoInShortNamesEachKindOnce() {
    List<String> all = details.undo("all");
    List<String> inShort = details.undo("");
    assertThat(details.undo(details.steps().get(0))).isEqualTo(all);
    assertThat(all).filteredOn(line -> line.contains("management path of ")).hasSize(3);
    assertThat(inShort)
        .filteredOn(line -> line.contains("management path"))
        .singleElement()
        .asString()
        .startsWith("  restores ")
        .endsWith(" of ctl, net, cmp");
    assertThat(inShort).hasSizeLessThan(all.size()).hasSizeLessThan(15);
    assertThat(inShort.get(inShort.size() - 1)).contains("`show undo all`");
  }

  @Test
  void momentsHaveNoPartsOfASecond() {
    assertThat(Moments.seconds("2026-12-01T06:42:39.123456789Z")).isEqualTo("2026-12-01T06:42:39Z");
    assertThat(Moments.seconds("2026-12-01T06:42:39Z")).isEqualTo("2026-12-01T06:42:39Z");
    assertThat(Moments.seconds("")).isEmpty();
  }

  @Test
  void theFactsOfANode() {
    assertThat(details.nodes()).containsExactly("ctl", "net", "cmp");
    assertThat(String.join("\n", details.facts("net"))).contains("net, as read at", "br-ex");
    assertThat(details.facts("nobody"))
        .isEqualTo(List.of("`show facts` and a node: ctl, net, cmp"));
  }

  @Test
  void anUnknownStepIsNamedWithThoseThereAre() {
    assertThat(details.undo("x")).singleElement().asString().contains("there is no step x");
  }

  @Test
  void thePathsThatAreCut() {
    assertThat(details.paths()).isNotEmpty();
  }
}
