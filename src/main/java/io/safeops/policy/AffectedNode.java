package io.safeops.policy;

import java.util.List;
import java.util.Optional;

/**
 * A node that a step can hurt: the step acts there, or the node has its own part of the undo to
 * protect itself, or it is a chassis that maps a provider network to which the step opens a path.
 *
 * @param step id of the step
 * @param node name in the inventory, or the chassis' host name if the inventory lacks it
 * @param inInventory whether the inventory lists it, so that a guard can be armed there
 * @param undo whether a part of the step's undo runs there
 * @param survivesReboot whether its guard would also undo after a reboot
 * @param stormProbe whether its guard would watch for a storm of broadcasts
 * @param opaque whether safeops cannot know what the step does there, so that it counts as crossing
 *     the management path
 * @param pathUnknown why the path of the operator's connection into the node is not known; empty if
 *     it is known
 * @param bridges bridges that the step changes and that the management path crosses before or after
 *     the step, or may cross if the path is not known
 */
public record AffectedNode(
    String step,
    String node,
    boolean inInventory,
    boolean undo,
    boolean survivesReboot,
    boolean stormProbe,
    OutOfBandProtection outOfBand,
    boolean opaque,
    Optional<String> pathUnknown,
    List<String> bridges) {

  public AffectedNode {
    bridges = List.copyOf(bridges);
  }

  /** The same in a word, for rules. */
  public String getOutOfBand() {
    return outOfBand.word();
  }

  /** Whether the step could cut the node off from the operator. */
  public boolean isCrossed() {
    return opaque || !bridges.isEmpty();
  }

  /** What the step does there, as a part of a sentence for messages. */
  public String getDoing() {
    return opaque ? "may change anything on " + node : "changes " + bridgeNames() + " on " + node;
  }

  /** The same, with the management path. */
  public String getDanger() {
    return getDoing()
        + (opaque ? ", even its management path" : ", which its management path uses");
  }

  private String bridgeNames() {
    return String.join(", ", bridges);
  }

  /** A node by what the step means for it. */
  public static Builder builder(String step, String node) {
    return new Builder(step, node);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String step;
    private final String node;
    private boolean inInventory;
    private boolean undo;
    private boolean survivesReboot;
    private boolean stormProbe;
    private OutOfBandProtection outOfBand = OutOfBandProtection.UNDECLARED;
    private boolean opaque;
    private Optional<String> pathUnknown = Optional.empty();
    private List<String> bridges = List.of();

    private Builder(String step, String node) {
      this.step = step;
      this.node = node;
    }

    public Builder inInventory(boolean newInInventory) {
      inInventory = newInInventory;
      return this;
    }

    public Builder undo(boolean newUndo) {
      undo = newUndo;
      return this;
    }

    public Builder survivesReboot(boolean newSurvivesReboot) {
      survivesReboot = newSurvivesReboot;
      return this;
    }

    public Builder stormProbe(boolean newStormProbe) {
      stormProbe = newStormProbe;
      return this;
    }

    public Builder outOfBand(OutOfBandProtection newOutOfBand) {
      outOfBand = newOutOfBand;
      return this;
    }

    public Builder opaque(boolean newOpaque) {
      opaque = newOpaque;
      return this;
    }

    public Builder pathUnknown(Optional<String> newPathUnknown) {
      pathUnknown = newPathUnknown;
      return this;
    }

    public Builder bridges(List<String> newBridges) {
      bridges = newBridges;
      return this;
    }

    public AffectedNode build() {
      return new AffectedNode(
          step,
          node,
          inInventory,
          undo,
          survivesReboot,
          stormProbe,
          outOfBand,
          opaque,
          pathUnknown,
          bridges);
    }
  }
}
