package io.safeops.paths.hop;

import io.safeops.facts.node.BridgePort;
import io.safeops.paths.model.Answer;
import io.safeops.paths.segment.PortVlans;
import java.util.OptionalInt;

/**
 * Whether a port of a bridge passes frames of a VLAN to the wire as they were meant.
 *
 * @param why what the port does instead; empty if it passes them
 */
record VlanAdmission(Answer answer, String why) {

  /**
   * @param vlan of the frames inside of the bridge; 0 for frames without a VLAN
   */
  static VlanAdmission of(BridgePort port, long vlan) {
    PortVlans vlans = PortVlans.of(port);
    String frames = vlan == 0 ? "frames without a VLAN" : "frames of VLAN " + vlan;
    if (vlans.mode() == PortVlans.Mode.NOT_MODELLED) {
      return new VlanAdmission(Answer.NOT_MODELLED, "its vlan_mode is " + port.vlanMode());
    }
    OptionalInt wire = vlans.toWire((int) vlan);
    if (wire.isEmpty()) {
      return new VlanAdmission(Answer.BROKEN, settings(port) + ": it drops " + frames);
    }
    return wire.getAsInt() == vlan
        ? new VlanAdmission(Answer.WORKS, "")
        : new VlanAdmission(
            Answer.NOT_MODELLED, settings(port) + ": " + frames + " leave without it");
  }

  private static String settings(BridgePort port) {
    String tag = port.tag().map(value -> "its tag is " + value).orElse("");
    String trunks =
        port.trunks().isEmpty()
            ? ""
            : "its trunks are "
                + String.join(", ", port.trunks().stream().map(String::valueOf).toList());
    String both = tag.isEmpty() || trunks.isEmpty() ? tag + trunks : tag + " and " + trunks;
    return both.isEmpty() ? "its vlan_mode is " + port.vlanMode() : both;
  }
}
