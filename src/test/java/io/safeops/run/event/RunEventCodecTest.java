package io.safeops.run.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.guard.NodeKind;
import io.safeops.run.messaging.RunSpec.ConfirmationInput;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The lines are those of earlier versions, whose journals and clients are still in use. */
class RunEventCodecTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Optional<Duration> LEFT = Optional.of(Duration.ofSeconds(300));

  /** Every kind of event, and its line. */
  private static final Map<RunEvent, String> LINES = lines();

  private static Map<RunEvent, String> lines() {
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
        new RunEvent.StepProposed("t", "s1", Optional.of(1)),
        line("STEP", "\"step\":\"s1\",\"number\":\"1\""));
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

  private static String line(String kind, String data) {
    return "{\"kind\":\"" + kind + "\",\"text\":\"t\",\"data\":{" + data + "}}";
  }

  @Test
  void everyKindHasItsLine() {
    List<Class<?>> here = LINES.keySet().stream().<Class<?>>map(Object::getClass).toList();
    assertThat(here).containsExactlyInAnyOrder(RunEvent.class.getPermittedSubclasses());
  }

  @Test
  void anEventIsWrittenAndReadAsTheSame() throws Exception {
    for (Map.Entry<RunEvent, String> known : LINES.entrySet()) {
      assertThat(JSON.writeValueAsString(RunEventCodec.members(known.getKey())))
          .isEqualTo(known.getValue());
      RecordedEvent read = RunEventCodec.read(JSON.readTree(known.getValue()));
      assertThat(read).isEqualTo(RecordedEvent.of(known.getKey()));
    }
  }

  /** A newer version may write more, and an older one less: the kind is still known. */
  @Test
  void aKindIsKnownWhateverItsValuesAre() throws Exception {
    List<String> kinds =
        Arrays.asList("STARTED", "ARMED", "STEP", "CODE", "EXTENDED", "TURNING_BACK", "TAKEOVER");
    for (String kind : kinds) {
      RecordedEvent bare = RunEventCodec.read(JSON.readTree(line(kind, "")));
      assertThat(bare.kind()).isEqualTo(kind);
      assertThat(bare.event()).as(kind).isNotInstanceOf(RunEvent.OtherEvent.class);
      RecordedEvent odd =
          RunEventCodec.read(
              JSON.readTree(line(kind, "\"seconds\":\"soon\",\"number\":\"-\",\"new\":\"value\"")));
      assertThat(odd.event()).as(kind).isEqualTo(bare.event());
      assertThat(odd.data()).containsEntry("new", "value").containsEntry("seconds", "soon");
    }
  }

  @Test
  void anUnknownEndIsKeptAndGivesNoOutcome() throws Exception {
    RecordedEvent read = RunEventCodec.read(JSON.readTree(line("ENDED", "\"end\":\"KEPT\"")));
    assertThat(read.event()).isInstanceOf(RunEvent.Ended.class);
    assertThat(((RunEvent.Ended) read.event()).outcome()).isEmpty();
    assertThat(read.data()).containsEntry("end", "KEPT");
  }
}
