package io.safeops.facts.ovn;

import java.util.Optional;

/**
 * A row of the Northbound's table Logical_Router_Static_Route (ovn-nb(5)). Several routes with the
 * same prefix, policy and table share the traffic (ECMP).
 *
 * @param prefix of the destination, or of the source with the policy {@code src-ip}
 * @param nexthop the address of the next router, or {@code discard}: the packets are dropped
 * @param outputPort the router port that is used; empty: the one whose network has the next hop
 * @param policy {@code dst-ip} or {@code src-ip}; {@code dst-ip} if the row does not say
 * @param routeTable the table of routes; empty is the main one
 * @param bfd the UUID of the Northbound's BFD row that watches the next hop; northd leaves out the
 *     route while that session is down
 */
public record StaticRoute(
    String prefix,
    String nexthop,
    Optional<String> outputPort,
    String policy,
    String routeTable,
    Optional<String> bfd) {

  /** The {@code nexthop} of a route that drops packets. */
  public static final String DISCARD = "discard";

  /** Whether it drops the packets. */
  public boolean isDiscarding() {
    return nexthop.equals(DISCARD);
  }

  /** Whether it is for every IPv4 or every IPv6 destination. */
  public boolean isDefault() {
    return policy.equals("dst-ip") && (prefix.equals("0.0.0.0/0") || prefix.equals("::/0"));
  }
}
