package io.safeops.signature;

import static io.safeops.signature.Signers.MESSAGE;
import static io.safeops.signature.Signers.allowed;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first and the last second at which a line or a certificate counts. */
class AllowedSignersTimesTest {

  private static final HandMadeKey KEY = HandMadeKey.ed25519();
  private static final HandMadeKey AUTHORITY = HandMadeKey.ed25519();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          valid-after="20261201Z"       | UTC           | 2026-11-30T23:59:59.999Z | false
          valid-after="20261201Z"       | UTC           | 2026-12-01T00:00:00Z     | true
          valid-before="20261201Z"      | UTC           | 2026-12-01T00:00:00Z     | true
          valid-before="20261201Z"      | UTC           | 2026-12-01T00:00:00.999Z | true
          valid-before="20261201Z"      | UTC           | 2026-12-01T00:00:01Z     | false
          valid-after="202612011230Z"   | UTC           | 2026-12-01T12:29:59Z     | false
          valid-after="202612011230Z"   | UTC           | 2026-12-01T12:30:00Z     | true
          valid-after="20261201123015Z" | UTC           | 2026-12-01T12:30:14Z     | false
          valid-after="20261201123015Z" | UTC           | 2026-12-01T12:30:15Z     | true
          valid-before="20261201123015Z"| UTC           | 2026-12-01T12:30:15Z     | true
          valid-before="20261201123015Z"| UTC           | 2026-12-01T12:30:16Z     | false
          valid-after="20261201Z"       | Asia/Tokyo    | 2026-12-01T00:00:00Z     | true
          valid-after="20261201"        | Asia/Tokyo    | 2026-11-30T14:59:59Z     | false
          valid-after="20261201"        | Asia/Tokyo    | 2026-11-30T15:00:00Z     | true
          valid-before="202612011200"   | Europe/Berlin | 2026-12-01T11:00:00Z     | true
          valid-before="202612011200"   | Europe/Berlin | 2026-12-01T11:00:01Z     | false
          valid-before="202607011200"   | Europe/Berlin | 2026-07-01T11:00:00Z     | true
          valid-before="202607011200"   | Europe/Berlin | 2026-07-01T11:00:01Z     | false
          valid-before="20280229Z"      | UTC           | 2028-02-29T00:00:00Z     | true
          """)
  void aLineCountsFromItsFirstToItsLastSecond(String option, String zone, String at, boolean counts)
      throws Exception {
    AllowedSigners signers = allowed(ZoneId.of(zone), "alice " + option + " " + KEY.line());
    assertThat(counts(signers, KEY, Instant.parse(at))).isEqualTo(counts);
  }

  @ParameterizedTest
  @CsvSource({
    "1796122799, false",
    "1796122800, true",
    "1796126399, true",
    "1796126400, false",
  })
  void aCertificateCountsUntilTheSecondBeforeItsEnd(long at, boolean counts) throws Exception {
    HandMadeCertificate certificate = new HandMadeCertificate(KEY, AUTHORITY);
    certificate.validAfter = 1796122800;
    HandMadeKey signer = certificate.validBefore(1796126400).key();
    AllowedSigners signers = allowed("* cert-authority " + AUTHORITY.line());
    assertThat(counts(signers, signer, Instant.ofEpochSecond(at))).isEqualTo(counts);
    assertThat(counts(signers, signer, Instant.ofEpochSecond(at, 999_999_999))).isEqualTo(counts);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1796122800, true", "31556889864403199, true"})
  void aCertificateWithoutAnEndCountsAlways(long at, boolean counts) throws Exception {
    AllowedSigners signers = allowed("* cert-authority " + AUTHORITY.line());
    HandMadeKey signer = HandMadeCertificate.certified(KEY, AUTHORITY);
    assertThat(counts(signers, signer, Instant.ofEpochSecond(at))).isEqualTo(counts);
  }

  /** Both the line of the authority and the certificate must count. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-30T23:59:59Z, false",
    "2026-12-01T00:00:00Z, true",
    "2026-12-02T00:00:00Z, true",
    "2026-12-02T00:00:01Z, false"
  })
  void theLineOfAnAuthorityHasTimes(String at, boolean counts) throws Exception {
    AllowedSigners signers =
        allowed(
            "* cert-authority,valid-after=\"20261201Z\",valid-before=\"20261202Z\" "
                + AUTHORITY.line());
    HandMadeKey signer = HandMadeCertificate.certified(KEY, AUTHORITY);
    assertThat(counts(signers, signer, Instant.parse(at))).isEqualTo(counts);
  }

  private static boolean counts(AllowedSigners signers, HandMadeKey key, Instant at) {
    try {
      signers.verify(
          HandMadeSignature.armored(key, MESSAGE), MESSAGE, SignatureNamespace.APPROVAL, at);
      return true;
    } catch (SignatureException refused) {
      assertThat(refused)
          .message()
          .containsAnyOf(
              "allows it only from", "allowed it only until", "not yet valid", "expired");
      return false;
    }
  }
}
