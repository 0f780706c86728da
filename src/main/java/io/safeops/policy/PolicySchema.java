package io.safeops.policy;

import io.safeops.document.FileHeader;
import io.safeops.document.Schema;

/** The schema of a policy. */
public final class PolicySchema {

  static final String KIND = "Policy";

  private static final Schema WAIVE = Schema.words(PolicyReader.words(WaiverLevel.class));

  private static final Schema REMEDY =
      Schema.fields(
          Schema.required(
              "plan",
              Schema.text(PolicyReader.NAME, "the name of a playbook"),
              "the playbook that mends it"),
          Schema.optional("when", Schema.text(), "CEL: when it fits; always if missing"),
          Schema.optional(
              "each",
              Schema.text(),
              "CEL: a list of choices; the playbook is shown for each, and `choice` is one of them"),
          Schema.optional(
              "with",
              new Schema.MapOf(Schema.text(), Schema.text()),
              "the parameters of the playbook, texts with ${CEL}"));

  private static final Schema RULE =
      Schema.fields(
          Schema.required(
              "id",
              Schema.text(PolicyReader.ID, "a rule's id, as POLICY/NAME"),
              "POLICY/NAME: lower-case letters, digits, dashes. Operators type it after --waive"),
          Schema.required(
              "each",
              Schema.text(),
              "CEL: the list of items that it judges. `it` is one of them in all other keys"),
          Schema.optional("when", Schema.text(), "CEL: the items that the rule is about"),
          Schema.required(
              "expression",
              Schema.text(),
              "CEL: what must be true. An error or too many steps counts as not true"),
          Schema.optional(
              "unless", Schema.text(), "CEL: the item is wrong, and another rule already says why"),
          Schema.optional(
              "key",
              Schema.text(),
              "a text with ${CEL} that tells violations of one item apart: two with the same item"
                  + " and key are the same one"),
          Schema.optional(
              "grows-with",
              Schema.text(),
              "CEL: a list of texts. One that is new makes an old violation worse"),
          Schema.required(
              "message",
              Schema.text(),
              "a text with ${CEL}: what is wrong, where, and what follows from it"),
          Schema.optional(
              "severity",
              Schema.words(PolicyReader.words(Severity.class)),
              "whether a violation is refused or only named; deny if missing"),
          Schema.required("waive", WAIVE, "who may set it aside"),
          Schema.optional(
              "meanwhile",
              WAIVE,
              "only operator, and only beside `waive: approval`: who may set it aside as long as"
                  + " approvals do not exist yet"),
          Schema.optional(
              "judges",
              Schema.quoted(PolicyReader.JUDGES, "the words `the present cluster`"),
              "the words `the present cluster`: it judges the cluster as it is, and not what a step"
                  + " makes of it"),
          Schema.optional(
              "remedy",
              Schema.anyOf(REMEDY, Schema.listOf(REMEDY)),
              "the playbook that mends a violation, or a list of them"),
          Schema.optional(
              "about",
              Schema.text(PolicyReader.LINE, "one line"),
              "what it guards against, in one line, for `safeops policy list`"),
          Schema.optional(
              "source",
              Schema.text(),
              "where the rule comes from: an incident, a manual, a measurement"));

  /** The whole file. */
  public static final Schema.Fields FILE =
      FileHeader.schema(KIND, "the policy")
          .and(Schema.required("rules", Schema.someOf(RULE), "the rules, at least one"));

  private PolicySchema() {}
}
