package io.safeops.paths;

import io.safeops.facts.model.Cluster;
import io.safeops.paths.intent.Intents;

/** The functions that expressions can call on a cluster about its paths. */
public final class PathFunctions {

  private PathFunctions() {}

  /**
   * Whether an end of the switch with that name is in use, or a router's gateway is on it. Then
   * paths say whether the switch works.
   */
  public static boolean isUsed(Cluster cluster, String switchName) {
    return Intents.of(cluster).switches().contains(switchName);
  }
}
