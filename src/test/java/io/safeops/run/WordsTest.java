package io.safeops.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {

  /** What a command says goes to the journal and to every client. */
  @Test
  void theLastLinesOfACommandHoldNoSecret() {
    assertThat(Words.lastLines("one\ntwo\n\npassword=hunter2\nmysql://a:hunter2@b: refused\n"))
        .isEqualTo("two / password=MASKED / mysql://a:MASKED@b: refused");
    assertThat(Words.lastLines(" \n")).isEqualTo("no output");
  }
}
