package io.safeops.signature;

import static io.safeops.signature.Signers.ALICE;
import static io.safeops.signature.Signers.MESSAGE;
import static io.safeops.signature.Signers.NOW;
import static io.safeops.signature.Signers.allowed;
import static io.safeops.signature.Signers.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.DocumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who signed, and why somebody may not. */
class AllowedSignersTest {

  private static final HandMadeKey KEY = HandMadeKey.ed25519();

  @ParameterizedTest
  @MethodSource("io.safeops.signature.Signers#keysByName")
  void aListedKeyIsItsPrincipal(HandMadeKey key) throws Exception {
    VerifiedSigner signer = verify(allowed("# who", "", "alice " + key.line() + " laptop"), key);
    assertThat(signer.principals()).containsExactly("alice");
    assertThat(signer.key().line()).isEqualTo(key.line());
    assertThat(signer.fingerprint()).isEqualTo(signer.key().fingerprint());
  }

  @Test
  void allLinesThatAllowAKeyCount() throws Exception {
    AllowedSigners signers =
        allowed(
            "bob,alice " + KEY.line(),
            "carol " + HandMadeKey.ed25519().line(),
            "\tdave\t" + KEY.line() + "\tcomment with \"quotes",
            "erin valid-before=\"20200101Z\" " + KEY.line(),
            "frank namespaces=\"file\" " + KEY.line(),
            "gina namespaces=\"file,*@safeops.io\",valid-after=\"20200101Z\" " + KEY.line(),
            "*@example.org cert-authority " + KEY.line());
    assertThat(verify(signers, KEY).principals()).containsExactly("alice", "bob", "dave", "gina");
  }

  @Test
  void aNameThatIsExcludedIsNoPrincipal() throws Exception {
    assertThat(verify(allowed("alice,bob,!bob " + KEY.line()), KEY).principals())
        .containsExactly("alice");
    assertThat(verify(allowed("!b*,alice,bob " + KEY.line()), KEY).principals())
        .containsExactly("alice");
  }

  @Test
  void optionsHaveAnyCase() throws Exception {
    AllowedSigners signers =
        allowed("alice NameSpaces=\"approval@safeops.io\",VALID-AFTER=\"20260101Z\" " + KEY.line());
    assertThat(verify(signers, KEY).principals()).containsExactly("alice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          approval@safeops.io | true
          *                   | true
          *@safeops.io        | true
          file,approval@*     | true
          approva?@safeops.io | true
          !head@*,*           | true
          !approval@*,*       | false
          *,!approval@*       | false
          !head@*             | false
          Approval@safeops.io | false
          approval            | false
          head@safeops.io     | false
          approval@safeops.io? | false
          """)
  void namespacesAreAPatternList(String namespaces, boolean allows) throws Exception {
    AllowedSigners signers = allowed("alice namespaces=\"" + namespaces + "\" " + KEY.line());
    if (allows) {
      assertThat(verify(signers, KEY).principals()).containsExactly("alice");
    } else {
      assertThatThrownBy(() -> verify(signers, KEY))
          .hasMessageMatching(
              "the key SHA256:\\S+ \\(ssh-ed25519\\) is listed, but signers:1 does not allow it for"
                  + " the namespace `approval@safeops.io`");
    }
  }

  @Test
  void aKeyThatIsNotListedIsNamed() throws Exception {
    String fingerprint = SshPublicKey.of(KEY.blob()).fingerprint();
    assertThatThrownBy(() -> verify(allowed("bob " + HandMadeKey.ed25519().line()), KEY))
        .isInstanceOf(SignatureException.class)
        .hasMessage("the key " + fingerprint + " (ssh-ed25519) is not listed in signers");
    assertThatThrownBy(() -> verify(allowed("", "* cert-authority " + KEY.line()), KEY))
        .hasMessageEndingWith(
            "is not listed in signers; signers:2 has it as a certificate authority, which signs"
                + " certificates and no messages");
    assertThatThrownBy(() -> verify(allowed(""), KEY)).hasMessageContaining("is not listed");
  }

  @Test
  void eachLineThatRefusesIsNamed() throws Exception {
    AllowedSigners signers =
        allowed(
            "alice namespaces=\"file\" " + KEY.line(),
            "bob valid-after=\"20270101Z\" " + KEY.line(),
            "carol valid-before=\"20260101Z\" " + KEY.line(),
            "dave namespaces=\"a\" " + KEY.line(),
            "erin namespaces=\"b\" " + KEY.line());
    assertThatThrownBy(() -> verify(signers, KEY))
        .hasMessageContaining("signers:1 does not allow it for the namespace `approval@safeops.io`")
        .hasMessageContaining(
            ", and signers:2 allows it only from 2027-01-01T00:00:00Z on, and this is judged for"
                + " 2026-12-01T12:00:00Z")
        .hasMessageContaining(", and signers:3 allowed it only until 2026-01-01T00:00:00Z")
        .hasMessageEndingWith(", and so on for 1 more lines");
  }

  @Test
  void aSignatureForAnotherPurposeIsRefused() throws Exception {
    HandMadeSignature other = new HandMadeSignature(KEY, MESSAGE);
    other.namespace = "head@safeops.io";
    assertThatThrownBy(() -> verify(allowed("alice " + KEY.line()), other.armored()))
        .hasMessage(
            "the signature is for the namespace `head@safeops.io`, and one for"
                + " `approval@safeops.io` is needed");
  }

  @Test
  void noTimeBefore1970IsJudged() throws Exception {
    AllowedSigners signers = allowed("alice " + KEY.line());
    String armored = HandMadeSignature.armored(KEY, MESSAGE);
    Instant early = Instant.ofEpochSecond(-1);
    assertThatThrownBy(() -> signers.verify(armored, MESSAGE, SignatureNamespace.APPROVAL, early))
        .hasMessage("no signature is valid at 1969-12-31T23:59:59Z, which is before 1970");
  }

  @Test
  void onlyAFileThatOthersCannotChangeIsRead(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("allowed_signers"), "alice " + KEY.line() + "\n");
    mode(dir, "rwxr-xr-x");
    mode(file, "rw-r--r--");
    String armored = HandMadeSignature.armored(KEY, MESSAGE);
    assertThat(
            AllowedSigners.load(file)
                .verify(armored, MESSAGE, SignatureNamespace.APPROVAL, NOW)
                .principals())
        .containsExactly("alice");
    mode(file, "rw-rw-r--");
    distrusted(file, "users other than its owner can write to it (mode 0664)");
    mode(file, "rw-r--r--");
    mode(dir, "rwxrwxrwx");
    distrusted(file, "users other than its owner can write to the directory " + dir);
    mode(dir, "rwxr-xr-x");
    distrusted(dir, "it is not a regular file");
    assertThatThrownBy(() -> AllowedSigners.load(dir.resolve("missing")))
        .isInstanceOf(DocumentException.class)
        .hasMessage(dir.resolve("missing") + ": no such file");
  }

  private static void distrusted(Path file, String reason) {
    assertThatThrownBy(() -> AllowedSigners.load(file))
        .isInstanceOf(DocumentException.class)
        .hasMessageStartingWith(
            file + ": this file says whose signatures count, and cannot be trusted: " + reason);
  }

  private static void mode(Path path, String mode) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void aLongPatternIsMatchedQuickly() throws Exception {
    String pattern = "*a".repeat(100) + "b";
    HandMadeKey authority = HandMadeKey.ed25519();
    HandMadeKey signer =
        new HandMadeCertificate(KEY, authority).principals("a".repeat(255), ALICE).key();
    AllowedSigners signers = allowed(pattern + ",al*e@*.org cert-authority " + authority.line());
    assertThat(verify(signers, signer).principals()).containsExactly(ALICE);
  }
}
