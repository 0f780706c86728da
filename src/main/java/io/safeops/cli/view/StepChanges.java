package io.safeops.cli.view;

import io.safeops.document.SecretMask;
import io.safeops.facts.diff.ChangedObject;
import io.safeops.facts.diff.ChangedObject.ChangedField;
import io.safeops.facts.diff.ChangedObject.Kind;
import io.safeops.facts.diff.FactsDiff;
import io.safeops.facts.model.Cluster;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What one step makes of the cluster, as it is predicted. It holds no secrets.
 *
 * @param step its id
 */
public record StepChanges(String step, List<ChangedObject> objects) {

  /** More objects than a person reads; the other forms have all of them. */
  private static final int MOST_OBJECTS = 40;

  public StepChanges {
    objects = List.copyOf(objects);
  }

  /** Of all steps, in order. */
  public static List<StepChanges> of(Review review) {
    List<StepChanges> changes = new ArrayList<>();
    List<String> secrets = review.plan().secrets();
    Cluster now = review.before();
    for (StepReview step : review.steps()) {
      List<ChangedObject> objects = FactsDiff.between(now, step.after());
      changes.add(
          new StepChanges(step.id(), objects.stream().map(each -> masked(each, secrets)).toList()));
      now = step.after();
    }
    return changes;
  }

  /** How many objects are made, altered and removed, in words. */
  public String count() {
    return count(List.of(this));
  }

  /** The same for several steps. */
  public static String count(List<StepChanges> steps) {
    List<String> parts = new ArrayList<>();
    part(steps, Kind.ADDED, "added", parts);
    part(steps, Kind.ALTERED, "changed", parts);
    part(steps, Kind.REMOVED, "removed", parts);
    return parts.isEmpty() ? "nothing" : String.join(", ", parts);
  }

  private static void part(List<StepChanges> steps, Kind kind, String word, List<String> parts) {
    long count =
        steps.stream()
            .flatMap(step -> step.objects().stream())
            .filter(each -> each.kind() == kind)
            .count();
    if (count > 0) {
      parts.add(count + " " + word);
    }
  }

  /** For people, below the step. */
  void text(PrintWriter out) {
    lines().forEach(line -> out.println("    " + line));
  }

  /** For people, one line each; none if nothing changes. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (objects.isEmpty()) {
      return lines;
    }
    lines.add("changes, as predicted: " + count());
    for (ChangedObject changed : objects.subList(0, Math.min(MOST_OBJECTS, objects.size()))) {
      lines.add("  " + changed.kind().sign() + " " + changed.name());
      changed.fields().forEach(field -> lines.add("      " + field.text()));
    }
    if (objects.size() > MOST_OBJECTS) {
      lines.add(
          "  and "
              + (objects.size() - MOST_OBJECTS)
              + " more (this list shows "
              + MOST_OBJECTS
              + "; --format json shows all)");
    }
    return lines;
  }

  private static ChangedObject masked(ChangedObject changed, List<String> secrets) {
    return new ChangedObject(
        changed.kind(),
        masked(changed.name(), secrets),
        changed.fields().stream()
            .map(
                field ->
                    new ChangedField(
                        masked(field.name(), secrets),
                        masked(SecretMask.value(field.name(), field.before()), secrets),
                        masked(SecretMask.value(field.name(), field.after()), secrets)))
            .toList());
  }

  private static String masked(String text, List<String> secrets) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, SecretMask.MASKED);
    }
    return masked;
  }
}
