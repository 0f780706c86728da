package io.safeops.run.coordinate;

import io.safeops.audit.HeadSigner;

/**
 * How the heads of a run's journal are signed, and where they and copies of the nodes' logs are
 * kept.
 */
public record HeadSettings(HeadSigner signer, EvidenceStore store) {

  /** They are not signed, and kept only by the nodes. */
  public static final HeadSettings NONE = new HeadSettings(HeadSigner.NONE, EvidenceStore.NONE);
}
