package io.safeops.signature;

/**
 * What a signature is for. It is part of what is signed (PROTOCOL.sshsig of OpenSSH), so that a
 * signature for one purpose never counts for another.
 */
public enum SignatureNamespace {
  /** That a plan may run. */
  APPROVAL("approval@safeops.io"),
  /** The newest line of the journal of a run. */
  HEAD("head@safeops.io"),
  /** A packed folder. */
  PACK("pack@safeops.io"),
  /** A list of revoked approvals. */
  REVOCATION("revocation@safeops.io");

  private final String text;

  SignatureNamespace(String text) {
    this.text = text;
  }

  /** The namespace as {@code ssh-keygen -n} takes it. */
  public String text() {
    return text;
  }
}
