package io.safeops.signature;

import static io.safeops.signature.HandMadeCertificate.certified;
import static io.safeops.signature.HandMadeKey.wire;
import static io.safeops.signature.Signers.ALICE;
import static io.safeops.signature.Signers.NOW;
import static io.safeops.signature.Signers.allowed;
import static io.safeops.signature.Signers.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates: whom they name, and the sentence for each that does not count. */
class CertificateTest {

  private static final HandMadeKey KEY = HandMadeKey.ed25519();
  private static final HandMadeKey AUTHORITY = HandMadeKey.ecdsa(256);
  private static final String LINE = "*@example.org cert-authority " + AUTHORITY.line();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *@example.org                  | alice@example.org bob@example.com | alice@example.org
          *                              | bob alice                         | alice bob
          *,!root                        | root alice                        | alice
          a*,b?b                         | alice bob bobby                   | alice bob
          alice                          | alice                             | alice
          """)
  void theNamesOfACertificateThatTheLineAllowsCount(String line, String names, String expected)
      throws Exception {
    HandMadeKey signer = new HandMadeCertificate(KEY, AUTHORITY).principals(names.split(" ")).key();
    VerifiedSigner verified = verify(allowed(line + " cert-authority " + AUTHORITY.line()), signer);
    assertThat(verified.principals()).containsExactly(expected.split(" "));
    assertThat(verified.key().line()).isEqualTo(signer.line());
    assertThat(verified.fingerprint()).isEqualTo(SshPublicKey.of(KEY.blob()).fingerprint());
  }

  @Test
  void linesOfOneAuthorityAddUp() throws Exception {
    HandMadeKey signer =
        new HandMadeCertificate(KEY, AUTHORITY).principals("alice", "bob", "carol", "dave").key();
    AllowedSigners signers =
        allowed(
            "alice cert-authority " + AUTHORITY.line(),
            "b* cert-authority,namespaces=\"file\" " + AUTHORITY.line(),
            "carol cert-authority,namespaces=\"*@safeops.io\" " + AUTHORITY.line(),
            "dave cert-authority,valid-before=\"20200101Z\" " + AUTHORITY.line());
    assertThat(verify(signers, signer).principals()).containsExactly("alice", "carol");
  }

  static Stream<Arguments> wrongCertificates() {
    return Stream.of(
        wrong("host", c -> c.kind = 2, "is a host certificate, which is for servers"),
        wrong("neither", c -> c.kind = 3, "is neither for users nor for hosts"),
        wrong("no principal", c -> c.principals(), "names no principal, so it is nobody's"),
        wrong(
            "others",
            c -> c.principals("alice@example.com", "example.org"),
            "signers:1 allows it for none of the principals in the certificate"),
        wrong(
            "pattern", c -> c.principals(ALICE, "*@example.org"), "`*@example.org`, which is not"),
        wrong("two in one", c -> c.principals("a@example.org,b"), "is not a plain name"),
        wrong("not", c -> c.principals("!" + ALICE), "is not a plain name"),
        wrong("blank", c -> c.principals("alice @example.org"), "is not a plain name"),
        wrong("look-alike", c -> c.principals("\u0430lice@example.org"), "is not a plain name"),
        wrong("control", c -> c.principals("\u001b[2J@example.org"), "is not a plain name"),
        wrong("NUL", c -> c.principals(ALICE + "\0"), "has a NUL byte in a principal"),
        wrong("no name", c -> c.principals(ALICE, ""), "is not a plain name"),
        wrong(
            "too many",
            c -> c.principals = IntStream.range(0, 257).mapToObj(i -> "p" + i).toList(),
            "names more than 256 principals"),
        wrong(
            "ended",
            c -> c.validBefore(1),
            "has expired: it was valid before 1970-01-01T00:00:01Z"),
        wrong(
            "later",
            c -> c.validAfter = NOW.getEpochSecond() + 1,
            "is not yet valid at 2026-12-01T12:00:00Z: it is valid from 2026-12-01T12:00:01Z on"),
        wrong("never", c -> c.validAfter = Long.MAX_VALUE, "is valid from the year 10000 on"),
        wrong("command", c -> c.critical("force-command"), "critical option `force-command`"),
        wrong("address", c -> c.critical("source-address"), "critical option `source-address`"),
        wrong("unknown", c -> c.critical("x@y"), "critical option `x@y`, which cannot be checked"),
        wrong("verify", c -> c.critical("verify-required"), "PIN or fingerprint"),
        wrong(
            "verify x", c -> c.critical("verify-required", (byte) 1), "has a value for the option"),
        wrong("rest", c -> c.rest = new byte[2], "2 bytes too many at its end"),
        wrong(
            "another authority",
            c -> c.authorityBlob = HandMadeKey.ecdsa(256).blob(),
            "is not listed in signers"),
        wrong(
            "an authority that is a certificate",
            c -> c.authorityBlob = certified(KEY, AUTHORITY).blob(),
            "the certificate's authority cannot be used: keys of the type"
                + " `ssh-ed25519-cert-v01@openssh.com`"),
        wrong(
            "a weak authority",
            c -> c.authorityBlob = HandMadeKey.rsa(1024).blob(),
            "the certificate's authority cannot be used: the RSA key has 1024 bits"));
  }

  private static Arguments wrong(
      String name, Consumer<HandMadeCertificate> spoil, String sentence) {
    return Arguments.of(Named.of(name, spoil), sentence);
  }

  @ParameterizedTest
  @MethodSource("wrongCertificates")
  void aCertificateThatDoesNotCountIsExplained(Consumer<HandMadeCertificate> spoil, String sentence)
      throws Exception {
    HandMadeCertificate certificate = new HandMadeCertificate(KEY, AUTHORITY);
    spoil.accept(certificate);
    AllowedSigners signers = allowed(LINE);
    assertThatThrownBy(() -> verify(signers, certificate.key()))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining(sentence)
        .hasMessageMatching("[^\n\u001b]+");
  }

  @Test
  void aForgedCertificateIsRefused() throws Exception {
    HandMadeCertificate forged = new HandMadeCertificate(KEY, HandMadeKey.ecdsa(256));
    forged.authorityBlob = AUTHORITY.blob();
    AllowedSigners signers = allowed(LINE);
    assertThatThrownBy(() -> verify(signers, forged.key()))
        .hasMessage(
            "the certificate `badge of alice` was changed, or not signed by the authority that it"
                + " names");
  }

  @Test
  void anAuthorityThatSignsWithSha1IsRefused() throws Exception {
    HandMadeKey authority = HandMadeKey.rsa().withRsaSha1();
    AllowedSigners signers = allowed("* cert-authority " + authority.line());
    assertThatThrownBy(() -> verify(signers, certified(KEY, authority)))
        .hasMessageStartingWith("the authority's signature of the certificate uses SHA-1");
  }

  /** As for OpenSSH: only signatures of messages need a touch. */
  @Test
  void anAuthorityNeedNotBeTouched() throws Exception {
    HandMadeKey authority = HandMadeKey.skEd25519().withFlags(0);
    AllowedSigners signers = allowed("* cert-authority " + authority.line());
    assertThat(verify(signers, certified(KEY, authority)).principals()).containsExactly(ALICE);
  }

  @Test
  void anotherKeyCannotUseACertificate() throws Exception {
    HandMadeKey thief = HandMadeKey.ed25519().withBlob(certified(KEY, AUTHORITY).blob());
    AllowedSigners signers = allowed(LINE);
    assertThatThrownBy(() -> verify(signers, thief))
        .hasMessageContaining("does not fit the message");
  }

  @Test
  void aSecurityKeyThatVerifiedItsUserMeetsVerifyRequired() throws Exception {
    AllowedSigners signers = allowed(LINE);
    for (HandMadeKey key : List.of(HandMadeKey.skEd25519(), HandMadeKey.skEcdsa())) {
      HandMadeKey touched =
          new HandMadeCertificate(key, AUTHORITY).critical("verify-required").key();
      assertThatThrownBy(() -> verify(signers, touched))
          .hasMessageContaining("(`verify-required`)");
      assertThat(verify(signers, touched.withFlags(5)).principals()).containsExactly(ALICE);
      assertThatThrownBy(() -> verify(signers, touched.withFlags(4)))
          .hasMessageContaining("without being touched");
    }
  }

  @Test
  void theMessageSaysWhatTheFileHasInstead() throws Exception {
    HandMadeKey signer = certified(KEY, AUTHORITY);
    AllowedSigners signers = allowed("carol " + AUTHORITY.line(), "alice " + KEY.line());
    assertThatThrownBy(() -> verify(signers, signer))
        .hasMessageMatching(
            "the authority SHA256:\\S+ \\(ecdsa-sha2-nistp256\\) of the certificate `badge of"
                + " alice` is not listed in signers; signers:1 has its key without the option"
                + " cert-authority; signers:2 has the signer's key itself, so a signature without"
                + " the certificate would count");
  }

  @Test
  void anOptionThatIsThereTwiceIsRefused() throws Exception {
    HandMadeKey signer = certified(KEY, AUTHORITY);
    byte[] option = wire().putString("permit-pty").putString("").getCompactData();
    byte[] extensions = wire().putString(option).getCompactData();
    byte[] doubled =
        wire()
            .putString(wire().putRawBytes(option).putRawBytes(option).getCompactData())
            .getCompactData();
    byte[] blob = signer.blob();
    int at = indexOf(blob, extensions);
    byte[] spoilt =
        wire()
            .putRawBytes(Arrays.copyOf(blob, at))
            .putRawBytes(doubled)
            .putRawBytes(Arrays.copyOfRange(blob, at + extensions.length, blob.length))
            .getCompactData();
    assertThatThrownBy(() -> SshPublicKey.of(spoilt))
        .hasMessage("the certificate has the option `permit-pty` twice");
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    return IntStream.range(0, bytes.length)
        .filter(i -> Arrays.equals(Arrays.copyOfRange(bytes, i, i + part.length), part))
        .findFirst()
        .orElseThrow();
  }
}
