package io.safeops.paths.hop;

import io.safeops.paths.model.Answer;
import io.safeops.paths.segment.PortVlans;
import java.util.OptionalInt;

/**
 * What becomes of frames of a VLAN between two joined ports, there and back.
 *
 * @param vlan of the frames in the bridge of the other port
 * @param why what the ports do instead of passing the frames in their VLAN; empty if they do
 */
record Crossing(Answer answer, long vlan, String why) {

  /**
   * @param vlan of the frames in the bridge of the first port; 0 for frames without a VLAN
   */
  static Crossing of(PortVlans here, PortVlans there, long vlan) {
    if (here.mode() == PortVlans.Mode.NOT_MODELLED || there.mode() == PortVlans.Mode.NOT_MODELLED) {
      return new Crossing(
          Answer.NOT_MODELLED, vlan, "the vlan_mode of a port is not one that safeops knows");
    }
    OptionalInt far = pass(here, there, (int) vlan);
    if (far.isEmpty()) {
      return new Crossing(Answer.BROKEN, vlan, "the ports drop " + frames(vlan));
    }
    OptionalInt back = pass(there, here, far.getAsInt());
    if (back.isEmpty() || back.getAsInt() != vlan) {
      return new Crossing(
          Answer.BROKEN,
          far.getAsInt(),
          frames(vlan) + " pass, and the ports do not take the answers back into that VLAN");
    }
    return far.getAsInt() == vlan
        ? new Crossing(Answer.WORKS, vlan, "")
        : new Crossing(
            Answer.NOT_MODELLED,
            far.getAsInt(),
            frames(vlan)
                + " go on "
                + (far.getAsInt() == 0 ? "without a VLAN" : "as VLAN " + far.getAsInt()));
  }

  private static OptionalInt pass(PortVlans from, PortVlans to, int vlan) {
    OptionalInt wire = from.toWire(vlan);
    return wire.isPresent() ? to.fromWire(wire.getAsInt()) : OptionalInt.empty();
  }

  private static String frames(long vlan) {
    return vlan == 0 ? "frames without a VLAN" : "frames of VLAN " + vlan;
  }
}
