package io.safeops.signature;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import net.schmizz.sshj.common.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A fresh ed25519 key that lives in the memory of one process, and is forgotten with it. Nothing
 * writes it anywhere.
 */
public final class RunKey implements MessageSigner {

  private static final int PUBLIC_BYTES = 32;

  private final SshPublicKey key;
  private @Nullable PrivateKey privateKey;

  private RunKey(SshPublicKey key, PrivateKey privateKey) {
    this.key = key;
    this.privateKey = privateKey;
  }

  public static RunKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      // The encoding of X.509 ends with the key (RFC 8410, section 4).
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] blob =
          new Buffer.PlainBuffer()
              .putString(KeyType.ED25519.text())
              .putString(Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length))
              .getCompactData();
      return new RunKey(new SshPublicKey(KeyType.ED25519.text(), blob), pair.getPrivate());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Java 15 and later have Ed25519", impossible);
    }
  }

  @Override
  public SshPublicKey key() {
    return key;
  }

  /**
   * @throws IllegalStateException if the key was closed
   */
  @Override
  public synchronized String sign(SignatureNamespace namespace, byte[] message)
      throws SignatureException {
    PrivateKey signing = privateKey;
    if (signing == null) {
      throw new IllegalStateException("the key of the run was closed");
    }
    return SshSignature.make(key, namespace, message, data -> sign(signing, data));
  }

  private static byte[] sign(PrivateKey signing, byte[] data) throws SignatureException {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(signing);
      signature.update(data);
      return new Buffer.PlainBuffer()
          .putString(KeyType.ED25519.text())
          .putString(signature.sign())
          .getCompactData();
    } catch (GeneralSecurityException failed) {
      throw new SignatureException(
          "the key of the run cannot sign: " + failed.getMessage(), failed);
    }
  }

  @Override
  public synchronized void close() {
    privateKey = null;
  }
}
