package io.safeops.signature;

import static io.safeops.signature.Signers.allowed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.document.DocumentException;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines of an allowed signers file that do not load: where, and what was expected. */
class AllowedSignersErrorsTest {

  private static final HandMadeKey KEY = HandMadeKey.ed25519();
  private static final String LINE = KEY.line();
  private static final String BASE64 = Base64.getEncoder().encodeToString(KEY.blob());

  static Stream<Arguments> lines() {
    return Stream.of(
        error("alice", 6, "expected `PRINCIPALS [OPTIONS] TYPE KEY`"),
        error("alice ssh-ed25519", 18, "expected `PRINCIPALS [OPTIONS] TYPE KEY`"),
        error("alice cert-authority", 21, "expected `PRINCIPALS [OPTIONS] TYPE KEY`"),
        error("alice cert-authority ssh-ed25519", 33, "expected `PRINCIPALS [OPTIONS] TYPE KEY`"),
        error("  " + LINE, 3, "expected the principals before the type of the key"),
        error(
            "alice ssh-rsa " + BASE64,
            7,
            "`ssh-rsa` is not the type of this key, which is `ssh-ed25519`"),
        error("alice ssh-ed2551 " + BASE64, 7, "`ssh-ed2551` is not the type of this key"),
        error(
            "alice ssh-ed2551 AAAA",
            7,
            "unknown type of key `ssh-ed2551`, did you mean `ssh-ed25519`?"),
        error("alice ssh-ed25519 AAAA", 19, "ends within its type"),
        error("alice ssh-ed25519 " + BASE64 + "=", 19, "is not whole base64"),
        error("alice ssh-ed25519 AAAB!", 19, "is not whole base64"),
        error("alice " + HandMadeKey.rsa(1024).line(), 15, "has 1024 bits, and is too weak"),
        error("alice ssh-dss " + typed("ssh-dss"), 15, "DSA keys"),
        error(
            "alice " + HandMadeCertificate.certified(KEY, KEY).line(),
            40,
            "a key and not a certificate"),
        error(
            "* cert-authority " + HandMadeCertificate.certified(KEY, KEY).line(),
            51,
            "a key and not a certificate"),
        error("alice ssh-rsa " + longerForm(), 15, "longer form than needed as its exponent"),
        // Principals.
        error(
            "*@example.org " + LINE,
            1,
            "is a pattern, and says not who owns the key: name the principals"),
        error("alice,b?b " + LINE, 7, "`b?b` is a pattern"),
        error("alice,,bob " + LINE, 7, "`` is not a principal"),
        error("alice, " + LINE, 7, "`` is not a principal"),
        error("! " + LINE, 1, "`!` is not a principal"),
        error("!!alice " + LINE, 1, "`!!alice` is not a principal"),
        error("\"alice\" " + LINE, 1, "is not a principal"),
        error("\u0430lice " + LINE, 1, "expected names of printable ASCII"),
        error("a".repeat(256) + " " + LINE, 1, "is not a principal"),
        error("!alice " + LINE, 1, "the line names nobody"),
        error("alice,!al* " + LINE, 1, "the line names nobody"),
        error("!alice cert-authority " + LINE, 1, "the line names nobody"),
        // Options.
        error("alice verify-required " + LINE, 7, "unknown option `verify-required`"),
        error(
            "alice namespace=\"a\" " + LINE,
            7,
            "unknown option `namespace`, did you mean `namespaces`?"),
        error("alice no-touch-required " + LINE, 7, "unknown option `no-touch-required`"),
        error("alice ,cert-authority " + LINE, 7, "unknown option ``"),
        error("alice cert-authority, " + LINE, 22, "unknown option ``"),
        error("alice cert-authority,cert-authority " + LINE, 22, "`cert-authority` is given twice"),
        error("a cert-authority=\"x\" " + LINE, 3, "`cert-authority` has no value"),
        error("alice namespaces " + LINE, 7, "`namespaces` needs a value: namespaces=\"...\""),
        error(
            "alice namespaces=file " + LINE,
            18,
            "expected the value of `namespaces` in double quotes"),
        error(
            "alice namespaces= " + LINE, 18, "expected the value of `namespaces` in double quotes"),
        error(
            "alice namespaces=\"file " + LINE,
            18,
            "expected the value of `namespaces` in double quotes"),
        error("alice namespaces=\"\" " + LINE, 19, "`` is not a namespace"),
        error("alice namespaces=\"a, b\" " + LINE, 19, "` b` is not a namespace"),
        error("alice namespaces=\"a\\\"b\" " + LINE, 22, "expected a comma and the next option"),
        error("alice namespaces=\"a\"x " + LINE, 21, "expected a comma and the next option"),
        error("alice namespaces=\"a\",namespaces=\"b\" " + LINE, 22, "`namespaces` is given twice"),
        error(
            "alice valid-after=\"tomorrow\" " + LINE,
            20,
            "`tomorrow` is not a time: expected YYYYMMDD"),
        error(
            "alice valid-after=\"20270101Z\",valid-before=\"20260101Z\" " + LINE,
            7,
            "`valid-before` is not after `valid-after`"),
        error(
            "alice valid-after=\"20270101Z\",valid-before=\"20270101Z\" " + LINE,
            7,
            "`valid-before` is not after `valid-after`"));
  }

  /** A key that ssh-keygen reads as equal to another one with other bytes. */
  private static String longerForm() {
    byte[] modulus = new byte[257];
    modulus[1] = (byte) 0x80;
    modulus[256] = 1;
    return Base64.getEncoder()
        .encodeToString(
            HandMadeKey.wire()
                .putString("ssh-rsa")
                .putString(new byte[] {0, 1, 0, 1})
                .putString(modulus)
                .getCompactData());
  }

  private static String typed(String type) {
    return Base64.getEncoder()
        .encodeToString(HandMadeKey.wire().putString(type).putString("x").getCompactData());
  }

  private static Arguments error(String line, int column, String sentence) {
    return Arguments.of(line, column, sentence);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aWrongLineHasAPlaceAndASentence(String line, int column, String sentence) {
    DocumentException refusal =
        catchThrowableOfType(DocumentException.class, () -> allowed("alice " + LINE, line));
    assertThat(refusal).as(line).isNotNull();
    assertThat(refusal.problems()).hasSize(1);
    assertThat(refusal.problems().get(0).toString())
        .startsWith("signers:2:" + column + ": ")
        .contains(sentence);
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(
      strings = {
        "",
        "Z",
        "2026",
        "2026010",
        "202601011",
        "20261301Z",
        "20260230",
        "20260101Z0",
        "20260101z",
        "20260101UTC",
        "2026010124Z",
        "202601012460Z",
        "20260101236060Z",
        "2026-01-01",
        "+9999999",
        "19700101Z",
        "19691231235959Z",
        "\u0662\u0660\u0662\u0666\u0660\u0661\u0660\u0661"
      })
  void aTimeThatIsNoneIsRefused(String time) {
    assertThatThrownBy(() -> allowed("alice valid-before=\"" + time + "\" " + LINE))
        .isInstanceOf(DocumentException.class)
        .hasMessageStartingWith("signers:1:21: `")
        .hasMessageContaining("is not a time");
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    assertThatThrownBy(() -> allowed("* " + LINE, "# comment", "bob", "carol x " + LINE))
        .hasMessageContaining("signers:1:1: ")
        .hasMessageContaining("signers:3:4: ")
        .hasMessageContaining("signers:4:7: ");
  }

  @Test
  void aFileOfWrongLinesIsRefusedSoon() {
    assertThatThrownBy(
            () ->
                AllowedSigners.parse(
                    "signers", "x\n".repeat(400_000).getBytes(UTF_8), ZoneOffset.UTC))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("signers:100:2: ")
        .hasMessageNotContaining("signers:101:");
  }

  @Test
  void aFileOfAnotherFormIsRefused() {
    refused(
        "alice " + LINE + "\r\n", "signers:1:" + (7 + LINE.length()) + ": a line end of Windows");
    refused("# caf\u00e9\nal\u00e9", ISO_8859_1, "signers:1:6: not UTF-8 from here on");
    refused("a".repeat(1024 * 1024 + 1), "signers: larger than 1024 KiB");
    refused("\uFEFFalice " + LINE, "signers:1:1: ");
    refused("al\0ice " + LINE, "signers:1:1: ");
  }

  private static void refused(String text, String sentence) {
    refused(text, UTF_8, sentence);
  }

  private static void refused(String text, java.nio.charset.Charset charset, String sentence) {
    assertThatThrownBy(
            () -> AllowedSigners.parse("signers", text.getBytes(charset), ZoneOffset.UTC))
        .isInstanceOf(DocumentException.class)
        .hasMessageStartingWith(sentence);
  }
}
