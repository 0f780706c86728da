package io.safeops.session;

import io.safeops.facts.collect.FactsCollector;
import io.safeops.facts.collect.ReadingListener;
import io.safeops.facts.collect.RowReader;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.model.RowKey;
import io.safeops.guard.GuardConnections;
import io.safeops.guard.GuardNetwork;
import io.safeops.inventory.Inventory;
import io.safeops.inventory.InventoryNode;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import io.safeops.transport.Connection;
import io.safeops.transport.Transport;
import io.safeops.transport.TransportException;
import io.safeops.transport.connect.NodeConnections;
import io.safeops.transport.limit.QueuedConnection;
import io.safeops.transport.limit.RequestLimits;
import io.safeops.transport.ssh.Keyring;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Access to the nodes of an inventory: connections, facts, guards. One per process; closes what it
 * opened.
 */
public final class ClusterAccess implements AutoCloseable {

  /** A node may be silent for so long while a connection to it is opened. */
  private static final Duration OPEN = Duration.ofSeconds(10);

  /**
   * A script that reads facts may print nothing for so long; each of its commands has five seconds,
   * or nine.
   */
  private static final Duration FACTS = Duration.ofSeconds(30);

  private static final String LOOK = "look";

  /** A request to Neutron may take so long. */
  public static final Duration NEUTRON = Duration.ofSeconds(15);

  private final Inventory inventory;
  private final Keyring keyring;
  private final ExecutorService executor;
  private final NodeConnections connections;
  private final RequestLimits factsLimits = RequestLimits.ofThisMachine();
  private final FactsCollector collector;
  private final Optional<NeutronAccess> neutron;

  /**
   * @param executor may block, one thread per node and request
   */
  public ClusterAccess(
      Inventory inventory, Keyring keyring, ExecutorService executor, Clock clock) {
    this(inventory, keyring, executor, clock, ReadingListener.NONE);
  }

  /**
   * The same, for somebody who waits.
   *
   * @param listener hears how far the reading of facts has come
   */
  public ClusterAccess(
      Inventory inventory,
      Keyring keyring,
      ExecutorService executor,
      Clock clock,
      ReadingListener listener) {
    this.inventory = inventory;
    this.keyring = keyring;
    this.executor = executor;
    this.connections = new NodeConnections(name -> node(name).transport(keyring), OPEN);
    this.collector = new FactsCollector(executor, clock, FACTS, listener);
    this.neutron =
        inventory.openstack().map(openstack -> new NeutronAccess(openstack, connections, NEUTRON));
  }

  /**
   * Reads the facts of every node now, and of Neutron where the inventory names one; the facts tell
   * what could not be reached.
   */
  public Cluster collect() throws InterruptedException {
    return look(FactsScope.ALL, Map.of()).cluster();
  }

  /**
   * Reads a part of the facts now; asks only the nodes that it needs.
   *
   * @param known the cluster as it was: which node has which system-id
   */
  Observation look(FactsScope scope, Cluster known) throws InterruptedException {
    Map<String, String> nodeOf = new HashMap<>();
    known
        .nodes()
        .forEach(node -> node.systemId().ifPresent(id -> nodeOf.putIfAbsent(id, node.name())));
    return look(scope, nodeOf);
  }

  private Observation look(FactsScope scope, Map<String, String> nodeOf)
      throws InterruptedException {
    List<FactsCollector.CollectedNode> targets =
        inventory.nodes().stream()
            .map(
                node ->
                    new FactsCollector.CollectedNode(
                        node.name().value(), node.address().value(), node.roles(), node.absent()))
            .toList();
    Observation observation = collector.look(targets, this::inTurn, scope, nodeOf);
    return scope.has(FactsPart.NEUTRON)
        ? new Observation(
            observation.cluster().withNeutron(neutron.map(access -> access.read(observation))),
            scope)
        : observation;
  }

  /** The cluster with these rows as they are now, whole, and with no others. */
  public Cluster withRows(Cluster cluster, List<RowKey> rows) throws InterruptedException {
    return new RowReader(executor, this::inTurn, FACTS).read(rows, cluster);
  }

  /** Reads the cluster through this access. */
  public ClusterObserver observer() {
    return new ClusterObserver() {
      @Override
      public Observation look(FactsScope scope, Cluster known) throws InterruptedException {
        return ClusterAccess.this.look(scope, known);
      }

      @Override
      public Cluster withRows(Cluster seen, List<RowKey> rows) throws InterruptedException {
        return ClusterAccess.this.withRows(seen, rows);
      }
    };
  }

  /**
   * Scripts wait for their turn: the same script on every node at once costs most where nodes share
   * processors.
   */
  private Connection inTurn(String name) throws TransportException {
    return new QueuedConnection(connections.shared(name), factsLimits, LOOK);
  }

  /** How fast the nodes were so far. */
  public MeasuredTimes measuredTimes() {
    return new MeasuredTimes(keyring.openingsMeasured(), factsLimits.measured(LOOK));
  }

  /** Whether these facts are of exactly the nodes that the inventory has now. */
  public boolean isOf(Cluster cluster) {
    return cluster.nodes().stream()
        .map(node -> List.of(node.name(), node.address(), node.roles(), node.absent()))
        .toList()
        .equals(
            inventory.nodes().stream()
                .map(
                    node ->
                        List.of(
                            node.name().value(),
                            node.address().value(),
                            node.roles(),
                            node.absent()))
                .toList());
  }

  public GuardNetwork guards() {
    return new GuardConnections(
        connections,
        this::outOfBand,
        name -> node(name).stateDirectory().value(),
        OPEN,
        executor,
        factsLimits::narrow);
  }

  /** The API of the OpenStack that the inventory names. */
  public NetworkApi openstack() throws OpenStackException {
    if (neutron.isEmpty()) {
      throw new OpenStackException("the inventory names no OpenStack");
    }
    return neutron.get().api();
  }

  public ScriptRunner scripts() {
    return new ScriptRunner(this::inTurn, FACTS);
  }

  private Optional<Transport> outOfBand(String name) {
    return node(name).outOfBandTransport(keyring);
  }

  private InventoryNode node(String name) {
    return inventory
        .node(name)
        .orElseThrow(() -> new IllegalArgumentException("the inventory has no node " + name));
  }

  @Override
  public void close() {
    connections.close();
  }
}
