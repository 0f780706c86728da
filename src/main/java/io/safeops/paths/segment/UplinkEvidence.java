package io.safeops.paths.segment;

import java.util.List;
import java.util.Optional;

/** What is known of the LANs behind uplinks, beyond the facts of a cluster. */
public interface UplinkEvidence {

  /** Nothing is known. */
  UplinkEvidence NONE = (node, ports) -> Optional.empty();

  /**
   * Why at least two of these uplinks of a node are in one LAN, for example "the same MAC address
   * was learned on eth0 and eth1"; empty if this is not known.
   *
   * @param node its name in the inventory
   * @param ports the names of ports of OVS bridges, or of interfaces in Linux bridges; sorted
   */
  Optional<String> oneLan(String node, List<String> ports);
}
