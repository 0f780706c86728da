package io.safeops.run.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Action;
import io.safeops.action.FactExpectation;
import io.safeops.action.Operation;
import io.safeops.action.Refused;
import io.safeops.action.Script;
import io.safeops.action.ThroughApi;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.HostItem;
import io.safeops.action.footprint.FootprintItem.RouterItem;
import io.safeops.action.footprint.FootprintItem.SwitchItem;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import io.safeops.review.StepReview;
import io.safeops.run.coordinate.RunWork.NodeOrders;
import io.safeops.run.simulation.SimLoop;
import io.safeops.session.ScriptRunner;
import io.safeops.transport.connect.NodeConnections;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On which facts a step is judged. */
class LiveWorkTest {

  /** The footprint of a command whose changes are not known. */
  private static final Footprint ANYTHING_ON_NET = Footprint.of(new HostItem("net"));

  private final SimLoop loop = new SimLoop();
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private Cluster now = cluster("provnet");
  private final List<FactsScope> looks = new CopyOnWriteArrayList<>();
  private Footprint footprint = Footprint.of(new SwitchItem("public"));
  private Optional<String> refusal = Optional.empty();

  private final LiveWork work =
      new LiveWork(
          new FakeEyes(
              (scope, known) -> {
                looks.add(scope);
                return new Observation(now, scope);
              }),
          new Judge(),
          new ScriptRunner(
              new NodeConnections(name -> null, Duration.ofSeconds(1))::shared, Duration.ZERO),
          executor,
          loop,
          new LiveFacts.Start(now, loop.now()),
          new ApiChanges(LiveWorkTest::noApi, new ApiUndoStore(Path.of("nowhere"))));

  private static NetworkApi noApi() throws OpenStackException {
    throw new OpenStackException("none here");
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void theFirstStepIsDoneOnTheFactsOfTheStartWhileTheyAreFresh() {
    loop.pass(Duration.ofSeconds(20));
    assertThat(work.prepare(0).join().isSound()).isTrue();
    assertThat(looks).isEmpty();
    work.prepare(1).join();
    assertThat(looks).hasSize(1);
  }

  /** Without a script on any node it would count as done. */
  @Test
  void aRefusedStepIsNotSoundWhateverTheRulesSay() {
    refusal = Optional.of("it cuts the node off");
    assertThat(work.prepare(0).join().isSound()).isFalse();
    assertThat(work.propose(0).join().refused()).containsExactly("it cuts the node off");
  }

  @Test
  void factsOfHalfAMinuteAgoAreCollectedAgain() {
    loop.pass(Duration.ofSeconds(30));
    assertThat(work.prepare(0).join().isSound()).isTrue();
    assertThat(looks).hasSize(1);
  }

  @Test
  void whatChangedSinceTheStartHasDrifted() {
    loop.pass(Duration.ofSeconds(40));
    now = cluster("provnet", "second");
    assertThat(work.prepare(0).join().drifted()).singleElement().asString().contains("second");
  }

  @Test
  void afterAGoTheFactsAreAlwaysCollected() {
    assertThat(work.propose(0).join().isSound()).isTrue();
    assertThat(looks).isEmpty();
    assertThat(work.prepare(0).join().isSound()).isTrue();
    assertThat(looks).hasSize(1);
  }

  @Test
  void whatChangedWhileAGoWasAwaitedHasDrifted() {
    now = cluster("provnet", "second");
    assertThat(work.propose(1).join().isSound()).isTrue();
    now = cluster("provnet");
    assertThat(work.prepare(1).join().drifted()).singleElement().asString().contains("second");
  }

  @Test
  void aLookBeforeAStepReadsWhatTheStepLooksAt() {
    assertThat(work.prepare(1).join().isSound()).isTrue();
    assertThat(looks).containsExactly(FactsScope.of(FactsPart.BINDINGS));
  }

  /** Rules may ask of any node: what a step does not look at must not be older than the run. */
  @Test
  void afterFiveMinutesEverythingIsReadAgain() {
    loop.pass(LiveFacts.CONTEXT);
    assertThat(work.prepare(1).join().isSound()).isTrue();
    assertThat(work.prepare(2).join().isSound()).isTrue();
    assertThat(looks).containsExactly(FactsScope.ALL, FactsScope.of(FactsPart.BINDINGS));
  }

  /** The facts that are read are as before, and the other effects of the command are not known. */
  @Test
  void aCommandWithoutAModelIsNeverCalledRestored() {
    assertThat(work.prepare(0).join().isSound()).isTrue();
    assertThat(work.restored().join().holds()).isTrue();
    footprint = footprint.and(ANYTHING_ON_NET);
    assertThat(work.prepare(1).join().isSound()).isTrue();
    assertThat(work.restored().join().objections())
        .containsExactly(
            "on net something was done that safeops has no model of: what safeops reads there is as"
                + " before, but it cannot tell what else was changed");
  }

  @Test
  void aChangeThroughTheApiIsCountedByOneNodeAndRunsNoScript() {
    Operation operation =
        new ThroughApi("ctl", (api, keeper) -> {}, List.of(), Footprint.of(new RouterItem("r")));
    assertThat(NodeOrders.of(operation)).isEqualTo(Map.of("ctl", NodeOrders.NO_SCRIPTS));
    assertThat(NodeOrders.NO_SCRIPTS.acts()).isFalse();
  }

  @Test
  void whatIsRefusedHasNoPartForAnyNode() {
    assertThat(NodeOrders.of(new Refused("it cuts the node off"))).isEmpty();
  }

  private static Cluster cluster(String... localnets) {
    List<LogicalPort> ports =
        List.of(localnets).stream()
            .map(name -> LogicalPort.localnet(name, "public", "physnet2", Optional.empty()))
            .toList();
    return new Cluster(
        Cluster.FORMAT,
        "2026-11-20T00:00:00Z",
        List.of(),
        List.of(new LogicalSwitch("public", "", Map.of(), Map.of(), ports)),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private final class Judge implements LiveWork.Judge {
    @Override
    public StepReview step(int number, Cluster cluster) {
      Action action = new Nothing();
      Operation operation =
          refusal
              .<Operation>map(Refused::new)
              .orElseGet(
                  () ->
                      Operation.onNodes()
                          .act("ctl", new Script("true"), new Script("true"))
                          .footprint(footprint)
                          .build());
      return new StepReview(
          "step-" + (number + 1), action, operation, action.effect(cluster), List.of());
    }

    @Override
    public FactsScope needed(int number, Cluster known) {
      return footprint.scopeBefore(known);
    }

    @Override
    public List<RowKey> rows(int number, Cluster cluster) {
      return List.of();
    }

    @Override
    public List<String> objections(FactExpectation expectation, Observation observation) {
      return List.of();
    }
  }

  private record Nothing() implements Action {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public Operation operation(Cluster before) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Cluster effect(Cluster before) {
      return before;
    }

    @Override
    public String describe() {
      return "nothing";
    }
  }
}
