package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.Map;

/**
 * A row of the Northbound's table DHCP_Options: what ovn-controller answers to the DHCP requests of
 * the ports that refer to it.
 *
 * @param uuid of the row, by which ports refer to it ({@link LogicalPort#getDhcpv4})
 * @param cidr the subnet; DHCPv6 if it is of IPv6
 * @param options as OVN expects them: quoted texts, numbers, lists in braces
 */
public record DhcpOptions(
    String uuid, String cidr, Map<String, String> options, Map<String, String> externalIds) {

  public DhcpOptions {
    Preconditions.name("UUID of DHCP options", uuid);
    options = Preconditions.sorted(options);
    externalIds = Preconditions.sorted(externalIds);
  }
}
