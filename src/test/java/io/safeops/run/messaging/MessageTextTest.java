package io.safeops.run.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.run.control.LineBuffer;
import io.safeops.run.control.ServedClient;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunEventCodec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageTextTest {

  /** The output of a command goes to the journal and to every client. */
  @Test
  void theLastLinesOfACommandHoldNoSecret() {
    assertThat(
            MessageText.lastLines("one\ntwo\n\npassword=hunter2\nmysql://a:hunter2@b: refused\n"))
        .isEqualTo("two / password=MASKED / mysql://a:MASKED@b: refused");
    assertThat(MessageText.lastLines(" \n")).isEqualTo("no output");
  }

  /**
   * A thousand nodes may each be refused for another reason: a client must still be able to follow
   * the run.
   */
  @Test
  void whatARunSaysFitsIntoALineForItsClients() throws Exception {
    String wide = "\u5b8c".repeat(2_000_000);
    RunEvent event = new RunEvent.OtherEvent("NEW", wide, Map.of("a", wide, "b", wide));
    Outcome outcome = new Outcome(Outcome.End.REFUSED, wide);
    assertThat(event.text())
        .hasSizeLessThan(MessageText.LONGEST + 200)
        .contains("(1934464 characters more")
        .isEqualTo(outcome.text());
    byte[] line = ServedClient.line("event", RunEventCodec.members(event));
    assertThat(line.length).isLessThan(LineBuffer.MAX_LINE);
    assertThat(MessageText.bounded("short")).isEqualTo("short");
  }
}
