package io.safeops.openstack;

/** A kind of resource in Neutron's API, with the names that the API uses. */
public enum NeutronResource {
  NETWORK("networks", "networks", "network"),
  SEGMENT("segments", "segments", "segment"),
  SUBNET("subnets", "subnets", "subnet"),
  PORT("ports", "ports", "port"),
  ROUTER("routers", "routers", "router"),
  FLOATING_IP("floatingips", "floatingips", "floatingip"),
  RBAC_POLICY("rbac-policies", "rbac_policies", "rbac_policy");

  private final String path;
  private final String plural;
  private final String singular;

  NeutronResource(String path, String many, String one) {
    this.path = path;
    this.plural = many;
    this.singular = one;
  }

  /** The path in an address: {@code /v2.0/PATH}. */
  String path() {
    return path;
  }

  /** The key of a list of resources in an answer. */
  String plural() {
    return plural;
  }

  /** The key of a single resource in an answer and in a request. */
  String singular() {
    return singular;
  }
}
