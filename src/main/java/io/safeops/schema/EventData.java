package io.safeops.schema;

import io.safeops.document.Schema;
import io.safeops.document.Schema.Key;
import io.safeops.document.Schema.Meanings;
import io.safeops.document.Schema.Named;
import io.safeops.document.Schema.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The keys that events of a run have in their data. Every value is text. */
final class EventData {

  private static final Text TEXT = Schema.text();
  private static final Text DIGITS = Schema.text(Pattern.compile("[0-9]{1,18}"), "digits");

  /** How a run can end. */
  static final Meanings ENDS =
      Schema.meanings(
          "CONFIRMED", "the change is kept",
          "NOT_STARTED", "the run could not start: no node is armed any more",
          "REFUSED", "the rules refused before anything was armed",
          "ROLLED_BACK", "undone, and proven to be as before",
          "NOT_PROVEN", "undone as far as is known, but not proven",
          "SPLIT", "confirmed on some nodes only, or it is unknown whether",
          "SUPERSEDED", "another process took the run over and ends it",
          "FAILED", "safeops itself failed before anything was armed");

  static final Key DIGEST = Schema.optional("digest", TEXT, "the digest of the plan");
  static final Key USER = Schema.optional("user", TEXT, "who runs it");

  static final Key SAID_BY = Schema.optional("user", TEXT, "who said so");

  static final Key NODES =
      Schema.optional(
          "nodes",
          TEXT,
          "every node of the run, as NAME:voter or NAME:soft, with commas between. A voter is changed,"
              + " and decides how the run ends; a soft node only protects itself");

  static final Key SECONDS =
      Schema.optional("seconds", DIGITS, "how long until the nodes undo by themselves, in seconds");

  static final Key STEP = Schema.optional("step", TEXT, "the id of the step in the plan");

  static final Key NUMBER =
      Schema.optional("number", DIGITS, "the place of the step in the plan, from 1");

  static final Key WAITS =
      Schema.optional(
          "waits",
          Schema.meanings("no", "the step is done at once, without the operator's go").orOthers(),
          "whether the step waits for the operator's go; it does if this is absent");

  static final Key WAY =
      Schema.optional(
          "way",
          Schema.meanings(
                  "CODE", "a node shows a code on its console",
                  "IN_BAND", "the same code comes over a new connection in band",
                  "HOLD", "there is no code: the run confirms itself after the hold")
              .orOthers(),
          "how the operator gets the code");

  static final Key WITNESS = Schema.optional("node", TEXT, "the node that shows the code");

  static final Key CONSOLES =
      Schema.optional("consoles", TEXT, "the consoles of the node that show it");

  static final Key REASON = Schema.optional("reason", TEXT, "why");

  static final Key EPOCH =
      Schema.optional(
          "epoch", DIGITS, "the number of the recovery: nodes obey the highest one only");

  static final Key LOST =
      Schema.optional("lost", TEXT, "the nodes that were given up, with commas between");

  static final Key RULE =
      Schema.optional("rule", TEXT, "the id of the rule that warns, or that was set aside");

  static final Key BECAUSE =
      Schema.optional(
          "because", TEXT, "the operator's reason why nodes were given up, or a rule set aside");

  static final Key NODE = Schema.optional("node", TEXT, "the node that it is about");
  static final Key END = Schema.optional("end", ENDS.orOthers(), "how the run has ended");

  static final Key AT =
      Schema.optional(
          "at",
          TEXT,
          "when it happened, in UTC, as the journal or the process of the run tells it");

  static final Key RUN =
      Schema.optional("run", TEXT, "the id of the run; only in what `safeops runs` prints");

  static final Key UNTIL_UNDO =
      Schema.optional(
          "untilUndo",
          TEXT,
          "seconds until the first node undoes by itself; only in what `safeops runs` prints of an"
              + " open run");

  static final Key STATE =
      Schema.optional(
          "state",
          new Named("state", EventData::states),
          "how the run has ended, or how it stands; only in what `safeops runs` prints");

  private EventData() {}

  private static Meanings states() {
    Map<String, String> states = new LinkedHashMap<>(ENDS.meanings());
    states.put("OPEN", "its process lives");
    states.put("PROCESS GONE", "its process is gone, and its journal tells no end");
    states.put("NO JOURNAL", "this machine has no journal of it");
    states.put("UNREADABLE", "its journal cannot be read");
    return new Meanings(states, false);
  }
}
