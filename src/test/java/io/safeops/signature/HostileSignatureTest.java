package io.safeops.signature;

import static io.safeops.signature.HandMadeCertificate.certified;
import static io.safeops.signature.Signers.ALICE;
import static io.safeops.signature.Signers.MESSAGE;
import static io.safeops.signature.Signers.allowed;
import static io.safeops.signature.Signers.verify;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and forged signatures: each is refused with a sentence, soon, and by no other fault. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostileSignatureTest {

  private static final long SEED = 20261201;

  /** A good signature and the file that allows it, for each type of key and of authority. */
  private record Case(AllowedSigners signers, String armored) {}

  /** For what does not depend on the type of key: the text, and the lengths of fields. */
  static Stream<Arguments> someCases() {
    List<HandMadeKey> some = List.of(HandMadeKey.ed25519(), HandMadeKey.rsa());
    return Stream.concat(plain(some), certificates(some));
  }

  /** Each type of key, with and without a certificate, and each type of authority. */
  static Stream<Arguments> cases() {
    return Stream.of(
            plain(Signers.keys()), certificates(Signers.keys()), authorities(Signers.keys()))
        .flatMap(each -> each);
  }

  /** Without certificates on the large curves, which take a minute for thousands of signatures. */
  static Stream<Arguments> fastCases() {
    List<HandMadeKey> fast =
        Signers.keys().stream().filter(key -> !key.type().matches(".*(384|521)")).toList();
    return Stream.of(plain(Signers.keys()), certificates(fast), authorities(fast))
        .flatMap(each -> each);
  }

  private static Stream<Arguments> plain(List<HandMadeKey> keys) {
    return keys.stream().map(key -> arguments(key.type(), key, ALICE + " " + key.line()));
  }

  private static Stream<Arguments> certificates(List<HandMadeKey> keys) {
    HandMadeKey authority = HandMadeKey.ed25519();
    return keys.stream()
        .map(key -> certified(key, authority))
        .map(key -> arguments(key.shownType(), key, authorityLine(authority)));
  }

  private static Stream<Arguments> authorities(List<HandMadeKey> keys) {
    HandMadeKey signer = HandMadeKey.ed25519();
    return keys.stream()
        .map(
            each ->
                arguments(
                    "certified by " + each.type(), certified(signer, each), authorityLine(each)));
  }

  private static String authorityLine(HandMadeKey authority) {
    return "*@example.org cert-authority " + authority.line();
  }

  private static Arguments arguments(String name, HandMadeKey key, String line) {
    try {
      return Arguments.of(
          Named.of(name, new Case(allowed(line), HandMadeSignature.armored(key, MESSAGE))));
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theUndamagedOneCounts(Case good) throws Exception {
    assertThat(verify(good.signers(), good.armored()).principals()).containsExactly(ALICE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anEndIsMissing(Case good) {
    for (int length = 0; length < good.armored().length(); length++) {
      refused(good, good.armored().substring(0, length), "the first " + length + " characters");
    }
    byte[] blob = blob(good.armored());
    for (int length = 0; length < blob.length; length++) {
      byte[] start = Arrays.copyOf(blob, length);
      refused(good, HandMadeSignature.armor(start), "the first " + length + " bytes");
    }
  }

  @ParameterizedTest
  @MethodSource("someCases")
  void aCharacterIsChanged(Case good) {
    Random random = new Random(SEED);
    byte[] text = good.armored().getBytes(ISO_8859_1);
    for (int i = 0; i < text.length; i++) {
      byte[] damaged = text.clone();
      damaged[i] ^= (byte) (1 + random.nextInt(255));
      refused(good, new String(damaged, ISO_8859_1), "character " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("fastCases")
  void aByteIsChanged(Case good) {
    Random random = new Random(SEED);
    byte[] blob = blob(good.armored());
    for (int i = 0; i < blob.length; i++) {
      byte[] damaged = blob.clone();
      damaged[i] ^= (byte) (1 + random.nextInt(255));
      refused(good, HandMadeSignature.armor(damaged), "byte " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("someCases")
  void aLengthIsHuge(Case good) {
    int[] highest = {0x00, 0x7f, 0x80, 0xff};
    byte[] blob = blob(good.armored());
    for (int i = 0; i + 4 <= blob.length; i++) {
      byte[] damaged = blob.clone();
      Arrays.fill(damaged, i, i + 4, (byte) 0xff);
      damaged[i] = (byte) highest[i % highest.length];
      if (!Arrays.equals(damaged, blob)) {
        refused(good, HandMadeSignature.armor(damaged), "length at byte " + i);
      }
    }
  }

  @Test
  void onlyNoise() throws Exception {
    Random random = new Random(SEED);
    Case any = new Case(allowed(ALICE + " " + HandMadeKey.ed25519().line()), "");
    for (int i = 0; i < 2000; i++) {
      byte[] noise = new byte[random.nextInt(400)];
      random.nextBytes(noise);
      refused(any, new String(noise, ISO_8859_1), "noise " + i);
      refused(any, HandMadeSignature.armor(noise), "noise in armor " + i);
      byte[] begun = new byte[10 + noise.length];
      System.arraycopy("SSHSIG\0\0\0\1".getBytes(ISO_8859_1), 0, begun, 0, 10);
      System.arraycopy(noise, 0, begun, 10, noise.length);
      refused(any, HandMadeSignature.armor(begun), "noise after the version " + i);
    }
  }

  static Stream<Arguments> forms() {
    HandMadeKey key = HandMadeKey.ed25519();
    String good = HandMadeSignature.armored(key, MESSAGE);
    String body = good.substring(30, good.length() - 28).strip();
    String line = ALICE + " " + key.line();
    return Stream.of(
        form("CR LF", line, good.replace("\n", "\r\n"), "line ends of Windows"),
        form("one CR", line, good.replaceFirst("\n", "\r\n"), "line ends of Windows"),
        form("two", line, good + good, "more than one signature"),
        form("nested", line, HandMadeSignature.armor(good.strip()), "more than one signature"),
        form("text before", line, "Hello\n" + good, "does not begin with the line"),
        form("a blank before", line, " " + good, "does not begin with the line"),
        form("a mark before", line, "\uFEFF" + good, "does not begin with the line"),
        form("text after", line, good + "Bye\n", "does not end with the line"),
        form("two breaks after", line, good + "\n", "does not end with the line"),
        form("no break after", line, good.strip(), "does not end with the line"),
        form("PGP", line, good.replace("SSH", "PGP"), "does not begin with the line"),
        form("lower case", line, good.toLowerCase(java.util.Locale.ROOT), "does not begin"),
        form("no body", line, HandMadeSignature.armor(""), "empty or longer"),
        form(
            "only the frame",
            line,
            "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
            "ends within its first bytes"),
        form("one line", line, HandMadeSignature.armor(body.replace("\n", "")), "longer than 76"),
        form("empty line", line, HandMadeSignature.armor(body.replaceFirst("\n", "\n\n")), "empty"),
        form("blank in a line", line, HandMadeSignature.armor(" " + body), "not whole base64"),
        form("URL base64", line, HandMadeSignature.armor("_-_-"), "not whole base64"),
        form(
            "bits that do not count", line, HandMadeSignature.armor("QR=="), "not in the one form"),
        form("no padding", line, HandMadeSignature.armor("QQ"), "not in the one form"),
        form("text after padding", line, HandMadeSignature.armor("QQ==QQ=="), "not whole base64"),
        form("not ASCII", line, HandMadeSignature.armor("\u0141\u0141\u0141\u0141"), "base64"));
  }

  private static Arguments form(String name, String line, String armored, String sentence) {
    return Arguments.of(Named.of(name, armored), line, sentence);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void anotherFormOfTheText(String armored, String line, String sentence) throws Exception {
    assertThat(refused(new Case(allowed(line), ""), armored, sentence))
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @ValueSource(ints = {65_536, 10_000_000})
  void aTextThatIsTooLong(int length) throws Exception {
    Case any = new Case(allowed(ALICE + " " + HandMadeKey.ed25519().line()), "");
    String armored = HandMadeSignature.armor("QUJD\n".repeat(length / 5).strip());
    assertThat(refused(any, armored, "too long"))
        .hasMessageContaining("longer than 65536 characters");
  }

  private static byte[] blob(String armored) {
    String[] lines = armored.split("\n");
    StringBuilder body = new StringBuilder();
    for (int i = 1; i < lines.length - 1; i++) {
      body.append(lines[i]);
    }
    return Base64.getDecoder().decode(body.toString());
  }

  private static Throwable refused(Case good, String armored, String what) {
    Throwable refusal = catchThrowable(() -> verify(good.signers(), armored));
    assertThat(refusal).as(what).isExactlyInstanceOf(SignatureException.class);
    assertThat(refusal.getMessage().codePoints().noneMatch(Character::isISOControl))
        .as("%s: one clean line: %s", what, refusal.getMessage())
        .isTrue();
    return refusal;
  }
}
