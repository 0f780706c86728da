package io.safeops.action.neutron;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.ApiUndo;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.NeutronResource;
import io.safeops.openstack.OpenStackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The undo that leaves one network with the recorded content: the old one if it was not deleted,
 * the new one if it was made, else a network that the undo makes. It does not touch a network with
 * the same name that somebody else made or changed in the meantime.
 *
 * @param made the id of the new network, once it is known
 */
public record NetworkUndo(NetworkRecord before, Optional<String> made) implements ApiUndo {

  public static final String KIND = NetworkRecreate.NAME;

  @Override
  public JsonNode record() {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("kind", KIND);
    record.set("before", before.json());
    made.ifPresent(id -> record.put("made", id));
    return record;
  }

  /**
   * @throws IllegalArgumentException when it is not such a record
   */
  public static NetworkUndo read(JsonNode record) {
    return new NetworkUndo(
        NetworkRecord.read(record.path("before")),
        record.has("made") ? Optional.of(record.get("made").asText()) : Optional.empty());
  }

  @Override
  public List<String> restore(NetworkApi api) throws OpenStackException {
    NetworkBuild build = new NetworkBuild(api, before);
    try {
      String id = there(api, build);
      List<String> unproven = new ArrayList<>();
      build.differences(id).forEach(each -> unproven.add(words(id) + ": " + each));
      for (JsonNode another : build.candidates()) {
        if (!NetworkBuild.id(another).equals(id)) {
          unproven.add(words(NetworkBuild.id(another)) + " has its name and was not there before");
        }
      }
      return unproven;
    } catch (OpenStackException e) {
      if (e.isRefusal()) {
        return List.of(words(before.id()) + " is not there again: " + e.getMessage());
      }
      throw e;
    }
  }

  /** The id of the network that replaces the recorded one; it is made if there is none. */
  private String there(NetworkApi api, NetworkBuild build) throws OpenStackException {
    for (String known : List.of(before.id(), made.orElse(before.id()))) {
      Optional<JsonNode> network = api.find(NeutronResource.NETWORK, known);
      if (network.isPresent()) {
        return finished(build, network.get());
      }
    }
    List<JsonNode> candidates = build.candidates();
    if (!candidates.isEmpty()) {
      return finished(build, candidates.get(0));
    }
    String begun = build.begin();
    build.finish(begun);
    return begun;
  }

  private static String finished(NetworkBuild build, JsonNode network) throws OpenStackException {
    String id = NetworkBuild.id(network);
    if (build.isUnfinished(network)) {
      build.finish(id);
    }
    return id;
  }

  private String words(String id) {
    return "network " + (before.name().isEmpty() ? id : before.name() + " (" + id + ")");
  }
}
