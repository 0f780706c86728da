package io.safeops.action.neutron;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.NeutronResource;
import io.safeops.openstack.OpenStackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a recorded network again, and continues after an interruption. Until the network is
 * finished, its description is the record's marker. If Neutron's answer was lost, the marker shows
 * that the network exists, so it is not made twice.
 */
final class NetworkBuild {

  private static final String DESCRIPTION = "description";

  private final NetworkApi api;
  private final NetworkRecord record;

  NetworkBuild(NetworkApi api, NetworkRecord record) {
    this.api = api;
    this.record = record;
  }

  /** The networks with the recorded name that did not exist when it was recorded. */
  List<JsonNode> candidates() throws OpenStackException {
    List<JsonNode> candidates = new ArrayList<>();
    for (JsonNode each :
        api.list(NeutronResource.NETWORK, Map.of("name", record.name()), List.of())) {
      if (!record.others().contains(id(each))) {
        candidates.add(each);
      }
    }
    return candidates;
  }

  boolean isUnfinished(JsonNode network) {
    return network.path(DESCRIPTION).asText().equals(record.marker());
  }

  private Optional<String> unfinished() throws OpenStackException {
    return candidates().stream().filter(this::isUnfinished).map(NetworkBuild::id).findFirst();
  }

  /**
   * Makes the network without its subnets.
   *
   * @return its id
   */
  String begin() throws OpenStackException {
    Optional<String> known = unfinished();
    if (known.isPresent()) {
      return known.get();
    }
    try {
      return id(
          api.create(
              NeutronResource.NETWORK,
              record.network().deepCopy().put(DESCRIPTION, record.marker())));
    } catch (OpenStackException e) {
      Optional<String> made = e.isRefusal() ? Optional.empty() : unfinished();
      if (made.isPresent()) {
        return made.get();
      }
      throw e;
    }
  }

  /** Makes the missing parts of the network, and then removes the marker. */
  void finish(String id) throws OpenStackException {
    for (ObjectNode subnet : record.subnets()) {
      String made = subnet(id, subnet);
      List<String> tags = NetworkRecord.tagsOf(subnet);
      if (!tags.isEmpty()) {
        api.tag(NeutronResource.SUBNET, made, tags);
      }
    }
    if (!record.tags().isEmpty()) {
      api.tag(NeutronResource.NETWORK, id, record.tags());
    }
    List<ObjectNode> shares = now(id).shares();
    for (ObjectNode share : record.shares()) {
      if (!shares.contains(share)) {
        api.create(
            NeutronResource.RBAC_POLICY,
            share.deepCopy().put("object_type", "network").put("object_id", id));
      }
    }
    api.update(
        NeutronResource.NETWORK,
        id,
        JsonNodeFactory.instance
            .objectNode()
            .put(DESCRIPTION, record.network().path(DESCRIPTION).asText()));
  }

  private String subnet(String network, ObjectNode subnet) throws OpenStackException {
    Optional<String> known = subnetOf(network, NetworkRecord.cidr(subnet));
    if (known.isPresent()) {
      return known.get();
    }
    try {
      return id(api.create(NeutronResource.SUBNET, NetworkRecord.toMake(subnet, network)));
    } catch (OpenStackException e) {
      Optional<String> made =
          e.isRefusal() ? Optional.empty() : subnetOf(network, NetworkRecord.cidr(subnet));
      if (made.isPresent()) {
        return made.get();
      }
      throw e;
    }
  }

  private Optional<String> subnetOf(String network, String cidr) throws OpenStackException {
    return api
        .list(NeutronResource.SUBNET, Map.of("network_id", network, "cidr", cidr), List.of("id"))
        .stream()
        .map(NetworkBuild::id)
        .findFirst();
  }

  private NetworkRecord now(String id) throws OpenStackException {
    return NetworkRecord.of(
        api,
        api.find(NeutronResource.NETWORK, id)
            .orElseThrow(() -> new OpenStackException("network " + id + " is gone from Neutron")));
  }

  /** The differences between a network and the recorded one, as text. */
  List<String> differences(String id) throws OpenStackException {
    return record.differences(now(id));
  }

  static String id(JsonNode thing) {
    return thing.path("id").asText();
  }
}
