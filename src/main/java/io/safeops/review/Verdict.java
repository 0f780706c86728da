package io.safeops.review;

import io.safeops.policy.Evidence;
import io.safeops.policy.Remedy;
import io.safeops.policy.WaiverLevel;
import java.util.List;

/**
 * What a rule says about a step, and the consequence.
 *
 * @param rule the rule's id
 * @param step the step that adds the violation; empty for a violation of the plan as a whole
 * @param item the key of the item that violates the rule, the same before and after a change
 * @param message what is wrong, naming the items
 * @param ruling what it means for the run
 * @param because the operator's reason, if the rule was set aside
 * @param waivable who may set it aside: {@code never}, {@code approval} or {@code operator}
 * @param meanwhile whether the operator may set it aside as long as approvals do not exist yet
 * @param trace the values that decided, such as {@code it.localnets.size() = 2}
 * @param evidence what it is about, in names that a plan may have
 * @param remedies what to do instead; several if the operator has to choose. None if a step adds a
 *     fault: there is nothing to mend as long as the step is not done
 * @param source where the rule comes from
 */
public record Verdict(
    String rule,
    String step,
    String item,
    String message,
    Ruling ruling,
    String because,
    WaiverLevel waivable,
    boolean meanwhile,
    String trace,
    Evidence evidence,
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
    return waivable == WaiverLevel.OPERATOR || meanwhile;
  }

  public boolean refuses() {
    return ruling == Ruling.REFUSED;
  }

  /** A verdict by its parts. */
  public static Builder builder(String rule, Ruling ruling) {
    return new Builder(rule, ruling);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String rule;
    private String step = "";
    private String item = "";
    private String message = "";
    private final Ruling ruling;
    private String because = "";
    private WaiverLevel waivable = WaiverLevel.NEVER;
    private boolean meanwhile;
    private String trace = "";
    private Evidence evidence = Evidence.NONE;
    private List<Remedy> remedies = List.of();
    private String source = "";

    private Builder(String rule, Ruling ruling) {
      this.rule = rule;
      this.ruling = ruling;
    }

    public Builder step(String newStep) {
      step = newStep;
      return this;
    }

    public Builder item(String newItem) {
      item = newItem;
      return this;
    }

    public Builder message(String newMessage) {
      message = newMessage;
      return this;
    }

    public Builder because(String newBecause) {
      because = newBecause;
      return this;
    }

    public Builder waivable(WaiverLevel newWaivable) {
      waivable = newWaivable;
      return this;
    }

    public Builder meanwhile(boolean newMeanwhile) {
      meanwhile = newMeanwhile;
      return this;
    }

    public Builder trace(String newTrace) {
      trace = newTrace;
      return this;
    }

    public Builder evidence(Evidence newEvidence) {
      evidence = newEvidence;
      return this;
    }

    public Builder remedies(List<Remedy> newRemedies) {
      remedies = newRemedies;
      return this;
    }

    public Builder source(String newSource) {
      source = newSource;
      return this;
    }

    public Verdict build() {
      return new Verdict(
          rule, step, item, message, ruling, because, waivable, meanwhile, trace, evidence,
          remedies, source);
    }
  }
}
