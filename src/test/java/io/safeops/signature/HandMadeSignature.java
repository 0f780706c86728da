package io.safeops.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/** The parts of a signature by PROTOCOL.sshsig, each of which a test can spoil. */
final class HandMadeSignature {

  static final String NAMESPACE = "approval@safeops.io";

  private final HandMadeKey key;
  private final byte[] message;
  String magic = "SSHSIG";
  long version = 1;
  byte[] publicKey;
  String namespace = NAMESPACE;
  String signedNamespace;
  String reserved = "";
  String hash = "sha512";
  byte[] rest = {};

  HandMadeSignature(HandMadeKey key, byte[] message) {
    this.key = key;
    this.message = message;
    this.publicKey = key.blob();
  }

  static String armored(HandMadeKey key, byte[] message) {
    return new HandMadeSignature(key, message).armored();
  }

  byte[] signedData() {
    return HandMadeKey.wire()
        .putRawBytes("SSHSIG".getBytes(US_ASCII))
        .putString(signedNamespace == null ? namespace : signedNamespace)
        .putString("")
        .putString(hash)
        .putString(HandMadeKey.digest(hash.equals("sha256") ? "SHA-256" : "SHA-512", message))
        .getCompactData();
  }

  byte[] blob() {
    return HandMadeKey.wire()
        .putRawBytes(magic.getBytes(US_ASCII))
        .putUInt32(version)
        .putString(publicKey)
        .putString(namespace)
        .putString(reserved)
        .putString(hash)
        .putString(key.sign(signedData()))
        .putRawBytes(rest)
        .getCompactData();
  }

  String armored() {
    return armor(blob());
  }

  static String armor(byte[] blob) {
    return armor(Base64.getEncoder().encodeToString(blob).replaceAll("(.{70})", "$1\n").strip());
  }

  static String armor(String body) {
    return "-----BEGIN SSH SIGNATURE-----\n" + body + "\n-----END SSH SIGNATURE-----\n";
  }
}
