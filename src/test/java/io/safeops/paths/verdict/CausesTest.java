package io.safeops.paths.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.paths.model.Answer;
import io.safeops.paths.model.End;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.model.Path;
import io.safeops.paths.model.PathKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which hops explain others. */
class CausesTest {

  private static List<String> faults(Hop cause, Answer answer) {
    Hop hop = Hop.of(HopKind.TUNNEL, "tunnel", "", answer, "why").causedBy(cause);
    Path path =
        Path.of(PathKind.OVERLAY, new End("net", "net", "", "net"), "all", List.of(cause, hop));
    return new Causes(List.of(path)).faults().stream().map(each -> each.hop().subject()).toList();
  }

  @Test
  void whatIsNotKnownDoesNotHideWhatIsBroken() {
    Hop unread = Hop.unknown(HopKind.NODE_READ, "net", "net", "no answer");

    assertThat(faults(unread, Answer.BROKEN)).containsExactly("tunnel", "net");
    assertThat(faults(unread, Answer.UNKNOWN)).containsExactly("net");
  }

  @Test
  void whatIsKnownExplainsWhatIsBroken() {
    assertThat(
            faults(Hop.broken(HopKind.SWITCH_RUNS, "switch", "net", "it is down"), Answer.BROKEN))
        .containsExactly("switch");
    assertThat(
            faults(
                Hop.of(HopKind.CONTROLLER_RUNS, "c", "net", Answer.AS_LAST_PROGRAMMED, "stopped"),
                Answer.BROKEN))
        .containsExactly("c");
  }
}
