package io.safeops.review.policytest;

import io.safeops.action.registry.Actions;
import io.safeops.document.FileHeader;
import io.safeops.document.Schema;
import io.safeops.inventory.InventorySchema;
import io.safeops.plan.PlanSchema;

/** The schema of a file with tests of a policy. */
public final class CaseSchema {

  static final String KIND = "PolicyTest";

  private static final Schema.Key STEPS = PlanSchema.steps(Actions.keys());

  private static final Schema CASE =
      Schema.fields(
              Schema.required(
                  "case",
                  Schema.text(CaseReader.LINE, "one line"),
                  "what the case is, in one line"),
              Schema.optional(
                  "change",
                  new Schema.MapOf(Schema.text(), new Schema.Anything()),
                  "what differs from the base. A key is a place: `nodes[net].bridges[br-int].protocols`;"
                      + " [*] is every item, [+NAME] adds one, ~ takes away, a map is merged"),
              Schema.optional(STEPS.name(), STEPS.schema(), "the plan: steps as in a plan"),
              Schema.optional(
                  "exec",
                  Schema.listOf(Schema.quoted(CasePlan.LINE, CasePlan.LINE_EXPECTED)),
                  "the plan: command lines as on a console, each with the node that it is typed on"),
              PlanSchema.guard(),
              Schema.optional(
                  "inventory",
                  InventorySchema.partialNodes(),
                  "what the inventory says about nodes; every other node has a console"),
              InventorySchema.MAINTENANCE,
              Schema.optional(
                  "refuses",
                  new Schema.MapOf(
                      Schema.text(), Schema.text(CaseReader.LINE, "a piece of what the rule says")),
                  "the rules that refuse it, each with a piece of the message that it must give"),
              Schema.optional(
                  "passes", Schema.listOf(Schema.text()), "the rules that must let it pass"))
          .atMostOneOf("steps", "exec")
          .atLeastOneOf("refuses", "passes");

  /** The whole file. */
  public static final Schema.Fields FILE =
      FileHeader.schema(KIND, "the policy that is tested")
          .and(
              Schema.optional(
                  "base",
                  Schema.text(),
                  "the facts that the cases start from: facts/NAME.yaml or facts/NAME.json beside the"
                      + " tests, else a built-in one; "
                      + CaseReader.USUAL_BASE
                      + " if missing"))
          .and(Schema.required("cases", Schema.listOf(CASE), "the cases"));

  private CaseSchema() {}
}
