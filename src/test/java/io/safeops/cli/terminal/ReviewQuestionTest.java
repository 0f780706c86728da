package io.safeops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.view.RecordedReview;
import io.safeops.review.Review;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The question before a run: only the whole name of the plan is a yes. */
class ReviewQuestionTest {

  @TempDir Path folder;
  private Review review;
  private String screen = "";

  @BeforeEach
  void review() throws Exception {
    review =
        RecordedReview.of(
            "src/lab/demo/second-localnet.yaml",
            folder,
            List.of("paths/no-loop", "neutron-ownership/name-is-neutrons"));
  }

  private boolean agrees(String typed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Terminal terminal =
        TerminalBuilder.builder()
            .system(false)
            .type("dumb")
            .streams(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), out)
            .build()) {
      ReviewQuestion asked = new ReviewQuestion(review);
      boolean agreed =
          asked.isYes(
              TerminalQuestion.ask(terminal, asked.question(), asked::complete, asked::shows));
      terminal.flush();
      screen = out.toString(StandardCharsets.UTF_8);
      return agreed;
    }
  }

  @Test
  void showsMoreAndThenTakesTheName() throws Exception {
    assertThat(agrees("show\nshow rules paths/no-loop\nshow undo\nshow nothing\nsecond-localnet\n"))
        .isTrue();
    assertThat(screen)
        .contains("`show` and one of step, undo, commands, diff, rules, facts")
        .contains("Keep the localnet that Neutron made")
        .contains("step-1: undone on ctl");
  }

  /** Who asked for help, or mistyped, must not lose what was asked and answered before. */
  @Test
  void aWordThatIsNoAnswerIsExplainedAndAskedAgain() throws Exception {
    assertThat(agrees("yes\nhelp\n?\nsecond\nsecond-localnet\n")).isTrue();
    assertThat(screen)
        .contains("Type second-localnet to run it; Enter alone leaves; `show` says more: ")
        .contains("yes is not the name of this plan, and nothing was touched")
        .contains("second is not the name of this plan")
        .contains("Enter alone, `no` or `quit`   leave, and nothing is run");
    assertThat(screen.split("waits for `go`", -1)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no", "quit", "NO"})
  void theseLeaveAtOnce(String answer) throws Exception {
    assertThat(agrees(answer + "\nsecond-localnet\n")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "yes\n", "second\n", "go\n", "Second-Localnet\n", "show rules\n\n", ""})
  void onlyTheWholeNameIsAYes(String typed) throws Exception {
    assertThat(agrees(typed)).isFalse();
  }
}
