package io.safeops.cli.terminal;

import io.safeops.cli.view.Durations;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.event.RunSnapshot.NodeSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says once that a node has fallen silent, answers another way, or is back. The status area names a
 * silent node at once. A line stays on the screen, so it waits: a busy machine is late, too.
 */
final class SilenceNews {

  /** A line tells it when this part of the lease has passed: half of it. */
  private static final int PART_OF_LEASE = 2;

  private final Set<String> silent = new HashSet<>();
  private final Set<String> elsewhere = new HashSet<>();

  /** What the operator must hear of this at once. */
  List<String> of(RunSnapshot snapshot) {
    List<String> news = new ArrayList<>();
    for (NodeSnapshot node : snapshot.nodes()) {
      boolean isTold = silent.contains(node.name());
      if (!isTold && isLongSilent(node, snapshot.lease())) {
        silent.add(node.name());
        news.add(
            node.name()
                + " does not answer in band"
                + node.untilUndo()
                    .map(
                        rest ->
                            ": unless it hears from the run, it undoes by itself in "
                                + Durations.clock(rest))
                    .orElse(""));
      } else if (isTold && node.isSilent()) {
        if (node.outOfBand().isPresent() && elsewhere.add(node.name())) {
          news.add(node.name() + " answers out of band: it is " + node.state());
        }
      } else if (isTold && node.silent().isPresent()) {
        silent.remove(node.name());
        elsewhere.remove(node.name());
        news.add(node.name() + " answers in band again: it is " + node.state());
      }
    }
    return news;
  }

  private static boolean isLongSilent(NodeSnapshot node, Duration lease) {
    Duration told = lease.dividedBy(PART_OF_LEASE);
    return node.isSilent()
        && node.silent().filter(length -> length.compareTo(told) >= 0).isPresent();
  }
}
