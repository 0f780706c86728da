package io.safeops.run.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.MoreExecutors;
import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.FactExpectation;
import io.safeops.action.OnNodes;
import io.safeops.action.registry.Actions;
import io.safeops.action.row.RowLosses;
import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.Problems;
import io.safeops.document.YamlFile;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.RowReference;
import io.safeops.facts.model.WholeRow;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import io.safeops.plan.Plan;
import io.safeops.plan.PlanFile;
import io.safeops.review.StepReview;
import io.safeops.run.coordinate.RunWork;
import io.safeops.run.simulation.SimLoop;
import io.safeops.session.ClusterObserver;
import io.safeops.session.ScriptRunner;
import io.safeops.transport.connect.NodeConnections;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that a step touches, when it is about to run and when it was undone. */
class RowsComparedTest {

  private static final RowKey PORT = new RowKey("net", "Port", "enp6s18");
  private static final RowKey INTERFACE = new RowKey("net", "Interface", "enp6s18");
  private static final RowReference MIRROR = new RowReference("Mirror", "output_port", "m0");

  private final SimLoop loop = new SimLoop();
  private final Map<RowKey, WholeRow> rows = new HashMap<>();
  private final Cluster facts = RecordedNodes.cluster();
  private Action action = unplug();

  private static Action unplug() {
    try {
      DocumentNode root =
          YamlFile.parse(
              "plan.yaml",
              """
              apiVersion: safeops/v1
              kind: Plan
              metadata: {name: p}
              steps:
                - ovs.bridge.port.remove: {bridge: br-ex, port: enp6s18}
                  nodes: {names: [net]}
              """);
      Plan plan = PlanFile.of(root, Actions.names()).plan(Map.of());
      return Actions.bind(plan.steps().get(0), List.of("net"), new Problems()).orElseThrow();
    } catch (DocumentException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void fill() {
    put(PORT, Map.of("name", "\"enp6s18\"", "tag", "[]"), List.of());
    put(INTERFACE, Map.of("name", "\"enp6s18\"", "mtu_request", "[]"), List.of());
  }

  private void put(RowKey key, Map<String, String> columns, List<RowReference> references) {
    rows.put(
        key,
        new WholeRow(
            key.label(),
            "00000000-0000-4000-8000-00000000000" + rows.size(),
            columns,
            references,
            List.of("Mirror.output_port"),
            0,
            Optional.empty()));
  }

  private LiveWork work() {
    Seen eyes = new Seen();
    return new LiveWork(
        eyes,
        new Judge(),
        new ScriptRunner(
            new NodeConnections(name -> null, Duration.ofSeconds(1))::shared, Duration.ZERO),
        MoreExecutors.newDirectExecutorService(),
        loop,
        new LiveFacts.Start(eyes.withRows(facts, List.of(PORT, INTERFACE)), loop.now()),
        new ApiChanges(RowsComparedTest::noApi, new ApiUndoStore(Path.of("nowhere"))));
  }

  private static NetworkApi noApi() throws OpenStackException {
    throw new OpenStackException("none here");
  }

  private List<String> objections(LiveWork work) {
    CompletableFuture<RunWork.Finding> finding = work.restored();
    assertThat(loop.await(finding::isDone, loop.now() + Duration.ofMinutes(1).toNanos())).isTrue();
    return finding.join().objections();
  }

  @Test
  void aRowThatIsAsItWasIsRestored() {
    LiveWork work = work();
    assertThat(work.prepare(0).join().isSound()).isTrue();
    fill();
    assertThat(objections(work)).isEmpty();
  }

  /** Facts of a port are a few of its columns, and these are as they were. */
  @Test
  void aColumnThatTheUndoDidNotWriteBackIsReported() {
    put(INTERFACE, Map.of("name", "\"enp6s18\"", "mtu_request", "[9000]"), List.of());
    LiveWork work = work();
    prepared(work);
    fill();
    assertThat(objections(work))
        .containsExactly("mtu_request of Interface enp6s18 on net: was [9000], is not set");
  }

  @Test
  void aReferenceThatWentWithTheRowIsReported() {
    put(PORT, Map.of("name", "\"enp6s18\"", "tag", "[]"), List.of(MIRROR));
    LiveWork work = work();
    prepared(work);
    fill();
    assertThat(objections(work))
        .containsExactly("reference to Port enp6s18 on net from Mirror m0 (output_port): gone");
  }

  /** As if the step had been done. */
  private void prepared(LiveWork work) {
    lossless = true;
    assertThat(work.prepare(0).join().isSound()).isTrue();
  }

  private boolean lossless;

  @Test
  void aStepWhoseUndoWouldLoseSomethingIsRefused() {
    put(PORT, Map.of("name", "\"enp6s18\"", "trunks", "[10]"), List.of(MIRROR));
    RunWork.StepOrders orders = work().prepare(0).join();
    assertThat(orders.isSound()).isFalse();
    assertThat(orders.refused())
        .containsExactly(
            "its undo would not restore: Port enp6s18 on net: trunks [10], what refers to it:"
                + " Mirror m0 (output_port)");
  }

  /** Between the review and the step. */
  @Test
  void whatChangedSinceTheReviewIsSeen() {
    LiveWork work = work();
    loop.pass(Duration.ofSeconds(40));
    put(PORT, Map.of("name", "\"enp6s18\"", "tag", "[]"), List.of(MIRROR));
    RunWork.StepOrders orders = work.prepare(0).join();
    assertThat(orders.refused()).singleElement().asString().contains("Mirror m0 (output_port)");
    assertThat(orders.drifted())
        .containsExactly("reference to Port enp6s18 on net from Mirror m0 (output_port): new");
  }

  @Test
  void aRowThatCannotBeReadIsNotJudged() {
    rows.put(PORT, WholeRow.unread(PORT, "connection refused"));
    RunWork.StepOrders orders = work().prepare(0).join();
    assertThat(orders.refused())
        .containsExactly(
            "what its undo must restore is not known: Port enp6s18 on net: connection"
                + " refused");
  }

  @Test
  void aRowThatCannotBeReadAfterwardsIsNotProven() {
    LiveWork work = work();
    work.prepare(0).join();
    rows.put(PORT, WholeRow.unread(PORT, "connection refused"));
    assertThat(objections(work))
        .containsExactly(
            "Port enp6s18 on net: cannot be compared, it is not read, connection refused");
  }

  private final class Seen implements ClusterObserver {
    @Override
    public Observation look(FactsScope scope, Cluster known) {
      return new Observation(facts, scope);
    }

    @Override
    public Cluster withRows(Cluster seen, List<RowKey> keys) {
      return seen.withRows(
          keys.stream().map(key -> rows.getOrDefault(key, WholeRow.unread(key, "?"))).toList());
    }
  }

  private final class Judge implements LiveWork.Judge {
    @Override
    public StepReview step(int number, Cluster now) throws LiveWork.WorkException {
      try {
        OnNodes judged = (OnNodes) action.operation(now);
        OnNodes operation =
            lossless ? judged.with().asks(Map.of()).losses(RowLosses.NONE).build() : judged;
        return new StepReview("step-1", action, operation, action.effect(now), List.of());
      } catch (ActionException e) {
        throw new LiveWork.WorkException(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public List<RowKey> rows(int number, Cluster now) {
      return List.of(PORT, INTERFACE);
    }

    @Override
    public FactsScope needed(int number, Cluster known) {
      return FactsScope.NONE;
    }

    @Override
    public List<String> objections(FactExpectation expectation, Observation now) {
      return List.of();
    }
  }
}
