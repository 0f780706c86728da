package io.safeops.facts.node;

import io.safeops.document.Preconditions;

/**
 * A certificate that a daemon of OVN or OVS uses.
 *
 * @param file its path, as the daemon knows it
 * @param notAfter the end of its validity, ISO 8601 in UTC
 * @param owner the component that uses it ({@link Component#NAMES})
 */
public record Certificate(String file, String notAfter, String owner) {

  public Certificate {
    Preconditions.oneOf("owner of certificate " + file, owner, Component.NAMES);
    java.time.Instant.parse(notAfter);
  }
}
