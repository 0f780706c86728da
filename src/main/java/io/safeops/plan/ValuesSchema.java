package io.safeops.plan;

import io.safeops.document.FileHeader;
import io.safeops.document.Schema;

/** The schema of a file with the values of the parameters of plans. */
public final class ValuesSchema {

  private static final Schema VALUES =
      new Schema.MapOf(Schema.text(ParamReader.NAME, ParamReader.NAME_EXPECTED), Schema.text());

  /** The whole file. */
  public static final Schema.Fields FILE =
      FileHeader.schema("Values", "the values")
          .and(
              Schema.required(
                  "plans",
                  new Schema.MapOf(Schema.text(), Schema.anyOf(VALUES, Schema.someOf(VALUES))),
                  "for the path of each plan, its parameters with their values, or a list of such"
                      + " maps, one for each time that the plan is looked at"));

  private ValuesSchema() {}
}
