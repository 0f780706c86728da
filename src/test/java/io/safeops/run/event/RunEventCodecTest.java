package io.safeops.run.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The lines are those of earlier versions, whose journals and clients are still in use. */
class RunEventCodecTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every kind of event, and its line. */
  private static final Map<RunEvent, String> LINES = EveryEvent.lines();

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
      RecordedEvent bare = RunEventCodec.read(JSON.readTree(EveryEvent.line(kind, "")));
      assertThat(bare.kind()).isEqualTo(kind);
      assertThat(bare.event()).as(kind).isNotInstanceOf(RunEvent.OtherEvent.class);
      RecordedEvent odd =
          RunEventCodec.read(
              JSON.readTree(
                  EveryEvent.line(
                      kind, "\"seconds\":\"soon\",\"number\":\"-\",\"new\":\"value\"")));
      assertThat(odd.event()).as(kind).isEqualTo(bare.event());
      assertThat(odd.data()).containsEntry("new", "value").containsEntry("seconds", "soon");
    }
  }

  @Test
  void anUnknownEndIsKeptAndGivesNoOutcome() throws Exception {
    RecordedEvent read =
        RunEventCodec.read(JSON.readTree(EveryEvent.line("ENDED", "\"end\":\"KEPT\"")));
    assertThat(read.event()).isInstanceOf(RunEvent.Ended.class);
    assertThat(((RunEvent.Ended) read.event()).outcome()).isEmpty();
    assertThat(read.data()).containsEntry("end", "KEPT");
  }
}
