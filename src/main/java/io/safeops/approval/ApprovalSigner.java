package io.safeops.approval;

import java.io.IOException;

/** Signs approvals with a key of the approver. */
public interface ApprovalSigner {

  /**
   * The text of the signature over exactly these bytes.
   *
   * @throws IOException when the key cannot be used; the message says why
   */
  String sign(byte[] message) throws IOException;
}
