package io.safeops.transport.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.PublicKey;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.signature.Signature;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** A private key that was read from a file, for signatures other than those of logins. */
public final class SigningKey {

  private final KeyAlgorithm algorithm;
  private final PrivateKey privateKey;
  private final byte[] publicKey;

  private SigningKey(KeyAlgorithm algorithm, PrivateKey privateKey, byte[] publicKey) {
    this.algorithm = algorithm;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  static SigningKey of(KeyProvider provider) throws IOException {
    PublicKey half = provider.getPublic();
    // sshj takes the certificate beside the file, if there is one.
    PublicKey plain = half instanceof Certificate<?> certificate ? certificate.getKey() : half;
    KeyType type = KeyType.fromKey(plain);
    for (Factory.Named<KeyAlgorithm> factory : SshAlgorithms.config().getKeyAlgorithms()) {
      KeyAlgorithm algorithm = factory.create();
      if (algorithm.getKeyFormat() == type) {
        byte[] blob = new Buffer.PlainBuffer().putPublicKey(plain).getCompactData();
        return new SigningKey(algorithm, provider.getPrivate(), blob);
      }
    }
    throw new IOException("keys of the type " + type + " do not sign here");
  }

  /** The public half as on the wire, without a certificate. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /**
   * The signature as on the wire: algorithm name and bytes. RSA keys sign with SHA-512.
   *
   * @throws IOException if the key cannot sign
   */
  public byte[] sign(byte[] data) throws IOException {
    try {
      Signature signature = algorithm.newSignature();
      signature.initSign(privateKey);
      signature.update(data);
      return new Buffer.PlainBuffer()
          .putString(signature.getSignatureName())
          .putBytes(signature.encode(signature.sign()))
          .getCompactData();
    } catch (SSHRuntimeException failed) {
      throw new IOException("the key cannot sign: " + failed.getMessage(), failed);
    }
  }
}
