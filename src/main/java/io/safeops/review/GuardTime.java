package io.safeops.review;

import io.safeops.inventory.GuardTimes;
import io.safeops.inventory.InventoryNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One time of a guard: the tightest that an armed node's inventory gives, or the usual one; a
 * plan's own only where it is tighter still.
 *
 * @param tightened when the plan asked for a looser one
 */
record GuardTime(Duration length, Optional<TightenedTime> tightened) {

  /**
   * @param tighter orders the tighter time first
   */
  static GuardTime of(
      String setting,
      List<InventoryNode> armed,
      Function<GuardTimes, Optional<Duration>> time,
      Optional<Duration> plan,
      Duration usual,
      Comparator<Duration> tighter) {
    Optional<InventoryNode> limiting =
        armed.stream()
            .filter(node -> time.apply(node.guard()).isPresent())
            .min(Comparator.comparing(node -> time.apply(node.guard()).orElse(usual), tighter));
    Duration limit = limiting.flatMap(node -> time.apply(node.guard())).orElse(usual);
    Duration asked = plan.orElse(limit);
    if (tighter.compare(asked, limit) <= 0) {
      return new GuardTime(asked, Optional.empty());
    }
    Optional<String> node = limiting.map(each -> each.name().value());
    return new GuardTime(limit, Optional.of(new TightenedTime(setting, asked, limit, node)));
  }
}
