package io.safeops.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which characters are shown and which are replaced. */
class PrintableTest {

  private static final String GONE = "\ufffd";

  @ParameterizedTest
  @CsvSource({
    "1b", "07", "08", "00", "7f", "9b", "90", "85", "200b", "200d", "200e", "202e", "2066", "2069",
    "2028", "feff", "ad", "34f", "115f", "3164", "ffa0", "fe0f", "180e", "e0041", "e0100", "d800"
  })
  void replacesUnsafeCharacters(String code) {
    String odd = new String(Character.toChars(Integer.parseInt(code, 16)));
    assertThat(Printable.text("a" + odd + "b")).isEqualTo("a" + GONE + "b");
  }

  @Test
  void keepsSafeText() {
    String ordinary = "Größe 10 €, 日本語, \uD83D\uDE80 `sudo -n` \\u001b[2J";
    assertThat(Printable.line(ordinary)).isSameAs(ordinary);
    assertThat(Printable.text("one\ntwo")).isEqualTo("one\ntwo");
  }

  @Test
  void lineBreaksAddNoLine() {
    assertThat(Printable.line("a\nb\r\nc\u2028\u0085d\n")).isEqualTo("a / b / c / d");
    assertThat(Printable.text("a\r\nb\tc\rd")).isEqualTo("a\nb c" + GONE + "d");
  }

  /** No control character (C0, C1) and no format character remains. */
  @Test
  void replacesAllControlAndFormatCharacters() {
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)
        .forEach(
            c ->
                assertThat(Printable.line("a" + new String(Character.toChars(c)) + "b"))
                    .as("U+%04X", c)
                    .isIn("a" + GONE + "b", "a / b", "a b"));
  }
}
