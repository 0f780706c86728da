package io.safeops.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.Understanding;
import io.safeops.action.exec.CommandReader;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.Agreement.Disagreement;
import io.safeops.paths.hop.PathJudge;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.verdict.PathComparison;
import io.safeops.paths.verdict.PathComparison.StepResult;
import io.safeops.paths.verdict.PathCut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A review of a command line that breaks the lab says before what the packets said after: it is
 * refused, and the ends that are named are those whose packets were lost. The command lines are in
 * {@code commands.txt}.
 */
class PredictedTruthTest {

  private static final Cluster HEALTHY = RecordedRows.NETWORKS.healthy();

  /** A command line on a node, and the row of what it does. */
  record Typed(TruthRow row, String node, List<String> argv) {
    @Override
    public String toString() {
      return row.name() + ": " + node + "# " + String.join(" ", argv);
    }

    Action action() {
      return CommandReader.read(argv, Optional.empty(), List.of(node));
    }
  }

  static Stream<Typed> lines() throws IOException {
    Map<String, TruthRow> rows =
        TruthTable.rows().stream().collect(Collectors.toMap(TruthRow::name, row -> row));
    return BreakingCommands.lines().stream()
        .map(
            typed -> {
              TruthRow row = rows.get(typed.row());
              assertThat(row).as(typed.row()).isNotNull();
              return new Typed(row, typed.node(), typed.argv());
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void theReviewSaysWhatPacketsSaid(Typed typed) {
    Action action = typed.action();
    Cluster after = action.effect(HEALTHY);
    List<PathCut> cuts =
        PathComparison.of(HEALTHY, List.of(new StepResult("step", after))).cuts().stream()
            .filter(cut -> cut.isLasting() && !cut.isOnlyDegraded())
            .toList();
    if (cuts.isEmpty() && isRefusedAnyway(action)) {
      return;
    }
    assertThat(cuts).as("what the review refuses").isNotEmpty();

    Packets packets = RecordedRows.NETWORKS.packets(typed.row().name());
    List<String> wrong = new ArrayList<>();
    for (Disagreement each :
        Agreement.disagreements(packets, PathJudge.judge(Intents.of(HEALTHY), after), false)) {
      boolean decided = typed.row().unstable().isEmpty() || each.lost();
      if (decided && !typed.row().excepts(each.packet())) {
        wrong.add(each.text());
      }
    }
    assertThat(wrong).as("predicted paths").isEmpty();

    Set<String> named = new TreeSet<>();
    cuts.forEach(cut -> cut.ends().forEach(end -> named.add(end.split(" ", -1)[0])));
    if (named.stream().noneMatch("and"::equals)) {
      assertThat(named).as("ends that the refusal names").containsAll(cutOff(packets, typed.row()));
    }
  }

  /** Whether it is refused whatever it cuts: in a form that is not modelled. */
  private static boolean isRefusedAnyway(Action action) {
    if (action.understanding() == Understanding.REFUSED) {
      return true;
    }
    try {
      action.operation(HEALTHY);
      return false;
    } catch (ActionException notKnown) {
      return true;
    }
  }

  /** The VMs that got no answer from outside, nor from anybody else. */
  private static Set<String> cutOff(Packets packets, TruthRow row) {
    return packets.all().stream()
        .filter(each -> !each.answered() && !each.peer().equals("switch"))
        .filter(each -> !row.excepts(each.name()))
        .map(each -> each.from().startsWith("vm") ? each.from() : each.to())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
