package io.safeops.action;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import java.util.List;

/** What takes an {@link ApiChange} back: data, so that another process can do it, too. */
public interface ApiUndo {

  /** What {@code Actions.undo} makes the same undo of: a JSON object with a {@code kind}. */
  JsonNode record();

  /**
   * Restores what was there before, where what is there is still ours, and reads it again. Done
   * twice, it changes nothing the second time.
   *
   * @return in what points it is not proven to be restored, a conflict among them; empty when it is
   * @throws OpenStackException when the API did not answer: to be tried again
   */
  List<String> restore(NetworkApi api) throws OpenStackException;
}
