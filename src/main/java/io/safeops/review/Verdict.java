package io.safeops.review;

import io.safeops.policy.Remedy;
import java.util.List;

/**
 * What a rule says about a step, and the consequence.
 *
 * @param rule the rule's id
 * @param step the step that adds the violation; empty for a violation of the plan as a whole
 * @param message what is wrong, naming the items
 * @param ruling what it means for the run
 * @param because the operator's reason, if the rule was set aside
 * @param waivable who may set it aside: {@code never}, {@code approval} or {@code operator}
 * @param meanwhile whether the operator may set it aside as long as approvals do not exist yet
 * @param trace the values that decided, such as {@code it.localnets.size() = 2}
 * @param remedies what to do instead; several if the operator has to choose. None if a step adds a
 *     fault: there is nothing to mend as long as the step is not done
 * @param source where the rule comes from
 */
public record Verdict(
    String rule,
    String step,
    String message,
    Ruling ruling,
    String because,
    String waivable,
    boolean meanwhile,
    String trace,
    List<Remedy> remedies,
    String source) {

  /** The consequence of a violation for the run. */
  public enum Ruling {
    REFUSED,
    WARNED,
    /** Set aside by name and reason. */
    WAIVED
  }

  public Verdict {
    remedies = List.copyOf(remedies);
  }

  /** Whether the operator may set it aside with a reason. */
  public boolean isOperators() {
    return waivable.equals("operator") || meanwhile;
  }

  public boolean refuses() {
    return ruling == Ruling.REFUSED;
  }
}
