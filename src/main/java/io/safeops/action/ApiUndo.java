package io.safeops.action;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import java.util.List;

/** The undo of an {@link ApiChange}. It is data, so that another process can do it too. */
public interface ApiUndo {

  /**
   * The record from which {@code Actions.undo} makes the same undo: a JSON object with a {@code
   * kind}.
   */
  JsonNode record();

  /**
   * Restores what was there before, if nobody else has changed it since this run did, and reads it
   * again. A second call changes nothing.
   *
   * @return what is not proven to be restored, conflicts included; empty when everything is
   *     restored
   * @throws OpenStackException when the API did not answer; try again
   */
  List<String> restore(NetworkApi api) throws OpenStackException;
}
