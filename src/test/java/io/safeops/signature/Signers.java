package io.safeops.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.document.DocumentException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** What the tests of signatures share: a message, a time, and files of allowed signers. */
final class Signers {

  static final byte[] MESSAGE = "plan: recreate-localnet\n".getBytes(UTF_8);
  static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
  static final String ALICE = "alice@example.org";

  private Signers() {}

  static AllowedSigners allowed(String... lines) throws DocumentException {
    return allowed(ZoneOffset.UTC, lines);
  }

  static AllowedSigners allowed(ZoneId zone, String... lines) throws DocumentException {
    return AllowedSigners.parse("signers", (String.join("\n", lines) + "\n").getBytes(UTF_8), zone);
  }

  static VerifiedSigner verify(AllowedSigners allowed, HandMadeKey key) throws SignatureException {
    return verify(allowed, HandMadeSignature.armored(key, MESSAGE));
  }

  static VerifiedSigner verify(AllowedSigners allowed, String armored) throws SignatureException {
    return allowed.verify(armored, MESSAGE, SignatureNamespace.APPROVAL, NOW);
  }

  /** A key of each type. */
  static List<HandMadeKey> keys() {
    return List.of(
        HandMadeKey.ed25519(),
        HandMadeKey.ecdsa(256),
        HandMadeKey.ecdsa(384),
        HandMadeKey.ecdsa(521),
        HandMadeKey.rsa(),
        HandMadeKey.skEd25519(),
        HandMadeKey.skEcdsa());
  }

  /** For parameterized tests: a key of each type, by its name. */
  static Stream<Arguments> keysByName() {
    return keys().stream().map(key -> Arguments.of(Named.of(key.type(), key)));
  }
}
