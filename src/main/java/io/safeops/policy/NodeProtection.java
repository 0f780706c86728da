package io.safeops.policy;

import java.util.List;

/**
 * How well a node of the inventory is covered if a change cuts it off.
 *
 * @param node its name
 * @param survivesReboot whether its guard would undo after a reboot too
 * @param stormProbe whether its guard would watch for a storm of broadcasts
 * @param outOfBand {@link #PATH}, {@link #NONE}, {@link #SAME_WAY} or {@link #UNDECLARED}
 */
public record NodeProtection(
    String node, boolean survivesReboot, boolean stormProbe, String outOfBand) {

  /** There is a way to it that does not cross the changed network. */
  public static final String PATH = "path";

  /** The inventory says {@code oob: none}: there is no such way, and its author knows. */
  public static final String NONE = "none";

  /**
   * The inventory names a way, and it needs the interface that ssh comes by: the facts say so, or
   * the inventory does not say that it survives that.
   */
  public static final String SAME_WAY = "same-way";

  /** The inventory says nothing. */
  public static final String UNDECLARED = "";

  public NodeProtection {
    if (!List.of(PATH, NONE, SAME_WAY, UNDECLARED).contains(outOfBand)) {
      throw new IllegalArgumentException("no such out-of-band cover: " + outOfBand);
    }
  }
}
