package io.safeops.facts.node;

import io.safeops.document.Preconditions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that a running daemon of OVN or OVS uses. If the file holds several, it is the
 * first, which is the daemon's own.
 *
 * @param file its path, as the daemon has it
 * @param notAfter the end of its validity, ISO 8601 in UTC; empty if the file could not be read,
 *     for example because the node has no openssl
 * @param owner the component that uses it ({@link Component#NAMES})
 */
public record Certificate(String file, Optional<String> notAfter, String owner) {

  public Certificate {
    Preconditions.oneOf("owner of certificate " + file, owner, Component.NAMES);
    notAfter.ifPresent(Certificate::checkInstant);
  }

  private static void checkInstant(String text) {
    try {
      Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("end of a certificate is `" + text + "`, no time", e);
    }
  }
}
