package io.safeops.signature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.common.Buffer;

/** The parts of a certificate by PROTOCOL.certkeys, each of which a test can spoil. */
final class HandMadeCertificate {

  private final HandMadeKey subject;
  private final HandMadeKey authority;
  long kind = 1;
  List<String> principals = List.of("alice@example.org");
  long validAfter = 0;
  byte[] validBefore = {-1, -1, -1, -1, -1, -1, -1, -1};
  Map<String, byte[]> critical = new LinkedHashMap<>();
  byte[] authorityBlob;
  byte[] rest = {};

  HandMadeCertificate(HandMadeKey subject, HandMadeKey authority) {
    this.subject = subject;
    this.authority = authority;
    this.authorityBlob = authority.blob();
  }

  static HandMadeKey certified(HandMadeKey subject, HandMadeKey authority) {
    return new HandMadeCertificate(subject, authority).key();
  }

  HandMadeCertificate principals(String... names) {
    principals = List.of(names);
    return this;
  }

  HandMadeCertificate validBefore(long seconds) {
    validBefore = HandMadeKey.wire().putUInt64(seconds).getCompactData();
    return this;
  }

  HandMadeCertificate critical(String name, byte... value) {
    critical.put(name, value);
    return this;
  }

  /** The subject's key, which shows this certificate. */
  HandMadeKey key() {
    return subject.withBlob(blob());
  }

  byte[] blob() {
    Buffer.PlainBuffer names = HandMadeKey.wire();
    principals.forEach(names::putString);
    Buffer.PlainBuffer options = HandMadeKey.wire();
    critical.forEach((name, value) -> options.putString(name).putString(value));
    byte[] signed =
        HandMadeKey.wire()
            .putString(subject.type().replace("@openssh.com", "") + "-cert-v01@openssh.com")
            .putString(new byte[32])
            .putRawBytes(subject.fields())
            .putUInt64(7)
            .putUInt32(kind)
            .putString("badge of alice")
            .putString(names.getCompactData())
            .putUInt64(validAfter)
            .putRawBytes(validBefore)
            .putString(options.getCompactData())
            .putString(HandMadeKey.wire().putString("permit-pty").putString("").getCompactData())
            .putString("")
            .putString(authorityBlob)
            .getCompactData();
    return HandMadeKey.wire()
        .putRawBytes(signed)
        .putString(authority.sign(signed))
        .putRawBytes(rest)
        .getCompactData();
  }
}
