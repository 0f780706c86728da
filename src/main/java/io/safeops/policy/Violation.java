package io.safeops.policy;

import io.safeops.facts.derive.ClusterFunctions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A rule that does not hold for an item.
 *
 * @param rule the rule's id, as {@code paths/no-loop}
 * @param item the key of the item, which is the same before and after a change
 * @param extent the things that it consists of, if one more makes it worse
 * @param message for the operator
 * @param remedies the plans that mend it; several if the operator has to choose, none if no plan is
 *     known
 * @param trace the values that decided, such as {@code u.state = down}
 * @param evidence what it is about, in names that a plan may have
 * @param source where the rule comes from, as its author wrote it; may be empty
 * @param answered false if the rule failed or exceeded its budget, which counts as a violation
 * @param said false if it follows from what another rule finds, so that it is not reported
 */
public record Violation(
    String rule,
    String item,
    List<String> extent,
    String message,
    Severity severity,
    WaiverLevel waive,
    List<Remedy> remedies,
    List<String> trace,
    Evidence evidence,
    String source,
    boolean answered,
    boolean said) {

  /** How many new things a message names. The first few are enough to find the rest. */
  private static final int MOST_NEW = 8;

  public Violation {
    extent = List.copyOf(extent);
    remedies = List.copyOf(remedies);
    trace = List.copyOf(trace);
  }

  /**
   * The rule and the item. Two violations with the same key, before and after a change, are the
   * same one.
   */
  public String key() {
    return rule + " " + item;
  }

  public boolean isDeny() {
    return severity == Severity.DENY;
  }

  /**
   * The rules whose faults were there {@code before} and are mended by a plan, each once: their
   * faults are gone {@code after}, or the plan is a playbook that they name, whose effect may be
   * impossible to predict.
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
   * The violations of {@code after} that were not there {@code before}, or that have grown. A rule
   * without an answer is always among them, because it is not known whether its violation would be
   * the same.
   */
  public static List<Violation> added(List<Violation> before, List<Violation> after) {
    Map<String, Set<String>> known = new HashMap<>();
    for (Violation each : before) {
      if (each.answered()) {
        known.computeIfAbsent(each.key(), any -> new HashSet<>()).addAll(each.extent());
      }
    }
    List<Violation> added = new ArrayList<>();
    for (Violation each : after) {
      Set<String> was = known.get(each.key());
      if (was == null || !each.answered()) {
        added.add(each);
        continue;
      }
      List<String> more =
          was.contains(ClusterFunctions.MANY)
              ? List.of()
              : each.extent().stream().filter(one -> !was.contains(one)).toList();
      if (!more.isEmpty()) {
        added.add(each.worseBy(more));
      }
    }
    return List.copyOf(added);
  }

  /** A message that lists only some of many items may not name the new ones. */
  private Violation worseBy(List<String> more) {
    String names = String.join(", ", more.subList(0, Math.min(more.size(), MOST_NEW)));
    String rest = more.size() > MOST_NEW ? " and " + (more.size() - MOST_NEW) + " more" : "";
    String was =
        more.contains(ClusterFunctions.MANY)
            ? " (this was so before, but for fewer)"
            : " (this was so before; new: " + names + rest + ")";
    return toBuilder().message(message + was).evidence(evidence.grownBy(more)).build();
  }

  /** A violation by its parts; unless it says otherwise, it denies and nobody may set it aside. */
  public static Builder builder(String rule, String item) {
    return new Builder(rule, item);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(rule, item)
        .extent(extent)
        .message(message)
        .severity(severity)
        .waive(waive)
        .remedies(remedies)
        .trace(trace)
        .evidence(evidence)
        .source(source)
        .answered(answered)
        .said(said);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String rule;
    private final String item;
    private List<String> extent = List.of();
    private String message = "";
    private Severity severity = Severity.DENY;
    private WaiverLevel waive = WaiverLevel.NEVER;
    private List<Remedy> remedies = List.of();
    private List<String> trace = List.of();
    private Evidence evidence = Evidence.NONE;
    private String source = "";
    private boolean answered;
    private boolean said;

    private Builder(String rule, String item) {
      this.rule = rule;
      this.item = item;
    }

    public Builder extent(List<String> newExtent) {
      extent = newExtent;
      return this;
    }

    public Builder message(String newMessage) {
      message = newMessage;
      return this;
    }

    public Builder severity(Severity newSeverity) {
      severity = newSeverity;
      return this;
    }

    public Builder waive(WaiverLevel newWaive) {
      waive = newWaive;
      return this;
    }

    public Builder remedies(List<Remedy> newRemedies) {
      remedies = newRemedies;
      return this;
    }

    public Builder trace(List<String> newTrace) {
      trace = newTrace;
      return this;
    }

    public Builder evidence(Evidence newEvidence) {
      evidence = newEvidence;
      return this;
    }

    public Builder source(String newSource) {
      source = newSource;
      return this;
    }

    public Builder answered(boolean newAnswered) {
      answered = newAnswered;
      return this;
    }

    public Builder said(boolean newSaid) {
      said = newSaid;
      return this;
    }

    public Violation build() {
      return new Violation(
          rule, item, extent, message, severity, waive, remedies, trace, evidence, source, answered,
          said);
    }
  }
}
