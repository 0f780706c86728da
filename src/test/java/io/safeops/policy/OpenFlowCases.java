package io.safeops.policy;

import static io.safeops.policy.Clusters.HEALTHY;
import static io.safeops.policy.Clusters.controlled;
import static io.safeops.policy.RuleCase.of;

import java.util.List;

/** Bridges and the OpenFlow versions that they speak. */
final class OpenFlowCases {

  private OpenFlowCases() {}

  static List<RuleCase> all() {
    return List.of(
        of("all versions, by default", controlled(HEALTHY, "net")),
        of(
            "the right version among others",
            controlled(HEALTHY, "net", "OpenFlow13", "OpenFlow15")),
        of(
            "versions without ovn-controller's",
            controlled(HEALTHY, "net", "OpenFlow10", "OpenFlow13"),
            "openflow-protocols/controller-is-understood|net: bridge br-int speaks"));
  }
}
