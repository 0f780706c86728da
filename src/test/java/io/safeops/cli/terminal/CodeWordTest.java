package io.safeops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed at the prompt of a run: five codes may be tried, and a word is none of them. */
class CodeWordTest {

  @ParameterizedTest
  @ValueSource(strings = {"K7M2QX", "k7m2qx", "222222", "ABCDEF"})
  void whatMayBeACodeIsTried(String word) {
    assertThat(SessionWord.isCode(word)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "K7M2QO", "K7M20X", "K7M1QX", "K7MIQX", "K7MLQX", "commit", "cancel", "status", "revert",
        "accept", "Accept", "REJECT", "detach", "K7M2Q", "K7M2QXX", "K7M2Q ", "", "go"
      })
  void whatCannotBeOneIsNot(String word) {
    assertThat(SessionWord.isCode(word)).isFalse();
  }

  /** The two are of one alphabet, or a right code would never be tried. */
  @Test
  void aGuardMakesCodesOfTheSameLetters() throws IOException {
    try (InputStream in = io.safeops.guard.GuardReply.class.getResourceAsStream("64-outcome.sh")) {
      assertThat(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8))
          .contains("tr -dc 2-9A-HJKMNP-Z | head -c 6");
    }
    for (char c = '0'; c <= 'Z'; c++) {
      boolean made = String.valueOf(c).matches("[2-9A-HJKMNP-Z]");
      assertThat(SessionWord.isCode("22222" + c)).as("%s", c).isEqualTo(made);
    }
  }
}
