package io.safeops.signature;

import static io.safeops.signature.HandMadeKey.wire;
import static io.safeops.signature.Signers.ALICE;
import static io.safeops.signature.Signers.MESSAGE;
import static io.safeops.signature.Signers.allowed;
import static io.safeops.signature.Signers.verify;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures of each type of key: what counts, and the sentence for what does not. */
class SshSignatureTest {

  private static final SignatureNamespace APPROVAL = SignatureNamespace.APPROVAL;

  @ParameterizedTest
  @MethodSource("io.safeops.signature.Signers#keysByName")
  void aSignatureCountsForItsMessageAndNamespaceOnly(HandMadeKey key) throws Exception {
    SshSignature signature = SshSignature.parse(HandMadeSignature.armored(key, MESSAGE));
    assertThat(signature.key().line()).isEqualTo(key.line());
    assertThat(signature.namespace()).isEqualTo("approval@safeops.io");
    assertThat(signature.hashAlgorithm()).isEqualTo("sha512");
    signature.verify(MESSAGE, APPROVAL);
    assertThatThrownBy(() -> signature.verify("another plan".getBytes(UTF_8), APPROVAL))
        .isInstanceOf(SignatureException.class)
        .hasMessageMatching(
            "the signature by the key SHA256:\\S+ \\(\\S+\\) does not fit the message");
    assertThatThrownBy(() -> signature.verify(MESSAGE, SignatureNamespace.HEAD))
        .hasMessage(
            "the signature is for the namespace `approval@safeops.io`, and one for"
                + " `head@safeops.io` is needed");
  }

  @ParameterizedTest
  @MethodSource("io.safeops.signature.Signers#keysByName")
  void bothHashAlgorithmsCount(HandMadeKey key) throws Exception {
    HandMadeSignature made = new HandMadeSignature(key, MESSAGE);
    made.hash = "sha256";
    SshSignature signature = SshSignature.parse(made.armored());
    assertThat(signature.hashAlgorithm()).isEqualTo("sha256");
    signature.verify(MESSAGE, APPROVAL);
  }

  @Test
  void rsaWithSha256CountsWhenVerifying() throws Exception {
    SshSignature.parse(HandMadeSignature.armored(HandMadeKey.rsa().withRsaSha256(), MESSAGE))
        .verify(MESSAGE, APPROVAL);
  }

  @Test
  void theNamespaceIsPartOfWhatIsSigned() throws Exception {
    HandMadeSignature moved = new HandMadeSignature(HandMadeKey.ed25519(), MESSAGE);
    moved.signedNamespace = "file";
    assertThatThrownBy(() -> SshSignature.parse(moved.armored()).verify(MESSAGE, APPROVAL))
        .hasMessageContaining("does not fit the message");
  }

  @Test
  void aKeyOfTheRunSignsUntilItIsClosed() throws Exception {
    RunKey key = RunKey.generate();
    String armored = key.sign(SignatureNamespace.HEAD, MESSAGE);
    SshSignature signature = SshSignature.parse(armored);
    signature.verify(MESSAGE, SignatureNamespace.HEAD);
    assertThat(signature.key()).isEqualTo(key.key());
    assertThat(RunKey.generate().key()).isNotEqualTo(key.key());
    key.close();
    assertThatThrownBy(() -> key.sign(SignatureNamespace.HEAD, MESSAGE))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theTextHasTheLinesOfSshKeygen() throws Exception {
    String[] lines = RunKey.generate().sign(APPROVAL, MESSAGE).split("\n");
    assertThat(lines[0]).isEqualTo("-----BEGIN SSH SIGNATURE-----");
    assertThat(lines[1]).hasSize(70);
    assertThat(lines[lines.length - 1]).isEqualTo("-----END SSH SIGNATURE-----");
  }

  @Test
  void linesOf76CharactersAreAccepted() throws Exception {
    byte[] blob = new HandMadeSignature(HandMadeKey.ed25519(), MESSAGE).blob();
    String body = java.util.Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(blob);
    SshSignature.parse(HandMadeSignature.armor(body)).verify(MESSAGE, APPROVAL);
  }

  static Stream<Arguments> spoiltParts() {
    return Stream.of(
        part("magic", s -> s.magic = "SSHSIX", "does not begin with SSHSIG"),
        part("version 0", s -> s.version = 0, "version 0, and only 1 is known"),
        part("version 2", s -> s.version = 2, "version 2, and only 1 is known"),
        part("reserved", s -> s.reserved = "x", "bytes in its reserved field"),
        part("hash", s -> s.hash = "md5", "hash algorithm `md5`"),
        part("hash with NUL", s -> s.hash = "sha512\0", "NUL byte in its hash algorithm"),
        part("namespace", s -> s.namespace = "file", "for the namespace `file`"),
        part("no namespace", s -> s.namespace = "", "for the namespace ``"),
        part(
            "long namespace",
            s -> s.namespace = "a".repeat(9000),
            "namespace `" + "a".repeat(80) + "...`"),
        part(
            "namespace that clears the screen",
            s -> s.namespace = "\u001b[2Jhead",
            "namespace `\uFFFD[2Jhead`"),
        part("rest", s -> s.rest = new byte[3], "3 bytes too many at its end"),
        part("no key", s -> s.publicKey = new byte[0], "the public key ends within its type"),
        part(
            "DSA",
            s -> s.publicKey = wire().putString("ssh-dss").putString("x").getCompactData(),
            "DSA keys (`ssh-dss`) are too weak"),
        part(
            "unknown key",
            s -> s.publicKey = wire().putString("ssh-ed448").putString("x").getCompactData(),
            "keys of the type `ssh-ed448` are not supported"),
        part(
            "type with NUL",
            s -> s.publicKey = wire().putString("ssh-ed25519\0").getCompactData(),
            "NUL byte in its type"),
        part(
            "key with a rest",
            s -> s.publicKey = Arrays.copyOf(s.publicKey, s.publicKey.length + 1),
            "the public key has 1 bytes too many at its end"),
        part("weak RSA", s -> s.publicKey = HandMadeKey.rsa(1024).blob(), "has 1024 bits"),
        part("RSA with exponent 1", s -> s.publicKey = rsa(1, modulus()), "is not valid"),
        part("RSA with an even exponent", s -> s.publicKey = rsa(4, modulus()), "is not valid"),
        part(
            "RSA that takes long", s -> s.publicKey = rsa(modulus(), modulus()), "at most 64 bits"),
        part(
            "huge RSA",
            s -> s.publicKey = rsa(BigInteger.valueOf(3), BigInteger.ONE.shiftLeft(16_384)),
            "has 16385 bits, and at most 16384"),
        part(
            "negative RSA",
            s -> s.publicKey = rsa(BigInteger.valueOf(3), modulus().negate()),
            "negative number as its modulus"),
        part(
            "RSA in a longer form",
            s ->
                s.publicKey =
                    wire()
                        .putString("ssh-rsa")
                        .putString(new byte[] {0, 1, 0, 1})
                        .putMPInt(modulus())
                        .getCompactData(),
            "longer form than needed as its exponent"));
  }

  private static Arguments part(String name, Consumer<HandMadeSignature> spoil, String sentence) {
    return Arguments.of(Named.of(name, spoil), sentence);
  }

  private static BigInteger modulus() {
    return BigInteger.ONE.shiftLeft(4095).setBit(0);
  }

  private static byte[] rsa(long exponent, BigInteger modulus) {
    return rsa(BigInteger.valueOf(exponent), modulus);
  }

  private static byte[] rsa(BigInteger exponent, BigInteger modulus) {
    return wire().putString("ssh-rsa").putMPInt(exponent).putMPInt(modulus).getCompactData();
  }

  @ParameterizedTest
  @MethodSource("spoiltParts")
  void aSpoiltPartIsNamed(Consumer<HandMadeSignature> spoil, String sentence) {
    HandMadeSignature made = new HandMadeSignature(HandMadeKey.ed25519(), MESSAGE);
    spoil.accept(made);
    refused(made.armored(), sentence);
  }

  static Stream<Arguments> spoiltValues() {
    HandMadeKey ed25519 = HandMadeKey.ed25519();
    HandMadeKey ecdsa = HandMadeKey.ecdsa(256);
    HandMadeKey rsa = HandMadeKey.rsa();
    BigInteger order =
        new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    BigInteger one = BigInteger.ONE;
    return Stream.of(
        value("short ed25519", ed25519, v -> Arrays.copyOf(v, 63), "value of 63 bytes"),
        value("long ed25519", ed25519, v -> Arrays.copyOf(v, 65), "value of 65 bytes"),
        value("empty ed25519", ed25519, v -> new byte[0], "value of 0 bytes"),
        value("ed25519 plus its order", ed25519, SshSignatureTest::plusOrder, "does not fit"),
        value("zeros of ed25519", ed25519, v -> new byte[64], "does not fit"),
        value(
            "short RSA", rsa, v -> Arrays.copyOf(v, 255), "255 bytes, and one of this key has 256"),
        value("long RSA", rsa, v -> Arrays.copyOf(v, 257), "value of 257 bytes"),
        value("RSA of ones", rsa, v -> filled(256), "does not fit"),
        value("zeros of RSA", rsa, v -> new byte[256], "does not fit"),
        numbers("zeros of ECDSA", BigInteger.ZERO, BigInteger.ZERO, "number r that is out of"),
        numbers("s is zero", one, BigInteger.ZERO, "number s that is out of the range"),
        numbers("r is the order", order, one, "number r that is out of the range of nistp256"),
        numbers("s is the order", one, order, "number s that is out of the range of nistp256"),
        numbers("r is negative", one.negate(), one, "negative number as its number r"),
        numbers("s is negative", one, one.negate(), "negative number as its number s"),
        numbers("r is huge", one.shiftLeft(60_000), one, "number r that is out of the range"),
        numbers("both are one", one, one, "does not fit the message"),
        value(
            "r in a longer form",
            ecdsa,
            v -> wire().putString(new byte[] {0, 1}).putMPInt(one).getCompactData(),
            "longer form than needed as its number r"),
        value("ECDSA with a rest", ecdsa, v -> Arrays.copyOf(v, v.length + 1), "1 bytes too many"),
        value("ECDSA without s", ecdsa, v -> Arrays.copyOf(v, v.length - 20), "its number s"),
        value("empty ECDSA", ecdsa, v -> new byte[0], "ends within its number r"));
  }

  private static Arguments value(
      String name, HandMadeKey key, UnaryOperator<byte[]> spoil, String sentence) {
    return Arguments.of(
        Named.of(name, key.withValue(data -> spoil.apply(key.value().apply(data)))), sentence);
  }

  private static Arguments numbers(String name, BigInteger r, BigInteger s, String sentence) {
    return value(name, HandMadeKey.ecdsa(256), v -> HandMadeKey.numbers(r, s), sentence);
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) -1);
    return bytes;
  }

  /** Another number s that fits the equation of RFC 8032, but is not below the group's order. */
  private static byte[] plusOrder(byte[] value) {
    BigInteger order =
        BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] spoilt = value.clone();
    byte[] s = new byte[32];
    for (int i = 0; i < 32; i++) {
      s[31 - i] = value[32 + i];
    }
    byte[] sum = new BigInteger(1, s).add(order).toByteArray();
    for (int i = 0; i < 32; i++) {
      spoilt[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
    }
    return spoilt;
  }

  @ParameterizedTest
  @MethodSource("spoiltValues")
  void aSpoiltValueIsNamed(HandMadeKey key, String sentence) {
    refused(HandMadeSignature.armored(key, MESSAGE), sentence);
  }

  static Stream<Arguments> spoiltAlgorithms() {
    return Stream.of(
        Arguments.of(
            Named.of("SHA-1", HandMadeKey.rsa().withRsaSha1()),
            "uses SHA-1 (`ssh-rsa`), which can be forged"),
        Arguments.of(
            Named.of("SHA-512 named SHA-256", HandMadeKey.rsa().withAlgorithm("rsa-sha2-256")),
            "does not fit the message"),
        Arguments.of(
            Named.of("PSS", HandMadeKey.rsa().withAlgorithm("rsassa-pss")),
            "algorithm `rsassa-pss`, which is not one for a key of the type ssh-rsa"),
        Arguments.of(
            Named.of("another curve", HandMadeKey.ecdsa(256).withAlgorithm("ecdsa-sha2-nistp384")),
            "algorithm `ecdsa-sha2-nistp384`"),
        Arguments.of(
            Named.of(
                "webauthn",
                HandMadeKey.skEcdsa().withAlgorithm("webauthn-sk-ecdsa-sha2-nistp256@openssh.com")),
            "algorithm `webauthn-sk-ecdsa-sha2-nistp256@openssh.com`"),
        Arguments.of(
            Named.of("no touch", HandMadeKey.skEd25519().withFlags(0)),
            "signed without being touched"),
        Arguments.of(
            Named.of("verified without a touch", HandMadeKey.skEcdsa().withFlags(4)),
            "signed without being touched"));
  }

  @ParameterizedTest
  @MethodSource("spoiltAlgorithms")
  void anAlgorithmThatDoesNotCountIsNamed(HandMadeKey key, String sentence) {
    refused(HandMadeSignature.armored(key, MESSAGE), sentence);
  }

  @Test
  void flagsOfASecurityKeyAreSigned() {
    HandMadeKey untouched = HandMadeKey.skEd25519().withFlags(0);
    byte[] blob = new HandMadeSignature(untouched, MESSAGE).blob();
    blob[blob.length - 5] = 1;
    refused(HandMadeSignature.armor(blob), "does not fit the message");
  }

  /** Refused when nobody's key is judged, and when the key is listed. */
  private static void refused(String armored, String sentence) {
    assertThatThrownBy(
            () -> {
              SshSignature signature = SshSignature.parse(armored);
              AllowedSigners all = allowed(ALICE + " " + signature.key().line());
              assertThatThrownBy(() -> verify(all, armored))
                  .isInstanceOf(SignatureException.class)
                  .hasMessageContaining(sentence);
              signature.verify(MESSAGE, APPROVAL);
            })
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining(sentence)
        .hasMessageMatching("[^\n\u001b]+");
  }
}
