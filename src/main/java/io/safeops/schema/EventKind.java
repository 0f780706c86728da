package io.safeops.schema;

import io.safeops.document.Schema;
import io.safeops.document.Schema.Fields;
import io.safeops.document.Schema.Key;

/**
 * A kind of event of a run, as JSON has it: its name, and the keys of its data. Journals of earlier
 * versions are read, and clients of earlier versions understand what is written: a name or a key
 * here is never changed. Every value is text, and every key may be missing: another version may
 * have written the event.
 */
public enum EventKind {
  STARTED("the run has begun", EventData.DIGEST, EventData.USER, EventData.NODES),
  CHECKING("the run asks the nodes something before it arms them"),
  ARMING("the run begins to arm the nodes"),
  ARMED("every node is armed", EventData.SECONDS),
  BASELINE("the probes look for the first time; what fails already is not counted"),
  STEP("the next step, as it will be done", EventData.STEP, EventData.NUMBER, EventData.WAITS),
  GO("the operator wants the proposed step", EventData.STEP, EventData.SAID_BY),
  STAGING("the undo of a step goes to the disks of the nodes", EventData.STEP),
  DOING("a step makes its change now, on nodes or through an API", EventData.STEP),
  DONE("a step has made its change", EventData.STEP),
  HOLDS("what was expected of a step is so", EventData.STEP),
  QUIET("all steps hold; the run waits to see whether the cluster stays quiet"),
  CODE(
      "a node shows the code; the operator has to type it",
      EventData.WAY,
      EventData.WITNESS,
      EventData.CONSOLES,
      EventData.SECONDS),
  WORD("the operator gave the right code"),
  WRONG_WORD("the operator gave a wrong code"),
  EXTENDED("the deadline was moved", EventData.SECONDS),
  PREPARING("every node is asked, on a new connection, to promise the commit"),
  DECIDED("the change is kept; from here on nothing turns back"),
  CONFIRMED("every node that decides has kept the change"),
  SEALED("the undo is gone from every node"),
  TURNING_BACK("the run undoes the change", EventData.REASON),
  UNDONE("every node has undone its part"),
  TAKEOVER("a recovery has taken the run over", EventData.EPOCH),
  NOTE(
      "something else that the operator should know: about a node, a rule, or nodes that were given"
          + " up",
      EventData.LOST,
      EventData.RULE,
      EventData.BECAUSE,
      EventData.NODE),
  ENDED("the run has ended; the text is that of its outcome", EventData.END);

  private final String meaning;
  private final Fields data;

  EventKind(String meaning, Key... data) {
    this.meaning = meaning;
    this.data = Schema.fields(data);
  }

  /** What has happened, for those who read the JSON. */
  String meaning() {
    return meaning;
  }

  /** What an event of this kind holds beside its text. */
  public Fields data() {
    return data;
  }
}
