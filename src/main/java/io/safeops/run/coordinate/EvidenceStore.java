package io.safeops.run.coordinate;

import io.safeops.audit.SignedHead;
import java.io.IOException;

/** Where a run keeps, beside its journal, what shows later whether something was changed. */
public interface EvidenceStore {

  /** Keeps nothing. */
  EvidenceStore NONE =
      new EvidenceStore() {
        @Override
        public void head(SignedHead head) {}

        @Override
        public void ofNode(String node, byte[] log, byte[] heads) {}
      };

  /**
   * Keeps a head of the journal that is sent to the nodes.
   *
   * @throws IOException when it is not kept
   */
  void head(SignedHead head) throws IOException;

  /**
   * Keeps a copy of what a node has of the run, in place of an earlier one.
   *
   * @throws IOException when it is not kept
   */
  void ofNode(String node, byte[] log, byte[] heads) throws IOException;
}
