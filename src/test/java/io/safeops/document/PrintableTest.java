package io.safeops.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be shown, and what stands there instead of the rest. */
class PrintableTest {

  private static final String GONE = "\ufffd";

  @ParameterizedTest
  @CsvSource({
    "1b", "07", "08", "00", "7f", "9b", "90", "85", "200b", "200d", "200e", "202e", "2066", "2069",
    "2028", "feff", "ad", "34f", "115f", "3164", "ffa0", "fe0f", "180e", "e0041", "e0100", "d800"
  })
  void whatATerminalActsOnOrNobodySeesIsTakenOut(String code) {
    String odd = new String(Character.toChars(Integer.parseInt(code, 16)));
    assertThat(Printable.text("a" + odd + "b")).isEqualTo("a" + GONE + "b");
  }

  @Test
  void ordinaryTextStaysAsItIs() {
    String ordinary = "Größe 10 €, 日本語, \uD83D\uDE80 `sudo -n` \\u001b[2J";
    assertThat(Printable.line(ordinary)).isSameAs(ordinary);
    assertThat(Printable.text("one\ntwo")).isEqualTo("one\ntwo");
  }

  @Test
  void breaksAddNoLine() {
    assertThat(Printable.line("a\nb\r\nc\u2028\u0085d\n")).isEqualTo("a / b / c / d");
    assertThat(Printable.text("a\r\nb\tc\rd")).isEqualTo("a\nb c" + GONE + "d");
  }

  /** No character of C0, C1 or a format gets through, whichever it is. */
  @Test
  void noControlAndNoFormatCharacterIsLeft() {
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)
        .forEach(
            c ->
                assertThat(Printable.line("a" + new String(Character.toChars(c)) + "b"))
                    .as("U+%04X", c)
                    .isIn("a" + GONE + "b", "a / b", "a b"));
  }
}
