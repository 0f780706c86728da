package io.safeops.approval;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keys, who may sign with them, and real signatures by them (Ed25519, RFC 8032). */
final class Signatures implements SignerCheck {

  private final Map<String, KeyPair> keys = new TreeMap<>();
  private final Map<String, Set<String>> principals = new HashMap<>();
  private final Map<String, Instant> validAfter = new HashMap<>();
  private final Map<String, Instant> validBefore = new HashMap<>();

  /** Lets principals sign with a key. */
  Signatures allow(String key, String... who) {
    keys.computeIfAbsent(key, any -> pair());
    principals.computeIfAbsent(key, any -> new TreeSet<>()).addAll(Set.of(who));
    return this;
  }

  Signatures validAfter(String key, Instant time) {
    validAfter.put(key, time);
    return this;
  }

  Signatures validBefore(String key, Instant time) {
    validBefore.put(key, time);
    return this;
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  ApprovalSigner with(String key) {
    return message -> {
      try {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.get(key).getPrivate());
        signature.update(message);
        return Base64.getEncoder().encodeToString(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    };
  }

  /** An approval with the signature of a key, as from a file. */
  SignedApproval signed(String file, Approval approval, String key) throws Exception {
    byte[] bytes = ApprovalText.bytes(approval);
    return SignedApproval.of(file, bytes, with(key).sign(bytes));
  }

  @Override
  public Signed check(byte[] message, String armored, Instant at) throws SignerRefusedException {
    for (String key : keys.keySet()) {
      if (isBy(key, message, armored)) {
        if (at.isBefore(validAfter.getOrDefault(key, Instant.MIN))
            || !at.isBefore(validBefore.getOrDefault(key, Instant.MAX))) {
          throw new SignerRefusedException("the key is not valid at " + at);
        }
        return new Signed(principals.get(key), "SHA256:" + key);
      }
    }
    throw new SignerRefusedException("no allowed signer made it over these bytes");
  }

  private boolean isBy(String key, byte[] message, String armored) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(keys.get(key).getPublic());
      signature.update(message);
      byte[] signed = Base64.getDecoder().decode(armored.getBytes(StandardCharsets.US_ASCII));
      // Other texts may decode to the same bytes.
      return Base64.getEncoder().encodeToString(signed).equals(armored) && signature.verify(signed);
    } catch (GeneralSecurityException | IllegalArgumentException noSignature) {
      return false;
    }
  }
}
