package io.safeops.signature;

import java.util.Optional;

/**
 * What the bytes of a public key hold: a key, and the certificate that it comes with, if any. Names
 * of types say which.
 */
record KeyContent(PlainKey key, Optional<Certificate> certificate) {

  /**
   * Reads a key or a certificate as on the wire. The signature of a certificate is not checked yet.
   *
   * @throws SignatureException if the bytes are not in the one strict form, or the key is too weak
   */
  static KeyContent read(byte[] blob) throws SignatureException {
    String name = new WireReader(blob, "the public key").text("its type");
    Optional<KeyType> certified = KeyType.ofCertificate(name);
    if (certified.isEmpty()) {
      return new KeyContent(readPlain(blob), Optional.empty());
    }
    Certificate certificate = Certificate.read(certified.get(), blob);
    return new KeyContent(certificate.key(), Optional.of(certificate));
  }

  /** Reads a key that is no certificate. */
  static PlainKey readPlain(byte[] blob) throws SignatureException {
    WireReader in = new WireReader(blob, "the public key");
    String name = in.text("its type");
    PlainKey key = PlainKey.read(KeyType.of(name).orElseThrow(() -> KeyType.refusal(name)), in);
    in.end();
    return key;
  }

  /** The name of the type as in a .pub file. */
  String type() {
    return certificate.isPresent() ? key.type().certificateText() : key.type().text();
  }
}
