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
 * A kind of file that has a schema. A new kind, such as an output of a command in JSON, is a
 * constant here and a case in {@link #schema()}; all else follows.
 */
public enum FileKind {
  PLAN("plan", "A change plan of safeops"),
  VALUES("values", "Values of the parameters of plans"),
  INVENTORY("inventory", "The nodes of a cluster, and how to reach them"),
  POLICY("policy", "Rules that a plan or a cluster must keep"),
  POLICY_TEST("policy-test", "Tests of a policy"),
  SKETCH("sketch", "A cluster in a few lines, for tests of policies"),
  FACTS("facts", "The facts of a cluster, as safeops facts writes them");

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
    };
  }

  /** Its name on the command line, and of its file. */
  public String word() {
    return word;
  }

  /** The JSON Schema as text; the same for each call. */
  public String json() {
    return JsonSchema.of("safeops/v1/" + word, title, schema());
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
