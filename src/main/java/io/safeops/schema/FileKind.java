package io.safeops.schema;

import io.safeops.action.registry.Actions;
import io.safeops.document.Schema;
import io.safeops.facts.file.FactsSchema;
import io.safeops.inventory.InventorySchema;
import io.safeops.plan.PlanSchema;
import io.safeops.plan.ValuesSchema;
import io.safeops.policy.PolicySchema;
import io.safeops.review.policytest.CaseSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A kind of file that has a schema. A new kind is a constant here and a case in {@link #schema()};
 * all else follows.
 */
public enum FileKind {
  PLAN("plan", "A change plan of safeops"),
  VALUES("values", "Values of the parameters of plans"),
  INVENTORY("inventory", "The nodes of a cluster, and how to reach them"),
  POLICY("policy", "Rules that a plan or a cluster must keep"),
  POLICY_TEST("policy-test", "Tests of a policy"),
  SKETCH("sketch", "A cluster in a few lines, for tests of policies"),
  FACTS("facts", "The facts of a cluster, as safeops facts writes them"),
  REVIEW("review", "A review, as safeops review writes it in JSON"),
  EVENTS("events", "A line of JSON about a run: what commands print, or a line of its journal");

  private final String word;
  private final String title;

  FileKind(String word, String title) {
    this.word = word;
    this.title = title;
  }

  private Schema schema() {
    return switch (this) {
      case PLAN -> PlanSchema.of(Actions.keys());
      case VALUES -> ValuesSchema.FILE;
      case INVENTORY -> InventorySchema.FILE;
      case POLICY -> PolicySchema.FILE;
      case POLICY_TEST -> CaseSchema.FILE;
      case SKETCH -> FactsSchema.sketch();
      case FACTS -> FactsSchema.facts();
      case REVIEW -> ReviewSchema.REPORT;
      case EVENTS -> EventsSchema.LINE;
    };
  }

  /** Whether only safeops writes it, for other programs. */
  public boolean isOutput() {
    return this == REVIEW || this == EVENTS;
  }

  /** Its name on the command line, and of its file. */
  public String word() {
    return word;
  }

  /** The JSON Schema as text; the same for each call. */
  public String json() {
    String id = "safeops/v1/" + word;
    return isOutput()
        ? OutputJsonSchema.of(id, title, schema())
        : JsonSchema.of(id, title, schema());
  }

  /** The names of all kinds, in the order of the help text. */
  public static List<String> words() {
    return Arrays.stream(values()).map(FileKind::word).toList();
  }

  /** The kind with a name. */
  public static Optional<FileKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
