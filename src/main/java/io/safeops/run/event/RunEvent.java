package io.safeops.run.event;

import io.safeops.document.Printable;
import io.safeops.guard.NodeKind;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.RunSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something that happened to a run: a line of its journal, and what clients are told. Each kind is
 * a record; {@link RunEventCodec} says what each is in JSON. No event holds a secret. Nodes and
 * servers have said parts of it, so every text in it is made printable and bounded.
 */
public sealed interface RunEvent {

  /** For people, one line. */
  String text();

  /** How long until the nodes undo by themselves, where the event tells it. */
  default Optional<Duration> untilUndo() {
    return Optional.empty();
  }

  /**
   * The run has begun.
   *
   * @param digest the digest of the plan
   * @param user who runs it
   * @param nodes every node of the run and what it is to it
   */
  record RunStarted(String text, String digest, String user, Map<String, NodeKind> nodes)
      implements RunEvent {
    public RunStarted {
      text = line(text);
      digest = line(digest);
      user = line(user);
      nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }
  }

  /** The run asks the nodes something before it arms them. */
  record Checking(String text) implements RunEvent {
    public Checking {
      text = line(text);
    }
  }

  /** The run begins to arm the nodes. */
  record ArmingBegan(String text) implements RunEvent {
    public ArmingBegan {
      text = line(text);
    }
  }

  /** Every node is armed. */
  record Armed(String text, Optional<Duration> untilUndo) implements RunEvent {
    public Armed {
      text = line(text);
    }
  }

  /** The probes look for the first time; what fails already is not counted. */
  record BaselineBegan(String text) implements RunEvent {
    public BaselineBegan {
      text = line(text);
    }
  }

  /**
   * The next step, as it will be done.
   *
   * @param step the step's id in the plan
   * @param number its place in the plan, from 1
   * @param waits whether it waits for the operator's go; otherwise it is done at once
   */
  record StepProposed(String text, String step, Optional<Integer> number, boolean waits)
      implements RunEvent {
    public StepProposed {
      text = line(text);
      step = line(step);
    }

    /** One that waits. */
    public StepProposed(String text, String step, Optional<Integer> number) {
      this(text, step, number, true);
    }
  }

  /**
   * The operator wants the proposed step.
   *
   * @param step the step's id in the plan
   * @param user who said so
   */
  record GoGiven(String text, String step, String user) implements RunEvent {
    public GoGiven {
      text = line(text);
      step = line(step);
      user = line(user);
    }
  }

  /** The undo of a step goes to the disks of the nodes. */
  record UndoStaging(String text, String step) implements RunEvent {
    public UndoStaging {
      text = line(text);
      step = line(step);
    }
  }

  /** A step makes its change now, on nodes or through an API. */
  record StepBegan(String text, String step) implements RunEvent {
    public StepBegan {
      text = line(text);
      step = line(step);
    }
  }

  /** A step has made its change. */
  record StepDone(String text, String step) implements RunEvent {
    public StepDone {
      text = line(text);
      step = line(step);
    }
  }

  /** What was expected of a step is so. */
  record StepHolds(String text, String step) implements RunEvent {
    public StepHolds {
      text = line(text);
      step = line(step);
    }
  }

  /** All steps hold; the run now waits to see whether the cluster stays quiet. */
  record QuietBegan(String text) implements RunEvent {
    public QuietBegan {
      text = line(text);
    }
  }

  /**
   * A witness shows the code; the operator has to type it.
   *
   * @param way how the operator gets the code
   * @param node the witness
   * @param consoles the consoles of the witness that show it
   */
  record CodeShown(
      String text,
      Optional<RunSpec.ConfirmationInput> way,
      String node,
      String consoles,
      Optional<Duration> untilUndo)
      implements RunEvent {
    public CodeShown {
      text = line(text);
      node = line(node);
      consoles = line(consoles);
    }
  }

  /** The operator gave the right code. */
  record CodeAccepted(String text) implements RunEvent {
    public CodeAccepted {
      text = line(text);
    }
  }

  /** The operator gave a wrong code. */
  record CodeRefused(String text) implements RunEvent {
    public CodeRefused {
      text = line(text);
    }
  }

  /** The deadline was moved. */
  record DeadlineExtended(String text, Optional<Duration> untilUndo) implements RunEvent {
    public DeadlineExtended {
      text = line(text);
    }
  }

  /** Every node is asked, on a new connection, to promise the commit. */
  record PrepareBegan(String text) implements RunEvent {
    public PrepareBegan {
      text = line(text);
    }
  }

  /** The change is to be kept. From here on nothing turns back. */
  record CommitDecided(String text) implements RunEvent {
    public CommitDecided {
      text = line(text);
    }
  }

  /** Every node that decides has kept the change. */
  record Confirmed(String text) implements RunEvent {
    public Confirmed {
      text = line(text);
    }
  }

  /** The undo is gone from every node. */
  record Sealed(String text) implements RunEvent {
    public Sealed {
      text = line(text);
    }
  }

  /**
   * The run undoes the change.
   *
   * @param reason why
   */
  record RollbackBegan(String text, String reason) implements RunEvent {

    /** How the reason begins where an operator wanted it; who it was follows. */
    public static final String ASKED_FOR = "rollback asked for by ";

    public RollbackBegan {
      text = line(text);
      reason = line(reason);
    }

    /** Whether an operator wanted it. */
    public boolean isAskedFor() {
      return reason.startsWith(ASKED_FOR);
    }
  }

  /** Every node has undone its part. */
  record Undone(String text) implements RunEvent {
    public Undone {
      text = line(text);
    }
  }

  /**
   * A recovery has taken the run over.
   *
   * @param epoch of the recovery; it fences every lower one
   */
  record TakenOver(String text, Optional<Long> epoch) implements RunEvent {
    public TakenOver {
      text = line(text);
    }
  }

  /** Something else that the operator should know. */
  record Note(String text) implements RunEvent {
    public Note {
      text = line(text);
    }
  }

  /** A note about one node. */
  record NodeNote(String text, String node) implements RunEvent {
    public NodeNote {
      text = line(text);
      node = line(node);
    }
  }

  /**
   * The operator gave up nodes that never come back.
   *
   * @param lost the names of the nodes
   * @param because the operator's reason
   */
  record NodesGivenUp(String text, Set<String> lost, String because) implements RunEvent {
    public NodesGivenUp {
      text = line(text);
      lost = Set.copyOf(lost);
      because = line(because);
    }
  }

  /**
   * A rule refuses the plan, and the operator set it aside.
   *
   * @param rule the id of the rule
   * @param because the operator's reason
   */
  record RuleSetAside(String text, String rule, String because) implements RunEvent {
    public RuleSetAside {
      text = line(text);
      rule = line(rule);
      because = line(because);
    }
  }

  /**
   * A rule warns of the plan.
   *
   * @param rule the id of the rule
   */
  record RuleWarned(String text, String rule) implements RunEvent {
    public RuleWarned {
      text = line(text);
      rule = line(rule);
    }
  }

  /**
   * The run has ended; the text is that of the outcome.
   *
   * @param end empty where it is an end that this version does not know
   */
  record Ended(String text, Optional<Outcome.End> end) implements RunEvent {
    public Ended {
      text = line(text);
    }

    public Ended(Outcome outcome) {
      this(outcome.text(), Optional.of(outcome.end()));
    }

    /** Empty where this version does not know it. */
    public Optional<Outcome> outcome() {
      return end.map(known -> new Outcome(known, text));
    }
  }

  /**
   * An event of a kind that this version does not know: another version wrote it. It is kept as it
   * came, and written as it came.
   *
   * @param kind its name
   * @param data its keys and values
   */
  record OtherEvent(String kind, String text, Map<String, String> data) implements RunEvent {
    public OtherEvent {
      kind = line(kind);
      text = line(text);
      data = plain(data);
    }
  }

  private static String line(String text) {
    return Printable.line(MessageText.bounded(text));
  }

  /** The same, with every value made printable and bounded. */
  static Map<String, String> plain(Map<String, String> data) {
    Map<String, String> plain = new LinkedHashMap<>();
    data.forEach((key, value) -> plain.put(line(key), line(value)));
    return Collections.unmodifiableMap(plain);
  }
}
