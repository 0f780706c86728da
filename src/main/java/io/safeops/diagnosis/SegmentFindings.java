package io.safeops.diagnosis;

import io.safeops.facts.derive.ClusterFields;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.NeutronSegment;
import io.safeops.paths.model.HopKind;
import io.safeops.policy.Remedy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A segment of Neutron whose localnet is missing or wrong is found twice where somebody uses its
 * network: by the rule about Neutron's segments, and by the paths that it cuts. Only the paths are
 * reported. The rule knows which localnet Neutron wants, so its commands are shown with them.
 */
final class SegmentFindings {

  private static final String RULE = "neutron-ownership/segment-has-its-localnet";

  /** A localnet that is not there, or leads to another network or VLAN. */
  private static final Set<HopKind> KINDS = Set.of(HopKind.LOCALNET, HopKind.LOCALNET_SEGMENT);

  private SegmentFindings() {}

  static List<Finding> folded(List<Finding> findings, Cluster cluster) {
    Map<String, String> switches = new HashMap<>();
    for (NeutronSegment segment : ClusterFields.segments(cluster)) {
      switches.putIfAbsent(segment.id(), segment.getSwitchName());
    }
    Map<String, List<Remedy>> remedies = new HashMap<>();
    for (Finding finding : findings) {
      switchOfPaths(finding).ifPresent(name -> remedies.put(name, new ArrayList<>()));
    }
    List<Finding> left = new ArrayList<>();
    for (Finding finding : findings) {
      List<Remedy> known =
          finding.violation().rule().equals(RULE)
              ? remedies.get(switches.getOrDefault(finding.violation().item(), ""))
              : null;
      if (known == null) {
        left.add(finding);
      } else {
        known.addAll(finding.remedies());
      }
    }
    return left.stream()
        .map(
            finding ->
                finding.remedies().isEmpty()
                    ? finding.withRemedies(
                        switchOfPaths(finding).map(remedies::get).orElse(List.of()))
                    : finding)
        .toList();
  }

  /** The switch whose localnet cuts the paths of a finding. */
  private static Optional<String> switchOfPaths(Finding finding) {
    return finding
        .hop()
        .filter(hop -> finding.isFault() && KINDS.contains(hop.hop().kind()))
        .map(hop -> hop.getFacts().getOrDefault("switch", ""))
        .filter(name -> !name.isEmpty());
  }
}
