package io.safeops.run.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.registry.Actions;
import io.safeops.document.YamlFile;
import io.safeops.facts.collect.FactsCollector.CollectedNode;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.inventory.Inventory;
import io.safeops.openstack.OpenStackException;
import io.safeops.plan.Plan;
import io.safeops.plan.PlanFile;
import io.safeops.policy.PolicySet;
import io.safeops.review.Reviewer;
import io.safeops.run.coordinate.RunWork;
import io.safeops.run.simulation.SimLoop;
import io.safeops.session.ClusterAccess;
import io.safeops.session.ScriptRunner;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.Transport;
import io.safeops.transport.TransportException;
import io.safeops.transport.connect.NodeConnections;
import io.safeops.transport.ssh.Keyring;
import io.safeops.transport.ssh.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which nodes a run reads, and which parts of their facts, counted where the scripts leave. */
class LooksTest {

  private static final int MORE = 6;
  private static final Set<String> BUT_TOOLS = Set.of("network", "switch", "components");
  private static final String SERIAL =
      """
        - ovs.bridge.protocols: {bridge: br-ex, exactly: [OpenFlow13, OpenFlow15]}
          nodes: {names: [%s]}
          serial: 1
      """
          .formatted(String.join(", ", more()));

  @TempDir Path dir;

  private final SimLoop loop = new SimLoop();
  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private final List<String> scripts = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Set<String>> parts = new ConcurrentHashMap<>();
  private final Map<String, Integer> readings = new ConcurrentHashMap<>();
  private final Set<String> dead = ConcurrentHashMap.newKeySet();
  private final List<CollectedNode> targets =
      Stream.concat(
              RecordedNodes.TARGETS.stream(),
              more().stream()
                  .map(
                      name ->
                          new CollectedNode(
                              name, address(name), List.of("chassis"), Optional.empty())))
          .toList();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private static List<String> more() {
    return IntStream.range(0, MORE).mapToObj(i -> "more" + i).toList();
  }

  private static String address(String name) {
    return "192.0.2.2" + name.charAt(4);
  }

  /** Access to a node that counts the facts that are read, and lets any check hold. */
  private Connection to(String node) throws TransportException {
    if (dead.contains(node)) {
      throw new TransportException(TransportException.TransportFailure.UNREACHABLE, "no answer");
    }
    Connection recorded =
        node.startsWith("more")
            ? RecordedNodes.connection(
                "cmp",
                text ->
                    text.replace("444444444413", "4444444444" + node.charAt(4) + "0")
                        .replace("192.0.2.13", address(node)))
            : RecordedNodes.connection(node, text -> text);
    return new Connection() {
      @Override
      public Result run(Command command, byte[] input, Duration timeout) throws TransportException {
        Set<String> wanted = RecordedNodes.wanted(input);
        if (wanted.isEmpty()) {
          scripts.add(node);
          return new Result(0, new byte[0], new byte[0]);
        }
        parts.computeIfAbsent(node, any -> ConcurrentHashMap.newKeySet()).addAll(wanted);
        readings.merge(node, 1, Integer::sum);
        return recorded.run(command, input, timeout);
      }

      @Override
      public LineChannel start(Command command) {
        throw new UnsupportedOperationException();
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  private Observation look(FactsScope scope, Cluster known) {
    Map<String, String> ids = new HashMap<>();
    known.nodes().forEach(node -> node.systemId().ifPresent(id -> ids.put(id, node.name())));
    return RecordedNodes.look(targets, this::to, scope, ids);
  }

  /** What was asked of each node since the last time, and forgets it. */
  private Map<String, Set<String>> asked() {
    Map<String, Set<String>> asked = new TreeMap<>();
    parts.forEach((node, some) -> asked.put(node, new TreeSet<>(some)));
    parts.clear();
    return asked;
  }

  private int allReadings() {
    return readings.values().stream().mapToInt(Integer::intValue).sum();
  }

  private Reviewer reviewer() throws Exception {
    return new Reviewer(PolicySet.load(List.of()), List.of(), inventory());
  }

  private Inventory inventory() throws Exception {
    StringBuilder nodes = new StringBuilder();
    targets.forEach(
        collectedNode ->
            nodes.append(
                "  %s: {address: %s, roles: %s}\n"
                    .formatted(
                        collectedNode.name(), collectedNode.address(), collectedNode.roles())));
    Path file =
        Files.writeString(
            dir.resolve("inventory.yaml"),
            "apiVersion: safeops/v1\nkind: Inventory\nnodes:\n" + nodes);
    return Inventory.load(file);
  }

  private static Plan plan(String steps) throws Exception {
    return PlanFile.of(
            YamlFile.parse(
                "plan.yaml",
                "apiVersion: safeops/v1\nkind: Plan\nmetadata: {name: p}\nsteps:\n" + steps),
            Actions.names())
        .plan(Map.of());
  }

  private LiveWork work(Reviewer reviewer, Plan plan, LiveFacts.Start start) throws Exception {
    NodeConnections connections =
        new NodeConnections(
            node ->
                new Transport() {
                  @Override
                  public String description() {
                    return "to " + node;
                  }

                  @Override
                  public Connection open(Duration timeout) throws TransportException {
                    return to(node);
                  }
                },
            Duration.ofSeconds(1));
    FakeEyes eyes = new FakeEyes(this::look);
    Cluster rows = eyes.withRows(start.cluster(), reviewer.rows(plan, start.cluster()));
    return new LiveWork(
        eyes,
        new LiveReviewer(reviewer, reviewer.bind(plan, start.cluster())),
        new ScriptRunner(connections::shared, Duration.ofSeconds(1)),
        executor,
        loop,
        start.with(rows),
        new ApiChanges(
            () -> {
              throw new OpenStackException("none here");
            },
            new ApiUndoStore(Path.of("nowhere"))));
  }

  @Test
  void aSerialRunReadsOfEachStepItsNodeAndThatOfTheStepBefore() throws Exception {
    Reviewer reviewer = reviewer();
    Plan plan = plan(SERIAL);
    Cluster start = look(FactsScope.ALL, RecordedNodes.cluster()).cluster();
    LiveWork work = work(reviewer, plan, new LiveFacts.Start(start, loop.now()));
    asked();
    readings.clear();
    int steps = MORE;
    for (int step = 0; step < steps; step++) {
      RunWork.StepOrders orders = work.prepare(step).join();
      assertThat(orders.refused()).isEmpty();
      assertThat(orders.drifted()).isEmpty();
      Map<String, Set<String>> expected = new TreeMap<>();
      if (step > 0) {
        expected.put("more" + (step - 1), BUT_TOOLS);
        expected.put("more" + step, BUT_TOOLS);
      }
      assertThat(asked()).as("before step %d", step + 1).isEqualTo(expected);
      work.expect(step).join();
      assertThat(asked())
          .as("what is expected of step %d", step + 1)
          .isEqualTo(Map.of("more" + step, Set.of("switch")));
    }
    work.quiet().join();
    assertThat(asked()).isEqualTo(Map.of("more" + (steps - 1), Set.of("switch")));
    assertThat(allReadings()).isLessThanOrEqualTo(3 * steps);
    work.restored().join();
    Map<String, Set<String>> all = new TreeMap<>();
    more().forEach(name -> all.put(name, BUT_TOOLS));
    assertThat(asked()).isEqualTo(all);
  }

  @Test
  void anExpectationReadsOnlyTheNodesItNames() throws Exception {
    Plan plan =
        plan(
            """
              - ovs.bridge.protocols: {bridge: br-ex, exactly: [OpenFlow13, OpenFlow15]}
                nodes: {names: [cmp]}
                expect:
                  - cluster.switches.exists(s, s.localnets.size() == 1)
                  - tcp: {from: net, to: 192.0.2.11, port: 22}
            """);
    Cluster start = look(FactsScope.ALL, RecordedNodes.cluster()).cluster();
    LiveWork work = work(reviewer(), plan, new LiveFacts.Start(start, loop.now()));
    assertThat(work.prepare(0).join().isSound()).isTrue();
    asked();
    assertThat(work.quiet().join().objections()).singleElement().asString().contains("br-ex");
    assertThat(asked()).isEqualTo(Map.of("cmp", Set.of("switch"), "ctl", Set.of("northbound")));
    assertThat(scripts).containsExactly("net");
  }

  @Test
  void ofYoungFactsOnlyWhatThePlanNeedsIsReadAgain() throws Exception {
    Reviewer reviewer = reviewer();
    Plan plan = plan(SERIAL);
    Cluster reviewed = look(FactsScope.ALL, RecordedNodes.cluster()).cluster();
    asked();
    Instant now = Instant.parse(reviewed.collectedAt()).plusSeconds(12);
    ReviewedFacts young = handed(reviewer, plan, reviewed, now);
    Map<String, Set<String>> looked = new TreeMap<>();
    more().forEach(name -> looked.put(name, BUT_TOOLS));
    assertThat(asked()).isEqualTo(looked);
    assertThat(young.start().cluster().node("net")).isEqualTo(reviewed.node("net"));
    assertThat(young.text())
        .isEqualTo(
            "the facts of the review are 12 s old; what the plan looks at was read again, on 6"
                + " nodes");
    assertThat(young.start().oldest()).isEqualTo(loop.now() - 12_000_000_000L);
  }

  /** A prompt may have waited for an hour, and a clock may have been set meanwhile. */
  @Test
  void oldFactsAreReadAgain() throws Exception {
    Reviewer reviewer = reviewer();
    Plan plan = plan(SERIAL);
    Cluster reviewed = look(FactsScope.ALL, RecordedNodes.cluster()).cluster();
    Instant at = Instant.parse(reviewed.collectedAt());
    for (Instant now : List.of(at.plus(LiveFacts.CONTEXT), at.minusSeconds(1))) {
      asked();
      ReviewedFacts old = handed(reviewer, plan, reviewed, now);
      assertThat(asked()).hasSize(targets.size()).allSatisfy(this::isEverything);
      assertThat(old.text()).isEqualTo("all facts were collected again");
      assertThat(old.start().oldest()).isEqualTo(loop.now());
    }
  }

  /** A node that is added between review and run must be read, too. */
  @Test
  void factsOfAnotherInventoryAreNotUsed() throws Exception {
    Cluster reviewed = look(FactsScope.ALL, RecordedNodes.cluster()).cluster();
    try (ClusterAccess access =
        new ClusterAccess(inventory(), new Keyring(Secrets.none()), executor, Clock.systemUTC())) {
      assertThat(access.isOf(reviewed)).isTrue();
      List<io.safeops.facts.node.Node> nodes = new ArrayList<>(reviewed.nodes());
      nodes.remove(0);
      assertThat(access.isOf(reviewed.withNodes(nodes))).isFalse();
      assertThat(access.isOf(RecordedNodes.cluster())).isFalse();
    }
  }

  private void isEverything(String node, Set<String> read) {
    assertThat(read).as(node).containsAll(BUT_TOOLS).contains("tools");
  }

  private ReviewedFacts handed(Reviewer reviewer, Plan plan, Cluster reviewed, Instant now)
      throws Exception {
    return ReviewedFacts.read(
        Optional.of(reviewed),
        cluster -> {
          try {
            return reviewer.needed(plan, cluster);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        new FakeEyes(this::look),
        loop,
        now);
  }

  @Test
  void aNodeThatAStepLooksAtAndCannotBeReachedStopsIt() throws Exception {
    Plan plan = plan(SERIAL);
    Cluster start = look(FactsScope.ALL, RecordedNodes.cluster()).cluster();
    LiveWork work = work(reviewer(), plan, new LiveFacts.Start(start, loop.now()));
    dead.add("more1");
    assertThat(work.prepare(1))
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableThat()
        .withMessageContaining("more1 cannot be reached: no answer");
  }

  @Test
  void whatCouldNotBeReadIsNotCalledAsExpected() throws Exception {
    Plan plan = plan(SERIAL);
    Cluster start = look(FactsScope.ALL, RecordedNodes.cluster()).cluster();
    LiveWork work = work(reviewer(), plan, new LiveFacts.Start(start, loop.now()));
    assertThat(work.prepare(0).join().isSound()).isTrue();
    dead.add("more0");
    assertThat(work.expect(0).join().objections())
        .anySatisfy(
            text ->
                assertThat(text).contains("not known, because more0 cannot be reached: no answer"));
    dead.clear();
    dead.add("net");
    assertThat(work.expect(0).join().objections()).noneMatch(text -> text.contains("not known"));
  }
}
