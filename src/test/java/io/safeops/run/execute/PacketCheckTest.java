package io.safeops.run.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.MoreExecutors;
import io.safeops.action.Action;
import io.safeops.action.FactExpectation;
import io.safeops.action.Operation;
import io.safeops.action.Script;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.diagnosis.HealthyCluster;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.model.RowKey;
import io.safeops.openstack.OpenStackException;
import io.safeops.review.AffectedPaths;
import io.safeops.review.StepReview;
import io.safeops.run.coordinate.RunWork;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import io.safeops.run.simulation.SimLoop;
import io.safeops.session.ScriptRunner;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import io.safeops.transport.connect.NodeConnections;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run traces packets: the facts look right in all of these cases. */
class PacketCheckTest {

  private static final String VM2 = "vm2 -> provider network physnet2 on net";
  private static final String DROPPED =
      "traced packets: " + VM2 + ": passed before the first step, now dropped in table 65";
  private static final String ELSEWHERE =
      "bindings[vm2].chassis: 44444444-4444-4444-8444-444444444413";

  private final TracingNodes nodes = new TracingNodes();
  private SimLoop loop = new SimLoop();
  private Cluster before;
  private Cluster now;
  private Cluster predicted;

  @BeforeEach
  void begin() throws Exception {
    before = HealthyCluster.with();
    now = before;
    predicted = before;
  }

  private LiveWork work() {
    return new LiveWork(
        new FakeEyes((scope, known) -> new Observation(now, scope)),
        new Judge(),
        new ScriptRunner(
            new NodeConnections(nodes::to, Duration.ofSeconds(1))::shared, Duration.ofSeconds(1)),
        MoreExecutors.newDirectExecutorService(),
        loop,
        new LiveFacts.Start(before, loop.now()),
        new ApiChanges(
            () -> {
              throw new OpenStackException("none here");
            },
            new ApiUndoStore(Path.of("nowhere"))),
        Duration.ofMillis(1));
  }

  private LiveWork prepared() {
    LiveWork work = work();
    assertThat(work.prepare(0).join().isSound()).isTrue();
    return work;
  }

  private static List<String> objections(CompletableFuture<RunWork.Finding> finding) {
    return finding.join().objections();
  }

  private void drops() {
    nodes.answer(packet -> "actions drop");
  }

  @Test
  void aPacketThatPassesStillIsNoObjection() {
    LiveWork work = prepared();
    assertThat(work.takeNotes())
        .containsExactly("1 traced packet passes before the first step, on net");
    assertThat(objections(work.expect(0))).isEmpty();
    assertThat(work.takeNotes()).isEmpty();
    assertThat(nodes.traced).hasSize(2).allMatch(packet -> packet.startsWith("net in_port="));
  }

  @Test
  void aPacketThatIsDroppedInTwoLooksIsOne() {
    LiveWork work = prepared();
    drops();
    assertThat(objections(work.expect(0))).containsExactly(DROPPED);
    assertThat(nodes.traced).hasSize(1 + 2);
  }

  @Test
  void aPacketThatPassesInTheSecondLookIsNone() {
    LiveWork work = prepared();
    AtomicInteger looks = new AtomicInteger();
    nodes.answer(packet -> looks.incrementAndGet() == 1 ? "actions drop" : "actions 6");
    assertThat(objections(work.expect(0))).isEmpty();
    assertThat(looks).hasValue(2);
  }

  @Test
  void theRunTurnsBackAndTheTraceIsItsEvidence() {
    World world = new World(7, 2, 1, 1);
    loop = world.loop;
    LiveWork work = work();
    world.works(same -> new Traced(same, work));
    world.on(RunEvent.StepDone.class, this::drops);

    Outcome outcome = world.apply();

    assertThat(outcome.end().exit()).as(outcome.text()).isEqualTo(4);
    assertThat(outcome.text()).contains(DROPPED);
    assertThat(world.allUndone()).isTrue();
    assertThat(world.journal)
        .extracting(RunEvent::text)
        .contains("1 traced packet passes before the first step, on net");
  }

  @Test
  void aRunGoesOnWhereNothingIsTraced() {
    World world = new World(7, 2, 1, 1);
    loop = world.loop;
    LiveWork work = work();
    world.works(same -> new Traced(same, work));
    world.on(RunEvent.StepDone.class, () -> nodes.answer(packet -> "error ovs-appctl: not found"));
    world.operatorConfirms(Duration.ofSeconds(1));

    Outcome outcome = world.apply();

    assertThat(outcome.end().exit()).as(outcome.text()).isZero();
    assertThat(world.journal)
        .extracting(RunEvent::text)
        .containsOnlyOnce("not traced after step-1: ovs-appctl: not found (" + VM2 + ")");
  }

  @Test
  void aNodeThatDoesNotAnswerTheScriptIsNotTraced() {
    LiveWork work = prepared();
    work.takeNotes();
    nodes.answer(
        packet -> {
          throw new TransportException(TransportFailure.UNREACHABLE, "no answer");
        });
    assertThat(objections(work.expect(0))).isEmpty();
    assertThat(work.takeNotes())
        .containsExactly("not traced after step-1: no answer (" + VM2 + ")");
    assertThat(objections(work.expect(0))).isEmpty();
    assertThat(work.takeNotes()).isEmpty();
  }

  @Test
  void aTenantMayMoveAVm() throws Exception {
    LiveWork work = prepared();
    drops();
    now = HealthyCluster.with(ELSEWHERE);
    assertThat(objections(work.expect(0))).isEmpty();
    now = HealthyCluster.with(ELSEWHERE, "nodes[net].bridges[br-int].ports[tap10000002-00]: ~");
    assertThat(objections(work.expect(0))).isEmpty();
    assertThat(nodes.traced).hasSize(1);
  }

  @Test
  void aTenantMayChangeAPort() throws Exception {
    LiveWork work = prepared();
    drops();
    for (String change :
        List.of("addresses: [fa:16:3e:00:00:02 192.0.2.77]", "portSecurity: [fa:16:3e:00:00:09]")) {
      now = HealthyCluster.with("switches[public].ports[vm2]." + change);
      assertThat(objections(work.expect(0))).as(change).isEmpty();
    }
  }

  /** Between two steps: the second one starts with what the tenant has made of it. */
  @Test
  void aTenantMayChangeAPortBetweenTwoSteps() throws Exception {
    LiveWork work = prepared();
    assertThat(objections(work.expect(0))).isEmpty();
    now = HealthyCluster.with("switches[public].ports[vm2].portSecurity: [fa:16:3e:00:00:09]");
    predicted = now;
    assertThat(work.prepare(1).join().isSound()).isTrue();
    drops();
    assertThat(objections(work.expect(1))).isEmpty();
  }

  /** A step may make the port again, and Open vSwitch gives it another number. */
  @Test
  void thePacketEntersByThePortThatIsThereNow() throws Exception {
    LiveWork work = prepared();
    now = HealthyCluster.with("nodes[net].bridges[br-int].ports[tap10000002-00].ofport: 77");
    assertThat(objections(work.expect(0))).isEmpty();
    assertThat(nodes.traced.get(0)).doesNotStartWith("net in_port=77,");
    assertThat(nodes.traced.get(1)).startsWith("net in_port=77,");
  }

  @Test
  void whatIsPredictedIsNoObjection() throws Exception {
    predicted = HealthyCluster.with("switches[public].ports[vm2].enabled: false");
    LiveWork work = prepared();
    drops();
    assertThat(objections(work.expect(0))).isEmpty();
  }

  @Test
  void whatDidNotPassBeforeDoesNotCount() {
    drops();
    LiveWork work = prepared();
    assertThat(work.takeNotes())
        .containsExactly(
            "dropped already before the first step, so it does not count: "
                + VM2
                + ": dropped in table 65");
    assertThat(objections(work.expect(0))).isEmpty();
    assertThat(nodes.traced).hasSize(1);
  }

  @Test
  void whileItWaitsForQuietSomeLooksTrace() {
    LiveWork work = prepared();
    drops();
    assertThat(objections(work.quiet())).isEmpty();
    loop.pass(Duration.ofSeconds(8));
    assertThat(objections(work.quiet())).containsExactly(DROPPED);
    assertThat(objections(work.quiet())).isEmpty();
  }

  /** Takes part in a simulated run; facts and packets are of this test. */
  private record Traced(RunWork simulated, RunWork traced) implements RunWork {
    @Override
    public CompletableFuture<StepOrders> prepare(int step) {
      return traced.prepare(step).thenCompose(orders -> simulated.prepare(step));
    }

    @Override
    public CompletableFuture<Finding> expect(int step) {
      return simulated.expect(step).thenCompose(same -> traced.expect(step));
    }

    @Override
    public CompletableFuture<Finding> quiet() {
      return simulated.quiet().thenCompose(same -> traced.quiet());
    }

    @Override
    public List<String> takeNotes() {
      return traced.takeNotes();
    }

    @Override
    public CompletableFuture<Finding> restored() {
      return simulated.restored();
    }
  }

  private final class Judge implements LiveWork.Judge {
    private Operation operation() {
      return Operation.onNodes()
          .act("net", new Script("true"), new Script("true"))
          .footprint(Footprint.of(new BridgeItem("net", "br-int")))
          .build();
    }

    @Override
    public StepReview step(int number, Cluster cluster) {
      return new StepReview(
          "step-" + (number + 1), new Nothing(), operation(), predicted, List.of());
    }

    @Override
    public AffectedPaths affected(int number, Cluster cluster) {
      return AffectedPaths.of(operation(), cluster);
    }

    @Override
    public FactsScope needed(int number, Cluster known) {
      return FactsScope.ALL;
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
    public Operation operation(Cluster cluster) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Cluster effect(Cluster cluster) {
      return cluster;
    }

    @Override
    public String describe() {
      return "nothing";
    }
  }
}
