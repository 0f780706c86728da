package io.safeops.approval;

import java.util.Comparator;
import java.util.List;

/**
 * A rule that is set aside for some items.
 *
 * @param rule its id
 * @param digest of its text, 64 hexadecimal digits
 * @param because the reason
 * @param items for which it is set aside, sorted, at least one
 */
public record BoundWaiver(String rule, String digest, String because, List<Item> items) {

  /**
   * An item that violates the rule.
   *
   * @param step that adds the violation; empty for the plan as a whole
   * @param item its key, the same before and after a change
   * @param parts what the violation consists of, sorted; with one more, it is worse
   */
  public record Item(String step, String item, List<String> parts) {
    public Item {
      parts = parts.stream().sorted().distinct().toList();
    }

    /** Its place: a step and an item. */
    public String place() {
      return (step.isEmpty() ? "the plan" : "step " + step) + ", " + item;
    }
  }

  public BoundWaiver {
    items =
        items.stream()
            .distinct()
            .sorted(
                Comparator.comparing(Item::step)
                    .thenComparing(Item::item)
                    .thenComparing(each -> each.parts().toString()))
            .toList();
    if (items.isEmpty()) {
      throw new IllegalArgumentException("rule " + rule + " is set aside for no item");
    }
    if (because.isBlank()) {
      throw new IllegalArgumentException("rule " + rule + " is set aside without a reason");
    }
  }
}
