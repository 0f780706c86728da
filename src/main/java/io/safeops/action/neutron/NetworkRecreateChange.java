package io.safeops.action.neutron;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.action.ApiChange;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.NeutronResource;
import io.safeops.openstack.OpenStackException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The change that deletes one network, with the subnets that Neutron deletes with it, and makes it
 * again. It first asks Neutron once more for the ports of the network, because the Northbound does
 * not have the ports of floating IPs.
 */
record NetworkRecreateChange(String id, String name) implements ApiChange {

  /** Ports of Neutron itself: they are deleted and made together with the network. */
  private static final List<String> OWN = List.of("network:dhcp", "network:distributed");

  @Override
  public void act(NetworkApi api, Keeper keeper) throws OpenStackException, IOException {
    JsonNode network =
        api.find(NeutronResource.NETWORK, id).orElseThrow(() -> untouched("it is gone already"));
    requireEmpty(api);
    if (network.has("segments")) {
      throw untouched("it has several segments: safeops recreates only a network with one");
    }
    NetworkRecord record = NetworkRecord.of(api, network);
    if (record.isOnSegments()) {
      throw untouched(
          "its subnets are bound to segments, and these would have other ids afterwards");
    }
    NetworkUndo undo = new NetworkUndo(record, Optional.empty());

    keeper.keep(undo);
    delete(api);
    NetworkBuild build = new NetworkBuild(api, record);
    String made = build.begin();
    keeper.keep(new NetworkUndo(record, Optional.of(made)));
    build.finish(made);
    List<String> differences = build.differences(made);
    if (!differences.isEmpty()) {
      throw new OpenStackException(
          words() + " was made again, but it differs: " + String.join("; ", differences));
    }
  }

  private void requireEmpty(NetworkApi api) throws OpenStackException {
    List<String> ports =
        api
            .list(
                NeutronResource.PORT,
                Map.of("network_id", id),
                List.of("id", "name", "device_owner"))
            .stream()
            .filter(port -> !OWN.contains(port.path("device_owner").asText()))
            .map(
                port ->
                    port.path("id").asText()
                        + " ("
                        + (port.path("device_owner").asText().isEmpty()
                            ? "without an owner"
                            : port.path("device_owner").asText())
                        + ")")
            .toList();
    if (!ports.isEmpty()) {
      throw untouched("it has ports: " + String.join(", ", ports));
    }
  }

  private void delete(NetworkApi api) throws OpenStackException {
    try {
      api.delete(NeutronResource.NETWORK, id);
    } catch (OpenStackException e) {
      if (e.isRefusal() || api.find(NeutronResource.NETWORK, id).isPresent()) {
        throw e;
      }
    }
  }

  private OpenStackException untouched(String why) {
    return new OpenStackException(words() + ": " + why + "; nothing was changed");
  }

  private String words() {
    return "network " + (name.isEmpty() ? id : name + " (" + id + ")");
  }
}
