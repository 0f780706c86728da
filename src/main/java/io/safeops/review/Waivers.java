package io.safeops.review;

import io.safeops.facts.derive.ShortenedList;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import io.safeops.policy.Violation;
import io.safeops.policy.WaiverLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules that are set aside, and what follows from that for a violation. */
final class Waivers {

  /**
   * What follows for one violation.
   *
   * @param by what sets it aside; empty if nothing does
   * @param remark why a waiver of its rule does not set it aside, to be added to its message; empty
   *     if there is no such waiver
   */
  record Answer(Optional<Waiver> by, String remark) {
    static final Answer NONE = new Answer(Optional.empty(), "");
  }

  private final PolicySet rules;
  private final Map<String, List<Waiver>> byRule;

  private Waivers(PolicySet rules, Map<String, List<Waiver>> byRule) {
    this.rules = rules;
    this.byRule = byRule;
  }

  /**
   * One that is given now must name a rule that yields to it. One that was given before may be
   * overtaken by the rules: then it does not count, and the violations say so.
   *
   * @throws ReviewException when one that is given now names no rule, or a rule that does not yield
   */
  static Waivers of(List<Waiver> waivers, PolicySet rules) throws ReviewException {
    Map<String, List<Waiver>> byRule = new HashMap<>();
    for (Waiver waiver : waivers) {
      if (waiver.digest().isEmpty()) {
        requireSense(waiver, rules);
      }
      byRule.computeIfAbsent(waiver.rule(), any -> new ArrayList<>()).add(waiver);
    }
    return new Waivers(rules, byRule);
  }

  private static void requireSense(Waiver waiver, PolicySet rules) throws ReviewException {
    Rule rule =
        rules
            .rule(waiver.rule())
            .orElseThrow(
                () ->
                    new ReviewException(
                        ReviewException.Reason.WAIVER, "there is no rule " + waiver.rule()));
    if (!rule.yieldsTo(waiver.level())) {
      throw new ReviewException(
          ReviewException.Reason.WAIVER,
          waiver.rule()
              + " cannot be set aside"
              + (rule.waive() == WaiverLevel.APPROVAL
                  ? " by the operator: it needs an approval"
                  : ", with any reason"));
    }
  }

  /** What follows for a violation that denies. */
  Answer answer(Violation violation) {
    List<String> objections = new ArrayList<>();
    for (Waiver waiver : byRule.getOrDefault(violation.rule(), List.of())) {
      Optional<String> objection = objection(waiver, violation);
      if (objection.isEmpty()) {
        return new Answer(Optional.of(waiver), "");
      }
      objections.add(objection.get());
    }
    return objections.isEmpty()
        ? Answer.NONE
        : new Answer(
            Optional.empty(),
            " (" + String.join("; ", objections.stream().distinct().toList()) + ")");
  }

  /** Why it does not set the violation aside; empty if it does. */
  private Optional<String> objection(Waiver waiver, Violation violation) {
    Optional<Rule> rule = rules.rule(violation.rule());
    boolean isApproval = waiver.level() == WaiverLevel.APPROVAL;
    if (!violation.waive().yieldsTo(waiver.level())
        && rule.filter(each -> each.yieldsTo(waiver.level())).isEmpty()) {
      return Optional.of(
          "not set aside: this rule does not yield to "
              + (isApproval ? "an approval" : "the operator"));
    }
    boolean isSame = waiver.digest().isEmpty() || waiver.digest().equals(rule.map(Rule::digest));
    if (!isSame) {
      return Optional.of("not set aside: the text of this rule has changed since the approval");
    }
    if (!waiver.covers(violation.item())) {
      return Optional.of(
          "new since the "
              + (isApproval ? "approval" : "waiver")
              + ", which sets this rule aside only for "
              + String.join(
                  ", ", ShortenedList.of(waiver.only().stream().sorted(), waiver.only().size())));
    }
    return Optional.empty();
  }
}
