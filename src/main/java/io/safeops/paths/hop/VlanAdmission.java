package io.safeops.paths.hop;

import io.safeops.facts.node.BridgePort;
import io.safeops.paths.model.Answer;

/**
 * Whether a port of a bridge passes frames of a VLAN to the wire as they were meant
 * (ovs-vswitchd.conf.db(5), Port: vlan_mode, tag, trunks).
 *
 * @param why what the port does instead; empty if it passes them
 */
record VlanAdmission(Answer answer, String why) {

  private static final VlanAdmission PASSES = new VlanAdmission(Answer.WORKS, "");

  /**
   * @param vlan of the frames inside of the bridge; 0 for frames without a VLAN
   */
  static VlanAdmission of(BridgePort port, long vlan) {
    long tag = port.tag().orElse(-1L);
    String mode = port.vlanMode();
    if (mode.isEmpty()) {
      mode = port.tag().isPresent() ? "access" : "trunk";
    }
    String text = vlan == 0 ? "frames without a VLAN" : "VLAN " + vlan;
    boolean trunked = port.trunks().isEmpty() || port.trunks().contains(vlan);
    return switch (mode) {
      case "trunk" ->
          trunked
              ? PASSES
              : new VlanAdmission(
                  Answer.BROKEN, "its trunks are " + port.trunks() + ": it drops " + text);
      case "access" ->
          tag == 0 && vlan == 0
              ? PASSES
              : tag == vlan
                  ? new VlanAdmission(
                      Answer.NOT_MODELLED,
                      "its tag is " + tag + ": frames of that VLAN leave without it")
                  : new VlanAdmission(Answer.BROKEN, "its tag is " + tag + ": it drops " + text);
      case "native-tagged", "native-untagged" -> natively(port, mode, tag, vlan, trunked, text);
      default -> new VlanAdmission(Answer.NOT_MODELLED, "its vlan_mode is " + mode);
    };
  }

  private static VlanAdmission natively(
      BridgePort port, String mode, long tag, long vlan, boolean trunked, String text) {
    if (vlan != tag) {
      return trunked && vlan != 0
          ? PASSES
          : vlan == 0 && trunked
              ? new VlanAdmission(
                  Answer.NOT_MODELLED, "its vlan_mode is " + mode + " with tag " + tag)
              : new VlanAdmission(
                  Answer.BROKEN, "its trunks are " + port.trunks() + ": it drops " + text);
    }
    return mode.equals("native-tagged")
        ? PASSES
        : new VlanAdmission(
            Answer.NOT_MODELLED, "its vlan_mode is " + mode + ": VLAN " + tag + " leaves without it");
  }
}
