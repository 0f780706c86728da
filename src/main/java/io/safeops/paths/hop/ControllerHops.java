package io.safeops.paths.hop;

import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.util.List;
import java.util.Optional;

/** What ovn-controller needs, beside its process and its connection, to program its node. */
final class ControllerHops {

  private ControllerHops() {}

  /**
   * ovn-controller applies nothing if it must match northd's version and does not (OVN source,
   * controller/ovn-controller.c).
   */
  static Hop version(ClusterIndex index, Node node) {
    String subject = "ovn-controller of " + node.name() + " and the version of northd";
    if (!node.setting("ovn-match-northd-version").orElse("false").equals("true")) {
      return Hop.works(HopKind.CONTROLLER_VERSION, subject, node.name());
    }
    Optional<String> northd =
        index
            .cluster()
            .southbound()
            .filter(DatabaseStatus::isReadable)
            .map(status -> status.options().getOrDefault("northd_internal_version", ""));
    Optional<Boolean> same =
        northd.flatMap(
            version -> node.controllerVersion().flatMap(own -> own.hasInternalVersion(version)));
    if (same.isEmpty()) {
      return Hop.unknown(
          HopKind.CONTROLLER_VERSION,
          subject,
          node.name(),
          "ovn-match-northd-version is set, and the versions were not read");
    }
    return same.get()
        ? Hop.works(HopKind.CONTROLLER_VERSION, subject, node.name())
        : Hop.of(
                HopKind.CONTROLLER_VERSION,
                subject,
                node.name(),
                Answer.AS_LAST_PROGRAMMED,
                "ovn-match-northd-version is set, the Southbound has northd's version as \""
                    + northd.orElse("")
                    + "\", and ovn-controller is "
                    + node.controllerVersion().flatMap(own -> own.running()).orElse("")
                    + ": it applies nothing until the versions are the same")
            .with("node", node.name());
  }

  /** Whether it can speak to the integration bridge; empty if that bridge is not there. */
  static Optional<Hop> openFlow(Node node) {
    Optional<Bridge> bridge = node.bridge(node.getIntegrationBridge());
    if (bridge.isEmpty()) {
      return Optional.empty();
    }
    String subject = node.name() + ": bridge " + bridge.get().name();
    List<String> spoken = bridge.get().protocols();
    Hop hop =
        spoken.isEmpty() || spoken.contains("OpenFlow15")
            ? Hop.works(HopKind.OPENFLOW, subject, node.name())
            : Hop.of(
                HopKind.OPENFLOW,
                subject,
                node.name(),
                Answer.AS_LAST_PROGRAMMED,
                "it speaks "
                    + String.join(", ", spoken)
                    + " only, and ovn-controller needs OpenFlow15: the old flows keep forwarding");
    return Optional.of(hop.with("node", node.name()).with("bridge", bridge.get().name()));
  }
}
