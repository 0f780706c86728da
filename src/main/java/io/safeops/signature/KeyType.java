package io.safeops.signature;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The types of keys whose signatures count. Each has a type of certificates beside it. */
enum KeyType {
  ED25519("ssh-ed25519"),
  ECDSA_P256("ecdsa-sha2-nistp256"),
  ECDSA_P384("ecdsa-sha2-nistp384"),
  ECDSA_P521("ecdsa-sha2-nistp521"),
  RSA("ssh-rsa"),
  SK_ED25519("sk-ssh-ed25519@openssh.com"),
  SK_ECDSA_P256("sk-ecdsa-sha2-nistp256@openssh.com");

  private static final String OPENSSH = "@openssh.com";
  private static final String CERTIFICATE = "-cert-v01@openssh.com";

  private final String text;

  KeyType(String text) {
    this.text = text;
  }

  /** The name as in a .pub file. */
  String text() {
    return text;
  }

  /** The name of certificates for keys of this type (PROTOCOL.certkeys). */
  String certificateText() {
    return (text.endsWith(OPENSSH) ? text.substring(0, text.length() - OPENSSH.length()) : text)
        + CERTIFICATE;
  }

  /** Whether a FIDO authenticator holds the private half (PROTOCOL.u2f). */
  boolean isSecurityKey() {
    return this == SK_ED25519 || this == SK_ECDSA_P256;
  }

  static Optional<KeyType> of(String name) {
    return Arrays.stream(values()).filter(type -> type.text.equals(name)).findFirst();
  }

  static Optional<KeyType> ofCertificate(String name) {
    return Arrays.stream(values()).filter(type -> type.certificateText().equals(name)).findFirst();
  }

  /** All names of plain keys. */
  static List<String> names() {
    return Arrays.stream(values()).map(KeyType::text).toList();
  }

  /** Whether this is the name of a type of keys, even of one that is refused. */
  static boolean isName(String word) {
    return of(word).isPresent()
        || word.endsWith(CERTIFICATE)
        || Stream.of("ssh-dss", "rsa-sha2-256", "rsa-sha2-512").anyMatch(word::equals)
        || (word.startsWith("webauthn-") && word.endsWith(OPENSSH));
  }

  /** Says why keys of this type are refused. */
  static SignatureException refusal(String name) {
    return new SignatureException(
        name.startsWith("ssh-dss")
            ? "DSA keys (" + Quoted.of(name) + ") are too weak: use an ed25519 key"
            : "keys of the type " + Quoted.of(name) + " are not supported");
  }
}
