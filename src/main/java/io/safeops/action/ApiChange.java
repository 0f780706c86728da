package io.safeops.action;

import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import java.io.IOException;

/**
 * A change that the run makes itself, through OpenStack's API. No node can undo it: if the run's
 * machine dies, it stays until somebody recovers the run there.
 */
public interface ApiChange {

  /**
   * Makes the change; called once. Keeps what undoes it before each request that changes something.
   *
   * @throws OpenStackException when it was not made, or not wholly
   * @throws IOException when the undo could not be kept; then nothing more is asked of the API
   */
  void act(NetworkApi api, Keeper keeper) throws OpenStackException, IOException;

  /** Where an undo is kept until the run is over. */
  interface Keeper {
    /**
     * Puts it on disk, in the place of what this step kept before.
     *
     * @throws IOException when it is not known to be on disk
     */
    void keep(ApiUndo undo) throws IOException;
  }
}
