package io.safeops.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A head is one line, and only the line that safeops writes is one. */
class HeadTest {

  private static final String DIGEST = "ab".repeat(32);

  private static final String TEXT =
      "safeops-head/1 run=r1 seq=41 digest=" + DIGEST + " phase=ended at=2026-01-02T03:04:05Z";

  private static final String SIGNATURE =
      "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n";

  private static Head head() {
    return new Head("r1", 41, DIGEST, "ended", Instant.parse("2026-01-02T03:04:05Z"));
  }

  @Test
  void isOneLineThatIsReadAgain() throws Exception {
    assertThat(head().text()).isEqualTo(TEXT);
    assertThat(Head.parse(TEXT)).isEqualTo(head());
    assertThat(head().line()).isEqualTo(42);
    assertThat(head().signedBytes()).isEqualTo((TEXT + "\n").getBytes(UTF_8));
  }

  @Test
  void ofAJournalHasWholeSeconds() {
    ChainEnd end = new ChainEnd(41, DIGEST, Instant.parse("2026-01-02T03:04:05.678Z"));
    assertThat(Head.of("r1", end, "ended")).isEqualTo(head());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "safeops-head/2 run=r1 seq=41 digest=D phase=ended at=2026-01-02T03:04:05Z",
        "safeops-head/1 run=r1 seq=41 digest=D phase=ended at=2026-01-02T03:04:05Z ",
        " safeops-head/1 run=r1 seq=41 digest=D phase=ended at=2026-01-02T03:04:05Z",
        "safeops-head/1 run=r1 seq=41 digest=D phase=ended at=2026-01-02T03:04:05Z\n",
        "safeops-head/1  run=r1 seq=41 digest=D phase=ended at=2026-01-02T03:04:05Z",
        "safeops-head/1 run=R1 seq=41 digest=D phase=ended at=2026-01-02T03:04:05Z",
        "safeops-head/1 run=../r1 seq=41 digest=D phase=ended at=2026-01-02T03:04:05Z",
        "safeops-head/1 run=r1 seq=041 digest=D phase=ended at=2026-01-02T03:04:05Z",
        "safeops-head/1 run=r1 seq=-1 digest=D phase=ended at=2026-01-02T03:04:05Z",
        "safeops-head/1 run=r1 seq=1234567890123456 digest=D phase=ended at=2026-01-02T03:04:05Z",
        "safeops-head/1 run=r1 seq=41 digest=XYZ phase=ended at=2026-01-02T03:04:05Z",
        "safeops-head/1 run=r1 seq=41 digest=D phase=Ended at=2026-01-02T03:04:05Z",
        "safeops-head/1 run=r1 seq=41 digest=D phase= at=2026-01-02T03:04:05Z",
        "safeops-head/1 run=r1 seq=41 digest=D phase=ended at=2026-01-02T24:00:00Z",
        "safeops-head/1 run=r1 seq=41 digest=D phase=ended at=2026-02-30T03:04:05Z",
        "safeops-head/1 run=r1 seq=41 digest=D phase=ended at=2026-01-02T03:04:05.1Z",
        "safeops-head/1 seq=41 run=r1 digest=D phase=ended at=2026-01-02T03:04:05Z"
      })
  void anythingElseIsNone(String text) {
    String filled = text.replace("=D ", "=" + DIGEST + " ");
    assertThatThrownBy(() -> Head.parse(filled)).isInstanceOf(HeadFormatException.class);
  }

  @Test
  void withASignatureIsOneLineToo() throws Exception {
    SignedHead signed = new SignedHead(head(), SIGNATURE);
    assertThat(signed.line()).startsWith(TEXT + " sign=LS0t").doesNotContain("\n");
    assertThat(SignedHead.parse(signed.line())).isEqualTo(signed);
    SignedHead unsigned = SignedHead.unsigned(head());
    assertThat(unsigned.line()).isEqualTo(TEXT + " sign=");
    assertThat(SignedHead.parse(unsigned.line())).isEqualTo(unsigned);
    assertThat(unsigned.isSigned()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " sign", " sign=!", " sign=aGVsbG8=", " sign=LS0t", " sign= "})
  void anythingElseIsNoSignature(String end) {
    assertThatThrownBy(() -> SignedHead.parse(TEXT + end)).isInstanceOf(HeadFormatException.class);
  }

  @Test
  void aSignatureHasALimit() {
    String armored = SIGNATURE.replace("U1NIU0lH", "A".repeat(SignedHead.LONGEST_SIGNATURE));
    assertThatThrownBy(() -> new SignedHead(head(), armored))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 16384 characters");
  }

  @Test
  void positionsInLogsAreReadAgain() throws Exception {
    List<LogPosition> positions =
        List.of(new LogPosition("net", 7, DIGEST), new LogPosition("cmp-1.x", 123, DIGEST));
    assertThat(LogPosition.parse(LogPosition.text(positions))).isEqualTo(positions);
    assertThat(LogPosition.parse("")).isEmpty();
    for (String wrong : List.of("net", "net:0:" + DIGEST, "net:7:ab", ",", "../x:1:" + DIGEST)) {
      assertThatThrownBy(() -> LogPosition.parse(wrong))
          .as(wrong)
          .isInstanceOf(HeadFormatException.class);
    }
  }
}
