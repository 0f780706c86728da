package io.safeops.signature;

import io.safeops.transport.ssh.Fingerprint;
import java.util.Arrays;

/**
 * A public key, or a key with a certificate, of a type whose signatures count. Two are equal if
 * their bytes are.
 *
 * @param type the name of the type, as {@code ssh-ed25519}
 * @param blob the key as on the wire (RFC 4253, section 6.6), beginning with its type
 */
@SuppressWarnings("ArrayRecordComponent") // equality is that of the bytes
public record SshPublicKey(String type, byte[] blob) {

  /** Longest line of a .pub file: a certificate with many principals has a few thousand. */
  private static final int MOST_CHARACTERS = 65_536;

  /**
   * @throws IllegalArgumentException if the bytes are no key of this type
   */
  public SshPublicKey {
    blob = blob.clone();
    try {
      if (!KeyContent.read(blob).type().equals(type)) {
        throw new IllegalArgumentException("the key is not of the type " + type);
      }
    } catch (SignatureException invalid) {
      throw new IllegalArgumentException(invalid.getMessage(), invalid);
    }
  }

  /**
   * The key with these bytes.
   *
   * @throws SignatureException if they are no key, or one that is too weak or of a type that is not
   *     supported
   */
  public static SshPublicKey of(byte[] blob) throws SignatureException {
    return new SshPublicKey(KeyContent.read(blob).type(), blob);
  }

  /**
   * Reads the line of a .pub file: type, key in base64, and a comment that is ignored.
   *
   * @throws SignatureException if it is no such line, or the key is none that {@link #of} accepts
   */
  public static SshPublicKey parse(String line) throws SignatureException {
    String text = line.strip();
    String[] words = text.split("[ \t]+", 3);
    if (text.length() > MOST_CHARACTERS || text.indexOf('\n') >= 0 || words.length < 2) {
      throw new SignatureException(
          "expected a public key as in a .pub file: one line with a type and a key in base64");
    }
    SshPublicKey key = of(Base64Text.decode(words[1], "the public key"));
    if (!key.type.equals(words[0])) {
      throw new SignatureException(
          "the public key is of the type %s, and its line says %s"
              .formatted(key.type, Quoted.of(words[0])));
    }
    return key;
  }

  @Override
  public byte[] blob() {
    return blob.clone();
  }

  /** Whether it is a key with a certificate. */
  public boolean isCertificate() {
    return content().certificate().isPresent();
  }

  /** {@code SHA256:...} as {@code ssh-keygen -l} prints it; of a certificate, that of its key. */
  public String fingerprint() {
    return Fingerprint.of(content().key().blob());
  }

  /** Type and key as in a .pub file, without a comment. */
  public String line() {
    return type + " " + Base64Text.encode(blob);
  }

  private KeyContent content() {
    try {
      return KeyContent.read(blob);
    } catch (SignatureException impossible) {
      throw new IllegalStateException("the constructor has read the key", impossible);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SshPublicKey key && Arrays.equals(key.blob, blob);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(blob);
  }

  @Override
  public String toString() {
    return fingerprint() + " (" + type + ")";
  }
}
