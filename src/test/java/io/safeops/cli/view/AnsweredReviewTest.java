package io.safeops.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.view.ReviewView.Reader;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import io.safeops.review.Verdict;
import io.safeops.run.coordinate.Forecast;
import io.safeops.session.MeasuredTimes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The review on a screen: what refuses comes last and whole, the rest is short. */
class AnsweredReviewTest {

  private static final String LOOP = "src/lab/demo/second-localnet.yaml";
  private static final List<String> ITS_RULES =
      List.of("paths/no-loop", "neutron-ownership/name-is-neutrons");

  @TempDir Path folder;

  /** Of a usual terminal. */
  private static final int LINES = 30;

  private static List<String> text(Review review, Reader reader) {
    StringWriter out = new StringWriter();
    new TextReviewView(new PrintWriter(out, true), Optional.empty(), reader)
        .show(review, Forecast.of(review, MeasuredTimes.UNKNOWN));
    return out.toString().lines().toList();
  }

  /** Seen: 77 lines, with the reasons at the top, off the screen. */
  @ParameterizedTest
  @EnumSource(
      value = Reader.class,
      names = {"SCREEN", "PROMPT"})
  void whatRefusesStandsLastAndWhole(Reader reader) throws Exception {
    Review review = RecordedReview.of("src/lab/demo/four-commands.yaml", folder, List.of());
    List<String> text = text(review, reader);
    // A header, a line for each step, and where to see more.
    assertThat(indexOf(text, "REFUSED ")).isEqualTo(2 + review.steps().size());
    assertThat(text.get(text.size() - 1))
        .startsWith("refused by ")
        .contains("paths/no-loop")
        .endsWith(": nothing was touched");
    int refused = indexOf(text, "REFUSED ");
    assertThat(text.subList(refused, text.size()))
        .noneMatch(line -> line.startsWith("WARNED ") || line.startsWith("  step-"))
        .filteredOn(line -> line.startsWith("REFUSED paths/no-loop"))
        .singleElement()
        .asString()
        .doesNotContain(" ... (");
    review.steps().stream()
        .map(StepReview::id)
        .forEach(step -> assertThat(indexOf(text, "  " + step + "  ")).isBetween(1, refused - 1));
  }

  private static int indexOf(List<String> text, String begin) {
    for (int i = 0; i < text.size(); i++) {
      if (text.get(i).startsWith(begin)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void aFileHasAllOfTheStepsAndTheSameOrder() throws Exception {
    List<String> text =
        text(RecordedReview.of("src/lab/demo/four-commands.yaml", folder, List.of()), Reader.FILE);
    assertThat(text).anyMatch(line -> line.startsWith("  guard   "));
    assertThat(indexOf(text, "REFUSED ")).isGreaterThan(indexOf(text, "  guard   "));
    assertThat(text.get(text.size() - 1)).isEqualTo("refused: nothing was touched");
  }

  /** Seen: `it.node = net; up = mgmt0; nic.addressed = true` among the reasons. */
  @Test
  void theValuesOfARuleAreShownOnlyOnDemand() throws Exception {
    Review review = RecordedReview.of(LOOP, folder, List.of());
    String trace =
        review.refusals().stream()
            .map(Verdict::trace)
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElseThrow();
    for (Reader reader : Reader.values()) {
      assertThat(String.join("\n", text(review, reader))).doesNotContain(trace);
    }
    assertThat(new ReviewDetails(review).rules("")).contains("    because " + trace);
  }

  /** Seen: `--waive` was the only command on the screen, which a tired person copies. */
  @Test
  void whatToDoInsteadStandsBelowEachReasonAndSettingAsideLast() throws Exception {
    Review review = RecordedReview.of(LOOP, folder, List.of());
    List<String> text = text(review, Reader.SCREEN);
    assertThat(text).hasSizeLessThan(LINES);
    assertThat(text.get(text.size() - 3))
        .startsWith("instead: do what the reason says, or leave out what it names; more: ")
        .contains("`safeops policy explain paths/no-loop`");
    assertThat(text.stream().filter(line -> line.contains("--waive")).toList())
        .singleElement()
        .asString()
        .startsWith("if you must: safeops runs what it refuses here")
        .contains("--waive paths/no-loop --because", "--waive " + ITS_RULES.get(1));
    assertThat(text.get(text.size() - 2)).startsWith("if you must: ");
  }

  @Test
  void aLongTextThatRefusesNothingIsFoldedAndShownOnDemand() throws Exception {
    List<String> all =
        RecordedReview.of(LOOP, folder, List.of()).refusals().stream()
            .map(Verdict::rule)
            .distinct()
            .toList();
    Review review = RecordedReview.of(LOOP, folder, all);
    String waived = "WAIVED paths/no-loop";
    assertThat(text(review, Reader.PROMPT))
        .filteredOn(line -> line.startsWith(waived))
        .singleElement()
        .asString()
        .endsWith(" ... (`show rules paths/no-loop`)")
        .hasSizeLessThan(250);
    String whole =
        text(review, Reader.FILE).stream()
            .filter(line -> line.startsWith(waived))
            .findFirst()
            .get();
    assertThat(whole.length()).isGreaterThan(250);
    ReviewDetails details = new ReviewDetails(review);
    assertThat(details.rules()).containsAll(ITS_RULES);
    assertThat(details.rules("paths/no-loop")).contains(whole);
    assertThat(details.rules("none/such")).singleElement().asString().contains("paths/no-loop");
  }
}
