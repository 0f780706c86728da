package io.safeops.run.event;

import io.safeops.guard.NodeKind;
import io.safeops.run.messaging.RunSpec.ConfirmationInput;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every kind of event with all that it can hold, and its line, as earlier versions write it. */
public final class EveryEvent {

  private static final Optional<Duration> LEFT = Optional.of(Duration.ofSeconds(300));

  private EveryEvent() {}

  /** Each event with its line. */
  public static Map<RunEvent, String> lines() {
    Map<String, NodeKind> nodes = new LinkedHashMap<>();
    nodes.put("a", NodeKind.VOTER);
    nodes.put("b", NodeKind.SOFT);
    Map<RunEvent, String> lines = new LinkedHashMap<>();
    lines.put(
        new RunEvent.RunStarted("t", "d1", "me", nodes),
        line("STARTED", "\"digest\":\"d1\",\"user\":\"me\",\"nodes\":\"a:voter,b:soft\""));
    lines.put(new RunEvent.Checking("t"), line("CHECKING", ""));
    lines.put(new RunEvent.ArmingBegan("t"), line("ARMING", ""));
    lines.put(new RunEvent.Armed("t", LEFT), line("ARMED", "\"seconds\":\"300\""));
    lines.put(new RunEvent.BaselineBegan("t"), line("BASELINE", ""));
    lines.put(
        new RunEvent.StepProposed("t", "s1", Optional.of(1), false),
        line("STEP", "\"step\":\"s1\",\"number\":\"1\",\"waits\":\"no\""));
    lines.put(
        new RunEvent.GoGiven("t", "s1", "kim"), line("GO", "\"step\":\"s1\",\"user\":\"kim\""));
    lines.put(new RunEvent.UndoStaging("t", "s1"), line("STAGING", "\"step\":\"s1\""));
    lines.put(new RunEvent.StepBegan("t", "s1"), line("DOING", "\"step\":\"s1\""));
    lines.put(new RunEvent.StepDone("t", "s1"), line("DONE", "\"step\":\"s1\""));
    lines.put(new RunEvent.StepHolds("t", "s1"), line("HOLDS", "\"step\":\"s1\""));
    lines.put(new RunEvent.QuietBegan("t"), line("QUIET", ""));
    lines.put(
        new RunEvent.CodeShown("t", Optional.of(ConfirmationInput.IN_BAND), "a", "tty1", LEFT),
        line(
            "CODE",
            "\"way\":\"IN_BAND\",\"node\":\"a\",\"consoles\":\"tty1\",\"seconds\":\"300\""));
    lines.put(new RunEvent.CodeAccepted("t"), line("WORD", ""));
    lines.put(new RunEvent.CodeRefused("t"), line("WRONG_WORD", ""));
    lines.put(new RunEvent.DeadlineExtended("t", LEFT), line("EXTENDED", "\"seconds\":\"300\""));
    lines.put(new RunEvent.PrepareBegan("t"), line("PREPARING", ""));
    lines.put(new RunEvent.CommitDecided("t"), line("DECIDED", ""));
    lines.put(new RunEvent.Confirmed("t"), line("CONFIRMED", ""));
    lines.put(new RunEvent.Sealed("t"), line("SEALED", ""));
    lines.put(new RunEvent.RollbackBegan("t", "why"), line("TURNING_BACK", "\"reason\":\"why\""));
    lines.put(new RunEvent.Undone("t"), line("UNDONE", ""));
    lines.put(new RunEvent.TakenOver("t", Optional.of(2L)), line("TAKEOVER", "\"epoch\":\"2\""));
    lines.put(new RunEvent.Note("t"), line("NOTE", ""));
    lines.put(new RunEvent.NodeNote("t", "a"), line("NOTE", "\"node\":\"a\""));
    lines.put(
        new RunEvent.NodesGivenUp("t", Set.of("b", "a"), "burned"),
        line("NOTE", "\"lost\":\"a,b\",\"because\":\"burned\""));
    lines.put(
        new RunEvent.RuleSetAside("t", "r/1", "known"),
        line("NOTE", "\"rule\":\"r/1\",\"because\":\"known\""));
    lines.put(new RunEvent.RuleWarned("t", "r/1"), line("NOTE", "\"rule\":\"r/1\""));
    lines.put(
        new RunEvent.Ended(new Outcome(Outcome.End.SPLIT, "t")),
        line("ENDED", "\"end\":\"SPLIT\""));
    lines.put(
        new RunEvent.OtherEvent("NEWS", "t", Map.of("from", "n1")),
        line("NEWS", "\"from\":\"n1\""));
    return lines;
  }

  /** Events that lack what they may lack. */
  public static List<RunEvent> bare() {
    return List.of(
        new RunEvent.RunStarted("t", "", "", Map.of()),
        new RunEvent.Armed("t", Optional.empty()),
        new RunEvent.StepProposed("t", "s1", Optional.empty()),
        new RunEvent.CodeShown("t", Optional.empty(), "a", "", Optional.empty()),
        new RunEvent.DeadlineExtended("t", Optional.empty()),
        new RunEvent.TakenOver("t", Optional.empty()),
        new RunEvent.NodesGivenUp("t", Set.of(), "burned"),
        new RunEvent.Ended("t", Optional.empty()));
  }

  static String line(String kind, String data) {
    return "{\"kind\":\"" + kind + "\",\"text\":\"t\",\"data\":{" + data + "}}";
  }
}
