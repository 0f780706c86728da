package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the Northbound's table NAT: a translation of addresses that a router makes (ovn-nb(5)).
 *
 * @param type {@code snat}, {@code dnat} or {@code dnat_and_snat}; the last is what Neutron makes
 *     for a floating IP
 * @param externalIp the address outside
 * @param logicalIp the address inside, or for {@code snat} a network
 * @param externalMac together with {@code logicalPort}: the chassis of that port translates by
 *     itself (a distributed floating IP), not the chassis of the gateway
 * @param logicalPort the port of the VM
 */
public record RouterNat(
    String type,
    String externalIp,
    String logicalIp,
    Optional<String> externalMac,
    Optional<String> logicalPort,
    Map<String, String> options) {

  public RouterNat {
    Preconditions.oneOf("type of NAT", type, List.of("snat", "dnat", "dnat_and_snat"));
    options = Preconditions.sorted(options);
  }

  /** Whether the chassis of the VM translates, not the chassis of the gateway. */
  public boolean isDistributed() {
    return type.equals("dnat_and_snat") && externalMac.isPresent() && logicalPort.isPresent();
  }
}
