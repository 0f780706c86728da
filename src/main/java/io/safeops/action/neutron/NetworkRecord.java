package io.safeops.action.neutron;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.NeutronResource;
import io.safeops.openstack.OpenStackException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The record of a network from which it can be made again: the attributes that Neutron accepts for
 * a new network. A login cannot set attributes that it cannot see. Attributes with Neutron's
 * default value are left out, because only an administrator may set some of them.
 *
 * @param id the id of the recorded network
 * @param marker a description that no other network has; it marks a network that is not finished
 * @param others the ids of other networks with the same name
 * @param network the attributes of the network
 * @param tags the tags, sorted
 * @param subnets the subnets by CIDR, each with its attributes and its {@code tags}
 * @param shares the projects that it is shared with, and how
 */
record NetworkRecord(
    String id,
    String marker,
    List<String> others,
    ObjectNode network,
    List<String> tags,
    List<ObjectNode> subnets,
    List<ObjectNode> shares) {

  private static final String TAGS = "tags";
  private static final String SEGMENT = "segment_id";

  /** Attributes that are sent even if they are empty: without them Neutron would choose a value. */
  private static final List<String> ALWAYS =
      List.of(
          "name",
          "admin_state_up",
          "port_security_enabled",
          "mtu",
          "ip_version",
          "cidr",
          "gateway_ip",
          "enable_dhcp",
          "allocation_pools");

  private static final List<String> NETWORK =
      List.of(
          "name",
          "project_id",
          "admin_state_up",
          "mtu",
          "shared",
          "router:external",
          "is_default",
          "vlan_transparent",
          "provider:network_type",
          "provider:physical_network",
          "provider:segmentation_id",
          "port_security_enabled",
          "qos_policy_id",
          "dns_domain",
          "description",
          "availability_zone_hints");

  private static final List<String> SUBNET =
      List.of(
          "name",
          "project_id",
          "ip_version",
          "cidr",
          "gateway_ip",
          "allocation_pools",
          "enable_dhcp",
          "dns_nameservers",
          "host_routes",
          "ipv6_ra_mode",
          "ipv6_address_mode",
          "subnetpool_id",
          "service_types",
          "dns_publish_fixed_ip",
          "description",
          SEGMENT);

  /** Lists whose order has no meaning. The order of name servers has one. */
  private static final List<String> SETS =
      List.of("allocation_pools", "host_routes", "service_types", "availability_zone_hints");

  NetworkRecord {
    others = List.copyOf(others);
    tags = tags.stream().sorted().toList();
    subnets = List.copyOf(subnets);
    shares = List.copyOf(shares);
  }

  /** Records a network as it is now. */
  static NetworkRecord of(NetworkApi api, JsonNode network) throws OpenStackException {
    String id = network.path("id").asText();
    List<ObjectNode> subnets = new ArrayList<>();
    for (JsonNode subnet : api.list(NeutronResource.SUBNET, Map.of("network_id", id), List.of())) {
      ObjectNode content = content(subnet, SUBNET);
      tags(subnet).forEach(content.putArray(TAGS)::add);
      subnets.add(content);
    }
    subnets.sort(Comparator.comparing(NetworkRecord::cidr));
    return new NetworkRecordBuilder()
        .id(id)
        .marker("safeops is making this network again, " + UUID.randomUUID())
        .others(others(api, network.path("name").asText(), id))
        .network(content(network, NETWORK))
        .tags(tags(network))
        .subnets(subnets)
        .shares(shares(api, id))
        .build();
  }

  private static List<String> others(NetworkApi api, String name, String id)
      throws OpenStackException {
    List<String> others = new ArrayList<>();
    for (JsonNode each : api.list(NeutronResource.NETWORK, Map.of("name", name), List.of("id"))) {
      others.add(each.path("id").asText());
    }
    others.remove(id);
    return others;
  }

  /**
   * The projects that the network is shared with. Neutron itself makes the shares with all
   * projects, from {@code shared} and {@code router:external}.
   */
  private static List<ObjectNode> shares(NetworkApi api, String id) throws OpenStackException {
    List<ObjectNode> shares = new ArrayList<>();
    try {
      for (JsonNode share :
          api.list(
              NeutronResource.RBAC_POLICY,
              Map.of("object_type", "network", "object_id", id),
              List.of("id", "project_id", "action", "target_tenant"))) {
        if (!share.path("target_tenant").asText().equals("*")) {
          shares.add(content(share, List.of("project_id", "action", "target_tenant")));
        }
      }
    } catch (OpenStackException e) {
      if (!e.isAbsent()) {
        throw e;
      }
    }
    shares.sort(Comparator.comparing(ObjectNode::toString));
    return shares;
  }

  private static ObjectNode content(JsonNode live, List<String> keys) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    for (String key : keys) {
      JsonNode value = live.get(key);
      if (value == null || (!ALWAYS.contains(key) && isEmpty(value))) {
        continue;
      }
      content.set(key, SETS.contains(key) ? sorted(value) : value);
    }
    return content;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull()
        || (value.isBoolean() && !value.booleanValue())
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isArray() && value.isEmpty());
  }

  private static JsonNode sorted(JsonNode list) {
    List<JsonNode> members = new ArrayList<>();
    list.forEach(members::add);
    members.sort(Comparator.comparing(JsonNode::toString));
    ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
    members.forEach(sorted::add);
    return sorted;
  }

  private static List<String> tags(JsonNode live) {
    TreeSet<String> tags = new TreeSet<>();
    live.path(TAGS).forEach(tag -> tags.add(tag.asText()));
    return List.copyOf(tags);
  }

  static String cidr(JsonNode subnet) {
    return subnet.path("cidr").asText();
  }

  String name() {
    return network.path("name").asText();
  }

  /** Whether a subnet belongs to one segment of the network. */
  boolean isOnSegments() {
    return subnets.stream().anyMatch(subnet -> subnet.has(SEGMENT));
  }

  /** The differences from another record, as text. */
  List<String> differences(NetworkRecord now) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>();
    network.fieldNames().forEachRemaining(keys::add);
    now.network.fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      differ(key, network.path(key), now.network.path(key), differences);
    }
    differ(TAGS, tags, now.tags, differences);
    differ("shared with projects", shares, now.shares, differences);
    TreeSet<String> cidrs = new TreeSet<>();
    subnets.forEach(subnet -> cidrs.add(cidr(subnet)));
    now.subnets.forEach(subnet -> cidrs.add(cidr(subnet)));
    for (String cidr : cidrs) {
      differ("subnet " + cidr, subnets(cidr), now.subnets(cidr), differences);
    }
    return differences;
  }

  private List<ObjectNode> subnets(String cidr) {
    return subnets.stream().filter(subnet -> cidr(subnet).equals(cidr)).toList();
  }

  private static void differ(String what, Object was, Object is, List<String> differences) {
    if (!was.equals(is)) {
      differences.add(what + " was " + words(was) + " and is " + words(is));
    }
  }

  private static String words(Object value) {
    String words = value.toString();
    return words.isEmpty() || words.equals("[]") ? "nothing" : words;
  }

  /** The request that makes the subnet. */
  static ObjectNode toMake(ObjectNode subnet, String network) {
    ObjectNode content = subnet.deepCopy();
    content.remove(TAGS);
    return content.put("network_id", network);
  }

  static List<String> tagsOf(ObjectNode subnet) {
    return tags(subnet);
  }

  JsonNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id).put("marker", marker);
    others.forEach(json.putArray("others")::add);
    json.set("network", network);
    tags.forEach(json.putArray(TAGS)::add);
    subnets.forEach(json.putArray("subnets")::add);
    shares.forEach(json.putArray("shares")::add);
    return json;
  }

  /**
   * @throws IllegalArgumentException when it is not a record of a network
   */
  static NetworkRecord read(JsonNode json) {
    if (!json.path("id").isTextual() || !json.path("marker").isTextual()) {
      throw new IllegalArgumentException("a record of a network lacks its id or its marker");
    }
    List<String> others = new ArrayList<>();
    json.path("others").forEach(other -> others.add(other.asText()));
    return new NetworkRecordBuilder()
        .id(json.get("id").textValue())
        .marker(json.get("marker").textValue())
        .others(others)
        .network(object(json.path("network")))
        .tags(tags(json))
        .subnets(objects(json.path("subnets")))
        .shares(objects(json.path("shares")))
        .build();
  }

  private static List<ObjectNode> objects(JsonNode list) {
    List<ObjectNode> objects = new ArrayList<>();
    list.forEach(each -> objects.add(object(each)));
    return objects;
  }

  private static ObjectNode object(JsonNode json) {
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException("a record of a network holds no " + json.getNodeType());
  }
}
