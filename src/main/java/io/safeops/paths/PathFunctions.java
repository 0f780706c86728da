package io.safeops.paths;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.segment.SegmentLoop;
import io.safeops.paths.segment.Segments;
import java.util.Set;
import java.util.stream.Collectors;

/** The functions that expressions can call on a cluster about its paths. */
public final class PathFunctions {

  private static final IdentityCache<Segments, Set<String>> LOOPED =
      new IdentityCache<>(
          segments ->
              segments.loops().stream()
                  .filter(SegmentLoop::isFault)
                  .flatMap(loop -> loop.where().stream())
                  .collect(Collectors.toSet()));

  private PathFunctions() {}

  /**
   * Whether an end of the switch with that name is in use, or a router's gateway is on it. Then
   * paths say whether the switch works.
   */
  public static boolean isUsed(Cluster cluster, String switchName) {
    return Intents.of(cluster).switches().contains(switchName);
  }

  /** Whether the switch with that name makes a loop, so that a rule about loops reports it. */
  public static boolean isLooped(Cluster cluster, String switchName) {
    return LOOPED.of(Segments.of(cluster)).contains(switchName);
  }
}
