package io.safeops.signature;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A certificate of OpenSSH (PROTOCOL.certkeys): an authority says whose key this is, and until
 * when.
 */
final class Certificate {

  /** SSHKEY_CERT_MAX_PRINCIPALS in OpenSSH's sshkey.h. */
  private static final int MOST_PRINCIPALS = 256;

  private static final long USER = 1;
  private static final long HOST = 2;
  private static final String VERIFY_REQUIRED = "verify-required";

  private final PlainKey key;
  private final long kind;
  private final String id;
  private final List<String> principals;
  private final long validAfter;
  private final long validBefore;
  private final Map<String, byte[]> criticalOptions;
  private final PlainKey authority;
  private final byte[] signedPart;
  private final byte[] signature;

  private Certificate(PlainKey key, WireReader in) throws SignatureException {
    this.key = key;
    in.uint64("its serial number");
    kind = in.uint32("its kind");
    id = new String(in.string("its identity"), StandardCharsets.UTF_8);
    principals = readPrincipals(in.string("its principals"));
    validAfter = in.uint64("the start of its validity");
    validBefore = in.uint64("the end of its validity");
    criticalOptions = readOptions(in.string("its critical options"));
    // Extensions grant rights at logins (a terminal, forwarding), and none for signatures.
    readOptions(in.string("its extensions"));
    in.string("its reserved field");
    authority = readAuthority(in.string("its authority"));
    signedPart = in.between(0, in.position());
    signature = in.string("its signature");
    in.end();
  }

  static Certificate read(KeyType type, byte[] blob) throws SignatureException {
    WireReader in = new WireReader(blob, "the certificate");
    in.string("its type");
    in.string("its nonce");
    return new Certificate(PlainKey.read(type, in), in);
  }

  private static List<String> readPrincipals(byte[] bytes) throws SignatureException {
    WireReader in = new WireReader(bytes, "the certificate");
    List<String> principals = new ArrayList<>();
    while (!in.isAtEnd()) {
      if (principals.size() == MOST_PRINCIPALS) {
        throw new SignatureException(
            "the certificate names more than " + MOST_PRINCIPALS + " principals");
      }
      principals.add(in.text("a principal"));
    }
    return List.copyOf(principals);
  }

  private static Map<String, byte[]> readOptions(byte[] bytes) throws SignatureException {
    WireReader in = new WireReader(bytes, "the certificate");
    Map<String, byte[]> options = new LinkedHashMap<>();
    while (!in.isAtEnd()) {
      String name = in.text("the name of an option");
      if (options.put(name, in.string("the value of an option")) != null) {
        throw new SignatureException(
            "the certificate has the option " + Quoted.of(name) + " twice");
      }
    }
    return options;
  }

  private static PlainKey readAuthority(byte[] blob) throws SignatureException {
    try {
      return KeyContent.readPlain(blob);
    } catch (SignatureException unusable) {
      throw new SignatureException(
          "the certificate's authority cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  PlainKey key() {
    return key;
  }

  /** The names that the authority gives to the owner of the key. */
  List<String> principals() {
    return principals;
  }

  PlainKey authority() {
    return authority;
  }

  /** {@code the certificate `alice`}, by the identity that its authority gave it. */
  String name() {
    return "the certificate " + Quoted.of(id);
  }

  /** Checks that the authority that the certificate names has signed it. */
  void requireSignature() throws SignatureException {
    WireSignature.verify(
        authority,
        signedPart,
        signature,
        "the authority's signature of the certificate",
        name() + " was changed, or not signed by the authority that it names");
  }

  /**
   * Checks that the certificate allows a signature at this time, as sshkey_cert_check_authority of
   * OpenSSH does, and that it asks for nothing that a signature does not meet.
   *
   * @param flags what a security key signed, as {@link WireSignature#verify} gives it
   */
  void requireUse(Instant at, int flags) throws SignatureException {
    if (kind != USER) {
      throw new SignatureException(
          name()
              + (kind == HOST
                  ? " is a host certificate, which is for servers and not for signers"
                  : " is neither for users nor for hosts"));
    }
    long seconds = at.getEpochSecond();
    if (Long.compareUnsigned(seconds, validAfter) < 0) {
      throw new SignatureException(
          "%s is not yet valid at %s: it is valid from %s on"
              .formatted(name(), SignerTime.text(seconds), SignerTime.text(validAfter)));
    }
    if (Long.compareUnsigned(seconds, validBefore) >= 0) {
      throw new SignatureException(
          "%s has expired: it was valid before %s, and this is judged for %s"
              .formatted(name(), SignerTime.text(validBefore), SignerTime.text(seconds)));
    }
    requirePrincipals();
    requireOptions(flags);
  }

  private void requirePrincipals() throws SignatureException {
    if (principals.isEmpty()) {
      throw new SignatureException(name() + " names no principal, so it is nobody's");
    }
    for (String principal : principals) {
      if (!PatternList.isName(principal)) {
        throw new SignatureException(
            ("%s names the principal %s, which is not a plain name (ASCII without blanks, quotes,"
                    + " commas and wildcards)")
                .formatted(name(), Quoted.of(principal)));
      }
    }
  }

  private void requireOptions(int flags) throws SignatureException {
    for (Map.Entry<String, byte[]> option : criticalOptions.entrySet()) {
      if (!option.getKey().equals(VERIFY_REQUIRED)) {
        throw new SignatureException(
            "%s has the critical option %s, which cannot be checked for a signature"
                .formatted(name(), Quoted.of(option.getKey())));
      }
      if (option.getValue().length != 0) {
        throw new SignatureException(name() + " has a value for the option `verify-required`");
      }
      if ((flags & WireSignature.USER_VERIFIED) == 0) {
        throw new SignatureException(
            name()
                + " requires a security key that verified its user by PIN or fingerprint"
                + " (`verify-required`), and none did");
      }
    }
  }
}
