package io.safeops.signature;

import static io.safeops.signature.HandMadeKey.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Base64;
import java.util.stream.Stream;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Public keys: one value has one encoding. */
class SshPublicKeyTest {

  @ParameterizedTest
  @MethodSource("io.safeops.signature.Signers#keysByName")
  void aLineIsReadAndWritten(HandMadeKey key) throws Exception {
    SshPublicKey read = SshPublicKey.parse(key.line() + " alice's laptop\n");
    assertThat(read.type()).isEqualTo(key.type());
    assertThat(read.blob()).isEqualTo(key.blob());
    assertThat(read.line()).isEqualTo(key.line());
    assertThat(read)
        .isEqualTo(SshPublicKey.of(key.blob()))
        .hasSameHashCodeAs(SshPublicKey.of(key.blob()));
    assertThat(read).isNotEqualTo(SshPublicKey.of(HandMadeKey.ed25519().blob()));
    assertThat(read.isCertificate()).isFalse();
  }

  @Test
  void theFingerprintIsThatOfSshKeygen() throws Exception {
    // ssh-keygen -l prints the SHA-256 of the key's bytes in base64 without padding.
    HandMadeKey key = HandMadeKey.ed25519();
    String digest =
        Base64.getEncoder()
            .withoutPadding()
            .encodeToString(HandMadeKey.digest("SHA-256", key.blob()));
    assertThat(SshPublicKey.of(key.blob()).fingerprint()).isEqualTo("SHA256:" + digest);
  }

  @Test
  void aCertificateHasTheFingerprintOfItsKey() throws Exception {
    HandMadeKey key = HandMadeKey.ed25519();
    SshPublicKey certificate =
        SshPublicKey.parse(HandMadeCertificate.certified(key, HandMadeKey.ecdsa(256)).line());
    assertThat(certificate.isCertificate()).isTrue();
    assertThat(certificate.type()).isEqualTo("ssh-ed25519-cert-v01@openssh.com");
    assertThat(certificate.fingerprint()).isEqualTo(SshPublicKey.of(key.blob()).fingerprint());
  }

  @Test
  void nobodyChangesTheBytesOfAKey() throws Exception {
    byte[] blob = HandMadeKey.ed25519().blob();
    SshPublicKey key = SshPublicKey.of(blob);
    String line = key.line();
    blob[30] ^= 1;
    key.blob()[30] ^= 1;
    assertThat(key.line()).isEqualTo(line);
  }

  static Stream<Arguments> wrongLines() {
    HandMadeKey key = HandMadeKey.ed25519();
    String base64 = Base64.getEncoder().encodeToString(key.blob());
    return Stream.of(
        Arguments.of("", "expected a public key as in a .pub file"),
        Arguments.of("ssh-ed25519", "expected a public key as in a .pub file"),
        Arguments.of(key.line() + "\n" + key.line(), "expected a public key as in a .pub file"),
        Arguments.of("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", "expected a public key"),
        Arguments.of("ssh-rsa " + base64, "of the type ssh-ed25519, and its line says `ssh-rsa`"),
        Arguments.of("ssh-ed25519 " + base64 + "=", "is not whole base64"),
        Arguments.of("ssh-ed25519 AAAA!", "is not whole base64"),
        Arguments.of("ssh-ed25519 AAAA", "ends within its type"),
        Arguments.of("ssh-dss " + line("ssh-dss"), "DSA keys"),
        Arguments.of("x509v3-ssh-rsa " + line("x509v3-ssh-rsa"), "are not supported"));
  }

  private static String line(String type) {
    return Base64.getEncoder().encodeToString(wire().putString(type).getCompactData());
  }

  @ParameterizedTest
  @MethodSource("wrongLines")
  void aWrongLineIsRefused(String line, String sentence) {
    assertThatThrownBy(() -> SshPublicKey.parse(line))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining(sentence);
  }

  static Stream<Arguments> otherEncodings() {
    var curve = CustomNamedCurves.getByName("P-256");
    byte[] compressed = curve.getG().getEncoded(true);
    byte[] point = curve.getG().getEncoded(false);
    byte[] beside = point.clone();
    beside[64] ^= 1;
    BigInteger p = curve.getCurve().getField().getCharacteristic();
    byte[] beyond = point.clone();
    System.arraycopy(unsigned(p), 0, beyond, 1, 32);
    return Stream.of(
        ecdsa("compressed", "nistp256", compressed, "is not an uncompressed point"),
        ecdsa("point at infinity", "nistp256", new byte[1], "is not an uncompressed point"),
        ecdsa("beside the curve", "nistp256", beside, "is not a point of the curve nistp256"),
        ecdsa("x beyond the prime", "nistp256", beyond, "is not a point of the curve nistp256"),
        ecdsa("another curve", "nistp384", point, "of the curve `nistp384`, not of nistp256"),
        ecdsa("curve with NUL", "nistp256\0", point, "NUL byte in the name of its curve"),
        Arguments.of(
            Named.of("ed25519 of 31 bytes", ed25519(31)), "the ed25519 key has 31 bytes, not 32"),
        Arguments.of(
            Named.of("ed25519 of 33 bytes", ed25519(33)), "the ed25519 key has 33 bytes, not 32"),
        Arguments.of(
            Named.of(
                "application with NUL",
                wire()
                    .putRawBytes(HandMadeKey.skEd25519().blob(), 0, 74 - 8)
                    .putString("ssh:\0")
                    .getCompactData()),
            "NUL byte in its application"));
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes.length == 33 ? java.util.Arrays.copyOfRange(bytes, 1, 33) : bytes;
  }

  private static byte[] ed25519(int size) {
    return wire().putString("ssh-ed25519").putString(new byte[size]).getCompactData();
  }

  private static Arguments ecdsa(String name, String curve, byte[] point, String sentence) {
    return Arguments.of(
        Named.of(
            name,
            wire()
                .putString("ecdsa-sha2-nistp256")
                .putString(curve)
                .putString(point)
                .getCompactData()),
        sentence);
  }

  @ParameterizedTest
  @MethodSource("otherEncodings")
  void anotherEncodingIsRefused(byte[] blob, String sentence) {
    assertThatThrownBy(() -> SshPublicKey.of(blob))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining(sentence);
    assertThatThrownBy(() -> new SshPublicKey("ssh-ed25519", blob))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
