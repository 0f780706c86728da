package io.safeops.action;

import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import java.io.IOException;

/**
 * A change that the run makes itself, through OpenStack's API. No node can undo it: if the run's
 * machine dies, the change stays until an operator recovers the run there.
 */
public interface ApiChange {

  /**
   * Makes the change; called once. Before each request that changes something, it saves what undoes
   * that request.
   *
   * @throws OpenStackException when the change was not made, or only in part
   * @throws IOException when the undo could not be saved; then no further request is sent to the
   *     API
   */
  void act(NetworkApi api, Keeper keeper) throws OpenStackException, IOException;

  /** Keeps an undo until the run is over. */
  interface Keeper {
    /**
     * Writes the undo to disk. It replaces what this step kept before.
     *
     * @throws IOException when it may not be on disk
     */
    void keep(ApiUndo undo) throws IOException;
  }
}
