package io.safeops.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Script;
import io.safeops.review.GuardPlan;
import io.safeops.review.GuardPlan.Guarded;
import io.safeops.review.TightenedTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a review says of the guard. */
class GuardingViewTest {

  private static GuardPlan guarding(TightenedTime... tightened) {
    return new GuardPlan(
        List.of(
            new Guarded("ctl", true, 1, true, List.of(), true),
            new Guarded("net", false, 1, false, List.of(), true)),
        Duration.ofSeconds(120),
        Duration.ofSeconds(15),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        List.of(tightened),
        List.of());
  }

  @Test
  void whatIsTriedBeforeArmingIsSaid() {
    GuardPlan plain = guarding();
    assertThat(text(plain)).doesNotContain("tested before arming");
    GuardPlan asking =
        new GuardPlan(
            List.of(
                plain.nodes().get(0),
                new Guarded(
                    "net", false, 1, false, List.of(), true, Optional.of(new Script("exit 0")))),
            plain.deadline(),
            plain.lease(),
            plain.hold(),
            plain.baseline(),
            List.of(),
            List.of());
    assertThat(text(asking))
        .contains("tested before arming: the undo's requests to OVN's databases, on net; the run");
  }

  private static String text(GuardPlan guardPlan) {
    StringWriter out = new StringWriter();
    GuardingView.text(guardPlan, false, new PrintWriter(out, true));
    return out.toString();
  }

  private static TightenedTime tightened(
      String setting, int asked, int taken, Optional<String> node) {
    return new TightenedTime(setting, Duration.ofSeconds(asked), Duration.ofSeconds(taken), node);
  }

  @Test
  void aPlanGetsWhatItAsksFor() {
    assertThat(text(guarding()))
        .contains("deadline 120 s, lease 15 s, quiet for 20 s, one node decides");
  }

  @Test
  void aTimeThatIsTighterThanThePlanAsksForSaysWhoWantsItSo() {
    assertThat(
            text(
                guarding(
                    tightened("lease", 20, 15, Optional.of("net")),
                    tightened("hold", 2, 20, Optional.of("ctl")))))
        .contains("deadline 120 s, lease 15 s (the plan asks for 20 s; net allows at most 15 s),")
        .contains("quiet for 20 s (the plan asks for 2 s; ctl wants at least 20 s),");
    assertThat(text(guarding(tightened("lease", 20, 15, Optional.empty()))))
        .contains(
            "lease 15 s (the plan asks for 20 s; at most 15 s unless the inventory says"
                + " otherwise),");
  }

  @Test
  void programsAreToldTheSame() {
    assertThat(GuardingView.json(guarding(tightened("lease", 20, 15, Optional.of("net")))))
        .isEqualTo(
            Map.of(
                "deadlineSeconds",
                120L,
                "leaseSeconds",
                15L,
                "holdSeconds",
                20L,
                "baselineSeconds",
                10L,
                "tightened",
                List.of(
                    Map.of(
                        "setting",
                        "lease",
                        "askedSeconds",
                        20L,
                        "takenSeconds",
                        15L,
                        "node",
                        "net"))));
  }
}
