package io.safeops.policy;

import java.util.List;

/**
 * The protection that a node of the inventory has if a change cuts it off.
 *
 * @param node its name
 * @param survivesReboot whether its guard would also undo after a reboot
 * @param stormProbe whether its guard would watch for a storm of broadcasts
 * @param outOfBand {@link #PATH}, {@link #NONE}, {@link #SAME_WAY} or {@link #UNDECLARED}
 */
public record NodeProtection(
    String node, boolean survivesReboot, boolean stormProbe, String outOfBand) {

  /** There is a path to it that does not cross the changed network. */
  public static final String PATH = "path";

  /** The inventory says {@code oob: none}: its author knows that there is no such path. */
  public static final String NONE = "none";

  /**
   * The inventory names a path, but the path needs the interface that ssh uses: the facts show it,
   * or the inventory does not declare that the path survives without that interface.
   */
  public static final String SAME_WAY = "same-way";

  /** The inventory says nothing about it. */
  public static final String UNDECLARED = "";

  public NodeProtection {
    if (!List.of(PATH, NONE, SAME_WAY, UNDECLARED).contains(outOfBand)) {
      throw new IllegalArgumentException("no such out-of-band cover: " + outOfBand);
    }
  }
}
