package io.safeops.policy;

import java.util.List;
import java.util.Optional;

/**
 * A node that a step can hurt: it acts there, or it carries a part of its own against being hurt,
 * or it is a chassis that maps a provider network to which the step opens a way.
 *
 * @param step id of the step
 * @param node name in the inventory, or the chassis' host name if the inventory lacks it
 * @param inInventory whether a guard can be armed there at all
 * @param undo whether a part of the step's undo runs there
 * @param survivesReboot whether its guard would undo after a reboot too
 * @param stormProbe whether its guard would watch for a storm of broadcasts
 * @param outOfBand as in {@link NodeProtection}
 * @param opaque whether nobody knows what the step does there, so that it counts as one that
 *     crosses the management path
 * @param pathUnknown why nobody can say by what way the operator's connection comes into the node;
 *     empty where that is known
 * @param bridges bridges that the step changes and that its management path crosses before or after
 *     it, or may cross where that is not known
 */
public record AffectedNode(
    String step,
    String node,
    boolean inInventory,
    boolean undo,
    boolean survivesReboot,
    boolean stormProbe,
    String outOfBand,
    boolean opaque,
    Optional<String> pathUnknown,
    List<String> bridges) {

  public AffectedNode {
    bridges = List.copyOf(bridges);
  }

  /** Whether the step could cut the node off from the operator. */
  public boolean isCrossed() {
    return opaque || !bridges.isEmpty();
  }

  /** What the step does there, for messages: a part of a sentence. */
  public String getDoing() {
    return opaque ? "may change anything on " + node : "changes " + bridgeNames() + " on " + node;
  }

  /** The same, with the management path. */
  public String getDanger() {
    return getDoing()
        + (opaque ? ", its management path too" : ", which its management path crosses");
  }

  private String bridgeNames() {
    return String.join(", ", bridges);
  }
}
