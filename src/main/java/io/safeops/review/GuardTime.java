package io.safeops.review;

import io.safeops.inventory.GuardTimes;
import io.safeops.inventory.InventoryNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One time of a guard: the tightest that the inventory sets for an armed node, or the default. The
 * plan's own value counts only if it is tighter still.
 *
 * @param tightened present if the plan asked for a looser value
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
