package io.safeops.signature;

import io.safeops.transport.ShellQuote;
import io.safeops.transport.ssh.Keyring;
import io.safeops.transport.ssh.Secrets;
import io.safeops.transport.ssh.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Signs with a private key in a file: OpenSSH's own format or PEM. A file {@code NAME-cert.pub}
 * stands for the key in {@code NAME} with this certificate.
 */
public final class FileSigner implements MessageSigner {

  private static final String PUBLIC = ".pub";
  private static final String CERTIFICATE = "-cert.pub";

  private static final Set<PosixFilePermission> OWNERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final SshPublicKey key;
  private final SigningKey signingKey;

  private FileSigner(SshPublicKey key, SigningKey signingKey) {
    this.key = key;
    this.signingKey = signingKey;
  }

  /**
   * Reads a private key.
   *
   * @param file a private key that only its owner can read, or a certificate beside it
   * @param secrets asked for the passphrase if there is one
   * @throws SignatureException if there is no such key, its passphrase is not known, or its
   *     signatures would never count
   */
  public static FileSigner open(Path file, Secrets secrets) throws SignatureException {
    String name = file.toString();
    if (name.endsWith(CERTIFICATE)) {
      SshPublicKey certificate = PublicKeyFile.read(file);
      if (!certificate.isCertificate()) {
        throw new SignatureException(file + ": expected a certificate, and this is a key");
      }
      Path privateFile = Path.of(name.substring(0, name.length() - CERTIFICATE.length()));
      return new FileSigner(certificate, read(privateFile, secrets));
    }
    if (name.endsWith(PUBLIC)) {
      throw new SignatureException(
          ("%s is a public key: name the file of the private key, or `agent:%s` if the agent"
                  + " holds it")
              .formatted(file, file));
    }
    SigningKey signingKey = read(file, secrets);
    try {
      return new FileSigner(SshPublicKey.of(signingKey.publicKey()), signingKey);
    } catch (SignatureException refused) {
      throw new SignatureException(file + ": " + refused.getMessage(), refused);
    }
  }

  private static SigningKey read(Path file, Secrets secrets) throws SignatureException {
    try {
      requirePrivate(file);
      return new Keyring(secrets).signingKey(file);
    } catch (IOException unusable) {
      throw new SignatureException(
          isSecurityKey(file)
              ? ("%s is a security key, which signs through the ssh agent: run ssh-add %s, then use"
                      + " `agent:%s.pub`")
                  .formatted(file, ShellQuote.word(file.toString()), file)
              : String.valueOf(unusable.getMessage()),
          unusable);
    }
  }

  /** As ssh-keygen, which refuses a private key that others can read (authfile.c of OpenSSH). */
  private static void requirePrivate(Path file) throws IOException, SignatureException {
    if (Files.exists(file) && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
      throw new SignatureException(
          ("%s can be read or written by users other than its owner, and is no longer a secret:"
                  + " run chmod 600 %s")
              .formatted(file, ShellQuote.word(file.toString())));
    }
  }

  private static boolean isSecurityKey(Path file) {
    try {
      return PublicKeyFile.read(file.resolveSibling(file.getFileName() + PUBLIC))
          .type()
          .startsWith("sk-");
    } catch (SignatureException noPublicHalf) {
      // Then the message says why the private key cannot be read.
      return false;
    }
  }

  @Override
  public SshPublicKey key() {
    return key;
  }

  @Override
  public String sign(SignatureNamespace namespace, byte[] message) throws SignatureException {
    return SshSignature.make(key, namespace, message, this::sign);
  }

  private byte[] sign(byte[] data) throws SignatureException {
    try {
      return signingKey.sign(data);
    } catch (IOException failed) {
      throw new SignatureException(String.valueOf(failed.getMessage()), failed);
    }
  }

  @Override
  public void close() {
    // The key goes with this object.
  }
}
