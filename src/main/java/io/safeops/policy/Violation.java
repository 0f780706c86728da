package io.safeops.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A rule that does not hold for one item.
 *
 * @param rule the rule's id, as {@code localnet/one-per-switch}
 * @param item what it is about: the same before and after a change as long as it is the same thing
 * @param message in words, for the operator
 * @param remedies what mends it; several where the operator has to choose, none where nobody knows
 * @param trace the values that decided, as {@code u.state = down}
 * @param source where the rule comes from, in its author's words; empty if it does not say
 * @param answered false if the rule failed or went over its budget, which counts as no
 * @param said false where it follows from what another rule finds
 */
public record Violation(
    String rule,
    String item,
    String message,
    Severity severity,
    Waive waive,
    List<Remedy> remedies,
    List<String> trace,
    String source,
    boolean answered,
    boolean said) {

  public Violation {
    remedies = List.copyOf(remedies);
    trace = List.copyOf(trace);
  }

  /** Rule and item: two violations with the same key are the same one, before and after. */
  public String key() {
    return rule + " " + item;
  }

  public boolean isDeny() {
    return severity == Severity.DENY;
  }

  /**
   * The rules of faults that were there {@code before} and that a plan mends, each once: they are
   * gone {@code after}, or it is the playbook that they name, which may do what nobody can predict.
   */
  public static List<String> mended(List<Violation> before, List<Violation> after, String plan) {
    List<Violation> faults =
        before.stream().filter(each -> each.said() && each.answered() && each.isDeny()).toList();
    Stream<Violation> named =
        faults.stream()
            .filter(fault -> fault.remedies().stream().anyMatch(each -> each.plan().equals(plan)));
    return Stream.concat(added(after, faults).stream(), named)
        .map(Violation::rule)
        .distinct()
        .toList();
  }

  /**
   * Those of {@code after} that were not there {@code before}. A rule that gave no answer is among
   * them in any case: nobody knows whether it would have been the same one.
   */
  public static List<Violation> added(List<Violation> before, List<Violation> after) {
    Set<String> known =
        before.stream().filter(Violation::answered).map(Violation::key).collect(Collectors.toSet());
    return after.stream()
        .filter(violation -> !violation.answered() || !known.contains(violation.key()))
        .toList();
  }
}
