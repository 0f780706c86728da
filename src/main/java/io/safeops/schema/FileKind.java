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
import java.util.function.Supplier;

/** A kind of file that has a schema. A new kind, such as an output in JSON, is one more line. */
public enum FileKind {
  PLAN("plan", "A change plan of safeops", () -> PlanSchema.of(Actions.keys())),
  VALUES("values", "Values of the parameters of plans", () -> ValuesSchema.FILE),
  INVENTORY(
      "inventory", "The nodes of a cluster, and how to reach them", () -> InventorySchema.FILE),
  POLICY("policy", "Rules that a plan or a cluster must keep", () -> PolicySchema.FILE),
  POLICY_TEST("policy-test", "Tests of a policy", () -> CaseSchema.FILE),
  SKETCH("sketch", "A cluster in a few lines, for tests of policies", FactsSchema::sketch),
  FACTS("facts", "The facts of a cluster, as safeops facts writes them", FactsSchema::facts);

  private final String word;
  private final String title;
  private final Supplier<Schema> schema;

  FileKind(String word, String title, Supplier<Schema> schema) {
    this.word = word;
    this.title = title;
    this.schema = schema;
  }

  /** Its name on the command line, and of its file. */
  public String word() {
    return word;
  }

  /** The JSON Schema as text; the same for each call. */
  public String json() {
    return JsonSchema.of("safeops/v1/" + word, title, schema.get());
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
