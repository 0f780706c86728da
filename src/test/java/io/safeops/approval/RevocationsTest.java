package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of revoked approvals: signed, numbered, expiring, strictly read. */
class RevocationsTest {

  private static final Instant UNTIL = Instant.parse("2026-12-31T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-12-01T20:00:00Z");
  private static final String ONE = "0123456789abcdef0123456789abcdef";
  private static final String TWO = "fedcba9876543210fedcba9876543210";
  private static final Signatures KEYS = new Signatures().allow("k", "alice");

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("revocations");
  }

  private Revocations written() throws Exception {
    Revocations list = new Revocations(1, UNTIL, Map.of(ONE, "the key was lost"));
    list.write(KEYS.with("k"), file());
    return list;
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    Revocations list = written();
    assertThat(Revocations.read(file(), KEYS, NOW)).isEqualTo(list);
  }

  @Test
  void theNextListHoldsTheOneBefore() throws Exception {
    Revocations next = written().with(Map.of(TWO, "not needed any more"), UNTIL.plusSeconds(1));
    assertThat(next.number()).isEqualTo(2);
    assertThat(next.because())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(ONE, "the key was lost", TWO, "not needed any more"));
  }

  @Test
  void theLastSecondCountsToItsEnd() throws Exception {
    written();
    assertThat(Revocations.read(file(), KEYS, UNTIL)).isNotNull();
    assertThatThrownBy(() -> Revocations.read(file(), KEYS, UNTIL.plusSeconds(2)))
        .isInstanceOf(ApprovalException.class)
        .hasMessageContaining("was valid until 2026-12-31T00:00:00Z: get a newer one");
  }

  @Test
  void aListThatNobodyMaySignDoesNotCount() throws Exception {
    new Revocations(9, UNTIL, Map.of())
        .write(new Signatures().allow("m", "mallory").with("m"), file());
    assertThatThrownBy(() -> Revocations.read(file(), KEYS, NOW))
        .isInstanceOf(ApprovalException.class)
        .hasMessageContaining("does not count");
  }

  @Test
  void anOlderListIsNotOverwritten() throws Exception {
    written();
    assertThatThrownBy(this::written)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("never overwritten");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"1\"', '\"01\"'",
    "'\"number\"', '\"numbers\"'",
    "0123, 012g",
    "'\"revoked\":[', '\"revoked\": ['",
    "safeops.revocations, safeops.approval"
  })
  void everyChangeIsFound(String was, String is) throws Exception {
    written();
    String text = Files.readString(file());
    assertThat(text).contains(was);
    byte[] changed = text.replaceFirst(java.util.regex.Pattern.quote(was), is).getBytes();
    Path other = folder.resolve("other");
    SignedFile.write(changed, KEYS.with("k"), other);
    assertThatThrownBy(() -> Revocations.read(other, KEYS, NOW))
        .isInstanceOf(DocumentException.class);
    Files.write(file(), changed);
    assertThatThrownBy(() -> Revocations.read(file(), KEYS, NOW))
        .isInstanceOf(ApprovalException.class);
  }
}
