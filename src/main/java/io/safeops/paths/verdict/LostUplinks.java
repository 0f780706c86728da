package io.safeops.paths.verdict;

import io.safeops.paths.hop.UplinkFacts;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.model.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What only a look at the cluster before a change tells about uplinks. One of several uplinks that
 * does not work may be a spare one; one that worked before may have been the way to the LAN. An
 * uplink with a smaller MTU than others may be meant so; one that had more before was not.
 */
final class LostUplinks {

  private LostUplinks() {}

  /** A path after a change, with what it has lost since then. */
  static Path since(Path before, Path after) {
    if (after.hops().stream().noneMatch(LostUplinks::concerns)) {
      return after;
    }
    Map<String, Hop> was = new HashMap<>();
    before.hops().forEach(hop -> was.put(hop.key(), hop));
    List<Hop> hops = new ArrayList<>();
    for (Hop hop : after.hops()) {
      hops.add(concerns(hop) ? since(was, hop) : hop);
    }
    return Path.of(after.kind(), after.end(), after.peer(), hops);
  }

  private static boolean concerns(Hop hop) {
    return hop.kind() == HopKind.UPLINK_MTU
        ? !UplinkFacts.isMtuMeant(hop)
        : hop.kind() == HopKind.UPLINK && !UplinkFacts.failing(hop).isEmpty();
  }

  private static Hop since(Map<String, Hop> before, Hop hop) {
    if (hop.kind() == HopKind.UPLINK_MTU) {
      Hop then = before.getOrDefault(hop.key(), hop);
      long now = UplinkFacts.least(hop);
      boolean lowered = now < UplinkFacts.least(then) && now < UplinkFacts.wanted(then);
      return lowered
          ? hop.withAnswer(Answer.BROKEN)
              .withWhy(
                  "its MTU was "
                      + UplinkFacts.least(then)
                      + " and is "
                      + now
                      + ": larger packets are lost")
          : hop;
    }
    Set<String> lost = new HashSet<>(UplinkFacts.failing(hop));
    lost.removeIf(key -> !before.containsKey(key) || !before.get(key).answer().isPassing());
    return lost.isEmpty() ? hop : hop.withAnswer(Answer.UNKNOWN);
  }
}
