package io.safeops.signature;

import static io.safeops.signature.Signers.MESSAGE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.transport.Keys;
import io.safeops.transport.ssh.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signing with the private key in a file. */
class FileSignerTest {

  @TempDir Path dir;

  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of(Named.of("ed25519", Keys.ed25519())),
        Arguments.of(Named.of("ecdsa", Keys.ecdsa())),
        Arguments.of(Named.of("rsa", Keys.rsa())));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aFileSigns(KeyPair pair) throws Exception {
    try (MessageSigner signer = FileSigner.open(write(pair, null), Secrets.none())) {
      assertThat(signer.key().line()).isEqualTo(line(pair));
      SshSignature signature = SshSignature.parse(signer.sign(SignatureNamespace.PACK, MESSAGE));
      signature.verify(MESSAGE, SignatureNamespace.PACK);
      assertThat(signature.key()).isEqualTo(signer.key());
    }
  }

  @Test
  void aPassphraseIsAskedOnce() throws Exception {
    Path file = write(Keys.ed25519(), "open sesame");
    AtomicInteger asked = new AtomicInteger();
    Secrets secrets =
        asking -> {
          assertThat(asking).isEqualTo(file);
          asked.incrementAndGet();
          return "open sesame".toCharArray();
        };
    MessageSigner signer = FileSigner.open(file, secrets);
    signer.sign(SignatureNamespace.HEAD, MESSAGE);
    signer.sign(SignatureNamespace.HEAD, MESSAGE);
    assertThat(asked).hasValue(1);
    refused(file, keyFile -> "guess".toCharArray(), file + " (wrong passphrase)");
    refused(file, Secrets.none(), file + " (its passphrase is needed and there is nobody to ask)");
  }

  @Test
  void aFileThatIsNoPrivateKeyIsExplained() throws Exception {
    Path missing = dir.resolve("missing");
    refused(missing, Secrets.none(), missing + " (no such file)");
    Path text = secret(Files.writeString(dir.resolve("text"), "hello\n"));
    refused(text, Secrets.none(), "not a private key that can be read");
    Path open = write(Keys.ed25519(), null);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
    refused(open, Secrets.none(), "is no longer a secret: run chmod 600 " + open);
    Path half = Files.writeString(dir.resolve("key.pub"), HandMadeKey.ed25519().line());
    refused(half, Secrets.none(), "key.pub is a public key: name the file of the private key, or");
  }

  @Test
  void theCertificateBesideAKeyIsUsedWhereItIsNamed() throws Exception {
    KeyPair pair = Keys.ed25519();
    Path file = write(pair, null);
    HandMadeKey authority = HandMadeKey.ed25519();
    Path certificate = certificate(pair, authority);
    AllowedSigners signers = Signers.allowed("* cert-authority " + authority.line());
    String armored =
        FileSigner.open(certificate, Secrets.none()).sign(SignatureNamespace.APPROVAL, MESSAGE);
    assertThat(Signers.verify(signers, armored).principals()).containsExactly(Signers.ALICE);
    assertThat(FileSigner.open(file, Secrets.none()).key().line()).isEqualTo(line(pair));
    Files.writeString(certificate, line(pair));
    refused(certificate, Secrets.none(), "expected a certificate, and this is a key");
  }

  @Test
  void thePublicHalfOfAnotherKeyBesideAFileIsFoundOut() throws Exception {
    Path file = write(Keys.ed25519(), null);
    Keys.writePublic(file, Keys.ed25519());
    MessageSigner signer = FileSigner.open(file, Secrets.none());
    assertThatThrownBy(() -> signer.sign(SignatureNamespace.APPROVAL, MESSAGE))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("do its public and private half belong together?");
  }

  @Test
  void aCertificateOfAnotherKeyDoesNotSign() throws Exception {
    write(Keys.ed25519(), null);
    Path certificate = certificate(Keys.ed25519(), HandMadeKey.ed25519());
    MessageSigner signer = FileSigner.open(certificate, Secrets.none());
    assertThatThrownBy(() -> signer.sign(SignatureNamespace.APPROVAL, MESSAGE))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("does not fit the message");
  }

  private Path certificate(KeyPair pair, HandMadeKey authority) throws Exception {
    Buffer.PlainBuffer blob =
        new Buffer.PlainBuffer(Base64.getDecoder().decode(line(pair).split(" ")[1]));
    blob.readString();
    HandMadeKey subject =
        new HandMadeKey(
            "ssh-ed25519", blob.getCompactData(), new byte[0], "", data -> data, null, 0);
    return Files.writeString(
        dir.resolve("key-cert.pub"), HandMadeCertificate.certified(subject, authority).line());
  }

  @Test
  void aSecurityKeyIsSentToTheAgent() throws Exception {
    HandMadeKey key = HandMadeKey.skEd25519();
    Buffer.PlainBuffer secret =
        HandMadeKey.wire()
            .putUInt32(1)
            .putUInt32(1)
            .putRawBytes(key.blob())
            .putByte((byte) 1)
            .putString("handle")
            .putString("")
            .putString("comment");
    for (int i = 1; secret.available() % 8 != 0; i++) {
      secret.putByte((byte) i);
    }
    byte[] blob =
        HandMadeKey.wire()
            .putRawBytes("openssh-key-v1\0".getBytes(US_ASCII))
            .putString("none")
            .putString("none")
            .putString("")
            .putUInt32(1)
            .putString(key.blob())
            .putString(secret.getCompactData())
            .getCompactData();
    Path file =
        secret(
            Files.writeString(
                dir.resolve("id_sk"),
                "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(blob)
                    + "\n-----END OPENSSH PRIVATE KEY-----\n"));
    refused(file, Secrets.none(), "not a private key that can be read");
    Files.writeString(dir.resolve("id_sk.pub"), key.line());
    refused(
        file,
        Secrets.none(),
        "is a security key, which signs through the ssh agent: run ssh-add "
            + file
            + ", then use `agent:"
            + file
            + ".pub`");
  }

  private static void refused(Path file, Secrets secrets, String sentence) {
    assertThatThrownBy(() -> FileSigner.open(file, secrets))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining(sentence);
  }

  private Path write(KeyPair pair, String passphrase) throws Exception {
    return secret(Keys.write(dir.resolve("key"), pair, passphrase));
  }

  private static Path secret(Path file) throws Exception {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String line(KeyPair pair) {
    return PublicKeyEntry.toString(pair.getPublic());
  }
}
