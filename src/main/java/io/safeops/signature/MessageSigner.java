package io.safeops.signature;

/** A private key, wherever it is kept, that signs messages. Closing it forgets the key. */
public interface MessageSigner extends AutoCloseable {

  /** The public half, with the certificate if there is one. */
  SshPublicKey key();

  /**
   * Signs a message. May wait for the operator: for a touch of a security key, or for the agent's
   * question.
   *
   * @return the signature as text with its first and last line, ending with a line break
   * @throws SignatureException if the key cannot sign, or what it made does not fit the message
   */
  String sign(SignatureNamespace namespace, byte[] message) throws SignatureException;

  @Override
  void close();
}
