package io.safeops.approval;

/**
 * An approval that is valid now, of exactly what the run is about, and not the operator's own.
 *
 * @param signer who signed it
 */
record ValidApproval(SignedApproval signed, SignerCheck.Signed signer) {

  Approval approval() {
    return signed.approval();
  }

  /** The same text for approvals of the same. */
  String bound() {
    return SameThing.text(approval());
  }
}
