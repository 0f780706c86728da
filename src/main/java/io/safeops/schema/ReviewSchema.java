package io.safeops.schema;

import io.safeops.document.Schema;
import io.safeops.document.Schema.Fields;
import io.safeops.document.Schema.Key;
import io.safeops.document.Schema.Meanings;
import io.safeops.document.Schema.Named;
import io.safeops.document.Schema.Text;
import io.safeops.document.Schema.WholeNumber;
import java.util.regex.Pattern;

/**
 * What {@code safeops review} writes in JSON: each key, its type and what it means. The views that
 * write it take the keys from here ({@link io.safeops.document.WrittenObject}).
 */
public final class ReviewSchema {

  /**
   * Changes when a key goes, gets another meaning, or has a word that is not listed here; new keys
   * may come at any time.
   */
  public static final String FORMAT = "safeops.review/1";

  private static final Text TEXT = Schema.text();
  private static final Schema TEXTS = Schema.listOf(TEXT);
  private static final Schema NAMES = TEXTS;
  private static final Schema FLAG = new Schema.Flag();
  private static final Schema SECONDS = new Schema.Decimal();
  private static final WholeNumber WHOLE = new WholeNumber(0, Long.MAX_VALUE);
  static final WholeNumber EXIT = new WholeNumber(0, 255);
  static final Text SHA256 = Schema.text(Pattern.compile("[0-9a-f]{64}"), "64 hexadecimal digits");

  private static final Schema SHA256_OR_EMPTY =
      Schema.text(Pattern.compile("([0-9a-f]{64})?"), "64 hexadecimal digits, or empty");

  private static final String LINE = "the line, from 1; 0 for the file as a whole";

  private static final String COLUMN =
      "the column in characters, from 1; 0 for the file as a whole";

  private ReviewSchema() {}

  /** Where the facts come from. */
  public static final Fields FACTS =
      Schema.fields(
          Schema.required("file", TEXT, "the file of facts; empty if the nodes were asked"),
          Schema.required(
              "collectedAt",
              TEXT,
              "when the facts were read, in UTC, such as 2026-01-02T03:04:05Z; empty if none were"
                  + " read"),
          Schema.required("nodes", WHOLE, "how many nodes the facts are of"),
          Schema.required(
              "digest",
              SHA256_OR_EMPTY,
              "the digest of the facts, as `safeops facts` prints it; empty if none were read"));

  /** A step of a plan, as a run would do it. */
  public static final Fields STEP =
      Schema.fields(
          Schema.required(
              "id", TEXT, "its id; batches of a step are steps of their own, as `restart.2`"),
          Schema.required("action", TEXT, "the name of its action, such as ovn.localnet.recreate"),
          Schema.required(
              "commands",
              TEXTS,
              "what it runs, or a description of that, line by line; secrets are masked"),
          Schema.required("voters", NAMES, "the nodes that it changes"),
          Schema.required("soft", NAMES, "the nodes that only protect themselves against it"),
          Schema.required(
              "undoneByRun", FLAG, "whether only the process of the run can undo it, and no node"));

  /** A time that the plan does not get as it asks for it. */
  public static final Fields TIGHTENED =
      Schema.fields(
          Schema.required(
              "setting",
              Schema.meanings(
                  "deadline", "from arming to the latest confirm",
                  "lease", "how long a node waits without hearing from the run",
                  "hold", "how long everything must be quiet before the code is asked for"),
              "which time it is"),
          Schema.required("askedSeconds", WHOLE, "what the plan asks for, in seconds"),
          Schema.required("takenSeconds", WHOLE, "what it gets, in seconds"),
          Schema.required(
              "node",
              TEXT,
              "the node that sets the limit; empty if no node sets one, so that the default is the"
                  + " limit"));

  /** How a run is guarded. */
  public static final Fields GUARD =
      Schema.fields(
          Schema.required(
              "deadlineSeconds", WHOLE, "from arming to the latest confirm, in seconds"),
          Schema.required(
              "leaseSeconds",
              WHOLE,
              "how long a node waits without hearing from the run before it undoes, in seconds"),
          Schema.required(
              "holdSeconds",
              WHOLE,
              "how long everything must be quiet before the code is asked for, in seconds"),
          Schema.required(
              "baselineSeconds",
              WHOLE,
              "how long probes measure the normal state before they count, in seconds"),
          Schema.required(
              "tightened",
              listOf("tightened", TIGHTENED),
              "the times for which the plan asks for more than the inventory allows, or for a"
                  + " shorter hold"));

  /** How long a run takes. */
  public static final Fields FORECAST =
      Schema.fields(
          Schema.required(
              "measured",
              FLAG,
              "whether the nodes were measured; if not, only the waits are known"),
          Schema.required(
              "fits", FLAG, "whether the run fits into the deadline; true if nothing was measured"),
          Schema.required(
              "totalSeconds",
              SECONDS,
              "how long the run takes without the change itself and the operator, in seconds"),
          Schema.required(
              "partsSeconds",
              new Schema.MapOf(TEXT, SECONDS),
              "how long each part of the run takes, in seconds, by its name"),
          Schema.required("basis", TEXT, "what was measured, for people"));

  /** What a rule says. */
  public static final Fields VERDICT =
      Schema.fields(
          Schema.required("rule", TEXT, "the id of the rule, such as paths/no-loop"),
          Schema.required(
              "step", TEXT, "the id of the step that adds it; empty for the plan as a whole"),
          Schema.required(
              "item",
              TEXT,
              "the key of the item that violates the rule, the same before and after a change"),
          Schema.required(
              "at",
              TEXT,
              "the place in the plan: FILE:LINE:COLUMN, or FILE for the file as a whole"),
          Schema.required(
              "ruling",
              Schema.meanings(
                  "REFUSED", "the plan is not run",
                  "WARNED", "the plan may run",
                  "WAIVED", "the operator has set the rule aside"),
              "what follows from it"),
          Schema.required("message", TEXT, "what is wrong"),
          Schema.required(
              "waive",
              Schema.meanings(
                  "never", "nobody",
                  "approval", "the person who signs the approval of a plan",
                  "operator", "the operator who types the command"),
              "who may set the rule aside"),
          Schema.optional(
              "meanwhile",
              Schema.meanings("operator", "the operator"),
              "who may set it aside as long as approvals do not exist yet"),
          Schema.required(
              "trace", TEXT, "the values that decided, such as it.localnets.size() = 2"),
          Schema.required("remedies", TEXTS, "commands that help instead; of several, choose one"),
          Schema.required("source", TEXT, "where the rule comes from"));

  /** A review of one plan. */
  public static final Fields REVIEW =
      Schema.fields(
          Schema.required("plan", TEXT, "the name of the plan"),
          Schema.required(
              "digest",
              TEXT,
              "the digest of the plan with its parameters; comments and layout do not change it"),
          Schema.required("passes", FLAG, "whether a run may begin"),
          Schema.required("steps", listOf("step", STEP), "its steps, in order"),
          Schema.required(
              "unmodelled",
              NAMES,
              "the ids of the steps of which safeops does not know all changes: after such a step"
                  + " no undo is proven"),
          Schema.required(
              "voters",
              NAMES,
              "the nodes that the plan changes: together they decide how a run ends"),
          Schema.required("soft", NAMES, "the nodes that only protect themselves"),
          Schema.required("guard", named("guard", GUARD), "the times of the guard"),
          Schema.required("forecast", named("forecast", FORECAST), "how long a run takes"),
          Schema.required(
              "verdicts",
              listOf("verdict", VERDICT),
              "what the rules say; those on the plan as a whole come first"));

  /** A value of an object that changes. */
  public static final Fields CHANGED_FIELD =
      Schema.fields(
          Schema.required("name", TEXT, "its name, as in a file of facts"),
          Schema.required("before", TEXT, "what it was; empty if there was none"),
          Schema.required("after", TEXT, "what it becomes; empty if there is none"));

  /** An object of the cluster that a step changes. */
  public static final Fields CHANGED_OBJECT =
      Schema.fields(
          Schema.required(
              "change",
              Schema.meanings("+", "it is added", "-", "it is removed", "~", "it is changed"),
              "what becomes of it"),
          Schema.required(
              "name",
              TEXT,
              "its name with the things that hold it, such as node net, bridge br-ex, port eth1"),
          Schema.optional(
              "fields",
              listOf("field", CHANGED_FIELD),
              "of an object that is changed: the values that differ"));

  /** What a step changes. */
  public static final Fields CHANGES =
      Schema.fields(
          Schema.required("step", TEXT, "the id of the step"),
          Schema.required(
              "objects",
              listOf("object", CHANGED_OBJECT),
              "the objects of the cluster that it changes, as predicted; secrets are masked"));

  /** Something that happens in a rehearsal. */
  public static final Fields MOMENT =
      Schema.fields(
          Schema.required("seconds", SECONDS, "when, in seconds since the start of the run"),
          Schema.required("text", TEXT, "what happens"));

  /** A run with simulated nodes and a simulated clock. */
  public static final Fields REHEARSAL =
      Schema.fields(
          Schema.required("what", TEXT, "how this run is ended, or what goes wrong in it"),
          Schema.required("exit", EXIT, "the exit status that `safeops apply` would have"),
          Schema.required("text", TEXT, "how it ends"),
          Schema.required("seconds", SECONDS, "how long it takes, in seconds"),
          Schema.required("moments", listOf("moment", MOMENT), "what happens, in order"));

  /** Why a plan could not be reviewed. */
  public static final Fields PROBLEM =
      Schema.fields(
          Schema.required("file", TEXT, "the file"),
          Schema.required("line", WHOLE, LINE),
          Schema.required("column", WHOLE, COLUMN),
          Schema.required("message", TEXT, "what is wrong there"));

  /** Something that the review says about a place in a plan. */
  public static final Fields FINDING =
      Schema.fields(
          Schema.required(
              "level",
              Schema.meanings(
                  "error", "the plan is refused, or could not be reviewed",
                  "warning", "the plan may run",
                  "note", "a rule that is set aside"),
              "how bad it is"),
          Schema.required(
              "rule",
              TEXT,
              "the id of the rule, such as paths/no-loop; what is no rule has an id that begins"
                  + " with plan/, facts/ or run/"),
          Schema.required("file", TEXT, "the file of the place"),
          Schema.required("line", WHOLE, LINE),
          Schema.required("column", WHOLE, COLUMN),
          Schema.required("step", TEXT, "the id of the step; empty for the plan as a whole"),
          Schema.required("message", TEXT, "what is wrong"),
          Schema.required(
              "because", TEXT, "why the operator has set the rule aside; empty if nobody has"),
          Schema.required("remedies", TEXTS, "commands that help instead; of several, choose one"),
          Schema.required(
              "fingerprint",
              SHA256,
              "the same for the same finding when lines move or other steps come and go"));

  /** One plan of a report. */
  public static final Fields PLAN =
      Schema.fields(
          Schema.required(
              "file", TEXT, "the plan file, or the name of a playbook, as it was typed"),
          Schema.required("verdict", verdicts(), "what the review came to"),
          Schema.required(
              "exit",
              EXIT,
              "the exit status of a review of this plan alone, as `exit` of the whole"),
          reviewed(
              "parameters",
              new Schema.MapOf(TEXT, TEXT),
              "the values of the parameters, by name; secrets are masked"),
          reviewed("review", named("review", REVIEW), "what the plan does and what the rules say"),
          reviewed(
              "state",
              new Schema.MapOf(TEXT, SHA256),
              "a digest of each item that the review was made of, by its name: the plan, the rules,"
                  + " the facts that the plan touches. `safeops apply --reviewed` compares them"),
          reviewed("changes", listOf("changes", CHANGES), "what each step changes, in order"),
          Schema.optional(
              "rehearsals",
              listOf("rehearsal", REHEARSAL),
              "simulated runs of the plan; only with --rehearse or --fault, and if the plan is not"
                  + " refused"),
          Schema.optional(
              "problems",
              listOf("problem", PROBLEM),
              "why the plan could not be reviewed; only if it could not"),
          Schema.required(
              "findings", listOf("finding", FINDING), "all that the review says about places"));

  /** The whole: what one command has reviewed. */
  public static final Fields REPORT =
      Schema.fields(
          Schema.required("format", Schema.word(FORMAT), "which format this is"),
          Schema.required(
              "exit",
              EXIT,
              "the exit status of the command: 0 all plans pass, 3 one is refused or impossible, 6 facts"
                  + " that one needs were not read, 2 one does not load"),
          Schema.required("facts", named("facts", FACTS), "the facts that were reviewed on"),
          Schema.required(
              "notices", TEXTS, "about the review as a whole, such as facts that are old"),
          Schema.required("plans", listOf("plan", PLAN), "the plans, in the order of the command"));

  private static Key reviewed(String name, Schema schema, String description) {
    return Schema.optional(name, schema, description + "; only if the plan was reviewed");
  }

  private static Meanings verdicts() {
    return Schema.meanings(
        "passes", "a run may begin",
        "refused", "a rule refuses it, or the deadline cannot hold the run",
        "unreadable", "the file does not load, or parameters lack values",
        "impossible", "a step cannot be done on this cluster",
        "unknown", "facts that it needs were not read");
  }

  private static Named named(String name, Fields fields) {
    return new Named(name, () -> fields);
  }

  private static Schema listOf(String name, Fields fields) {
    return Schema.listOf(named(name, fields));
  }
}
