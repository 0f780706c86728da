package io.safeops.openstack;

/** A kind of thing that Neutron's API keeps, by the names that it has there. */
public enum NeutronResource {
  NETWORK("networks", "networks", "network"),
  SEGMENT("segments", "segments", "segment"),
  SUBNET("subnets", "subnets", "subnet"),
  PORT("ports", "ports", "port"),
  ROUTER("routers", "routers", "router"),
  FLOATING_IP("floatingips", "floatingips", "floatingip"),
  RBAC_POLICY("rbac-policies", "rbac_policies", "rbac_policy");

  private final String path;
  private final String many;
  private final String one;

  NeutronResource(String path, String many, String one) {
    this.path = path;
    this.many = many;
    this.one = one;
  }

  /** In an address: {@code /v2.0/PATH}. */
  String path() {
    return path;
  }

  /** The key of a list of them in an answer. */
  String many() {
    return many;
  }

  /** The key of a single one in an answer and in a request. */
  String one() {
    return one;
  }
}
