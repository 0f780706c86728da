package io.safeops.cli.view;

import io.safeops.review.Review;
import io.safeops.review.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a review says of one verdict of a rule, in lines for people. */
final class VerdictText {

  /** A folded message has at most so many characters: two lines of a usual terminal. */
  private static final int FOLDED = 160;

  private VerdictText() {}

  /**
   * All of it but the values that decided: they are for who reads the rule.
   *
   * @param inventory as the operator typed it, for the commands that are shown
   */
  static List<String> whole(Verdict verdict, Review review, Optional<String> inventory) {
    return lines(verdict, review, inventory, verdict.message());
  }

  /** The same with the values that decided. */
  static List<String> explained(Verdict verdict, Review review) {
    List<String> lines = whole(verdict, review, Optional.empty());
    if (!verdict.trace().isEmpty()) {
      lines.add("    because " + verdict.trace());
    }
    return lines;
  }

  /**
   * The same as {@link #whole} with the beginning of a long message only, unless the verdict
   * refuses the plan: then all of it is needed now.
   *
   * @param more what shows all of it
   */
  static List<String> folded(
      Verdict verdict, Review review, Optional<String> inventory, String more) {
    String message = verdict.message();
    if (verdict.refuses() || message.length() <= FOLDED) {
      return whole(verdict, review, inventory);
    }
    int end = message.lastIndexOf(' ', FOLDED);
    return lines(
        verdict,
        review,
        inventory,
        message.substring(0, end > 0 ? end : FOLDED) + " ... (`" + more + "`)");
  }

  private static List<String> lines(
      Verdict verdict, Review review, Optional<String> inventory, String message) {
    List<String> lines = new ArrayList<>();
    lines.add(
        verdict.ruling()
            + " "
            + verdict.rule()
            + (verdict.step().isEmpty() ? "" : " (" + verdict.step() + ")")
            + ": "
            + message);
    lines.add("    at " + review.at(verdict));
    ReviewView.commands(verdict, inventory)
        .forEach(command -> lines.add("    instead: " + command));
    if (!verdict.because().isEmpty()) {
      lines.add(
          "    because: "
              + verdict.because()
              + (verdict.meanwhile() ? " (the operator's reason, instead of an approval)" : ""));
    }
    return lines;
  }

  /** What to do instead where no command mends it: said once, because each reason says it. */
  static List<String> instead(Review review) {
    List<Verdict> without =
        review.refusals().stream().filter(each -> each.remedies().isEmpty()).toList();
    return without.isEmpty()
        ? List.of()
        : List.of(
            "instead: do what the reason says, or leave out what it names; more: "
                + rules(without).stream()
                    .map(rule -> "`safeops policy explain " + rule + "`")
                    .collect(Collectors.joining(", ")));
  }

  /**
   * How the operator sets aside all that refuses a plan, as the last way out; none if a part of it
   * cannot be set aside: the plan would be refused all the same.
   */
  static List<String> setAside(Review review) {
    List<Verdict> refusals = review.refusals();
    if (refusals.isEmpty() || !refusals.stream().allMatch(Verdict::isOperators)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    rules(refusals.stream().filter(Verdict::meanwhile).toList())
        .forEach(
            rule ->
                lines.add(
                    rule
                        + " asks for an approval; nobody can give one yet, so your reason is"
                        + " enough"));
    lines.add(
        "if you must: safeops runs what it refuses here, under guard, for your reason: "
            + rules(refusals).stream()
                .map(rule -> "--waive " + rule + " --because \"...\"")
                .collect(Collectors.joining(" ")));
    return lines;
  }

  private static List<String> rules(List<Verdict> verdicts) {
    return verdicts.stream().map(Verdict::rule).distinct().toList();
  }
}
