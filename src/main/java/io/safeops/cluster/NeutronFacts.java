package io.safeops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Neutron's networks as its API answers them. */
public final class NeutronFacts {

  private static final List<String> NETWORK = List.of("id", "name");
  private static final List<String> SEGMENT =
      List.of("id", "network_id", "network_type", "physical_network", "segmentation_id");

  private NeutronFacts() {}

  /** Asks; an API that does not answer as it should is in the facts and says why. */
  public static Neutron read(NetworkApi api) {
    try {
      List<JsonNode> networks = api.list("networks", NETWORK);
      List<JsonNode> segments = api.list("segments", SEGMENT);
      return new Neutron(
          Hostile.text(api.endpoint()), networks(networks, segments), Optional.empty());
    } catch (OpenStackException | FactException | IllegalArgumentException e) {
      return unread(api.endpoint(), Objects.toString(e.getMessage(), "no reason given"));
    }
  }

  /** It could not even be asked. */
  public static Neutron unread(String endpoint, String problem) {
    return new Neutron(endpoint, List.of(), Optional.of(problem));
  }

  private static List<NeutronNetwork> networks(List<JsonNode> networks, List<JsonNode> segments)
      throws FactException {
    Map<String, List<NeutronSegment>> byNetwork = new LinkedHashMap<>();
    for (JsonNode segment : segments) {
      NeutronSegment read = segment(segment);
      byNetwork.computeIfAbsent(read.networkId(), id -> new ArrayList<>()).add(read);
    }
    List<NeutronNetwork> all = new ArrayList<>();
    for (JsonNode network : networks) {
      String id = Hostile.string(network, "id");
      List<NeutronSegment> own = byNetwork.getOrDefault(id, new ArrayList<>());
      own.sort(Comparator.comparing(NeutronSegment::id));
      all.add(new NeutronNetwork(id, Hostile.string(network, "name"), own));
    }
    all.sort(Comparator.comparing(NeutronNetwork::id));
    return all;
  }

  private static NeutronSegment segment(JsonNode segment) throws FactException {
    String type = Hostile.string(segment, "network_type");
    String physnet = Hostile.string(segment, "physical_network");
    return new NeutronSegment(
        Hostile.string(segment, "id"),
        Hostile.string(segment, "network_id"),
        type,
        Optional.of(physnet).filter(name -> !name.isEmpty()),
        type.equals("vlan")
            ? Optional.of(Hostile.number(segment, "segmentation_id"))
            : Optional.empty());
  }
}
