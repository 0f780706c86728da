package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.document.Printable;
import io.safeops.facts.collect.Sections.Section;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.node.Node;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Result;
import io.safeops.transport.ShellQuote;
import io.safeops.transport.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the facts of all nodes, with one script and one round trip for each node, in parallel as
 * far as the executor allows. It neither opens nor closes connections.
 */
public final class FactsCollector {

  private static final String SCRIPT = script();
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * A node to read.
   *
   * @param absent why the node must not be asked
   */
  public record CollectedNode(
      String name, String address, List<String> roles, Optional<String> absent) {
    public CollectedNode {
      roles = List.copyOf(roles);
    }
  }

  /** Provides the connection to a node. The connection stays open and belongs to the provider. */
  public interface Connections {
    Connection to(String node) throws TransportException;
  }

  private record Reading(Node node, Optional<Sections> sections) {}

  /** What to read on one node. */
  private record Wanted(Set<FactsPart> own, Set<FactsPart> databases) {
    boolean isNothing() {
      return own.isEmpty() && databases.isEmpty();
    }

    /** As {@code facts.sh} expects it. */
    String words() {
      return Stream.concat(own.stream(), databases.stream())
          .map(FactsPart::word)
          .collect(Collectors.joining(" "));
    }
  }

  private final ExecutorService executor;
  private final Clock clock;
  private final Duration timeout;
  private final ReadingListener listener;

  /**
   * @param timeout for one node's script; every command in the script has a timeout of five
   *     seconds, and a busy daemon that works on its answer one of nine
   */
  public FactsCollector(ExecutorService executor, Clock clock, Duration timeout) {
    this(executor, clock, timeout, ReadingListener.NONE);
  }

  /** The same, for somebody who waits. */
  public FactsCollector(
      ExecutorService executor, Clock clock, Duration timeout, ReadingListener listener) {
    this.executor = executor;
    this.clock = clock;
    this.timeout = timeout;
    this.listener = listener;
  }

  /**
   * Reads all nodes. A node that cannot be reached is in the cluster, with the reason. The
   * Northbound and Southbound come only from nodes with the role {@code central}, the leader first.
   */
  public Cluster collect(List<CollectedNode> targets, Connections connections)
      throws InterruptedException {
    return look(targets, connections, FactsScope.ALL, Map.of()).cluster();
  }

  /**
   * Reads a part of the facts. A node is not asked if nothing of it is needed.
   *
   * @param known the node of each system-id, for nodes whose system-id is not in the scope
   */
  public Observation look(
      List<CollectedNode> targets,
      Connections connections,
      FactsScope scope,
      Map<String, String> known)
      throws InterruptedException {
    List<Callable<Reading>> work = new ArrayList<>();
    for (CollectedNode collectedNode : targets) {
      work.add(() -> readAndTell(collectedNode, wanted(collectedNode, scope), connections));
    }
    listener.begins(targets.stream().map(CollectedNode::name).toList());
    List<Reading> readings = new ArrayList<>();
    for (Future<Reading> future : executor.invokeAll(work)) {
      try {
        readings.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("collecting facts failed", e.getCause());
      }
    }
    return new Observation(assemble(readings, known), scope);
  }

  private static Wanted wanted(CollectedNode collectedNode, FactsScope scope) {
    return new Wanted(
        scope.parts(collectedNode.name()), isCentral(collectedNode) ? scope.databases() : Set.of());
  }

  private static boolean isCentral(CollectedNode collectedNode) {
    return collectedNode.roles().contains("central");
  }

  private Reading readAndTell(CollectedNode collectedNode, Wanted wanted, Connections connections) {
    try {
      return read(collectedNode, wanted, connections);
    } finally {
      listener.isRead(collectedNode.name());
    }
  }

  private Reading read(CollectedNode collectedNode, Wanted wanted, Connections connections) {
    if (collectedNode.absent().isPresent()) {
      return unread(collectedNode, Optional.empty());
    }
    if (wanted.isNothing()) {
      return unread(collectedNode, Optional.of(Observation.NOT_ASKED));
    }
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String marker = "safeops-" + HexFormat.of().formatHex(random);
    String text =
        "MARK="
            + marker
            + " CENTRAL="
            + (isCentral(collectedNode) ? 1 : 0)
            + " WANT="
            + ShellQuote.word(wanted.words())
            + "\n"
            + SCRIPT;
    try {
      Result result =
          connections
              .to(collectedNode.name())
              .run(Command.of("/bin/sh", "-s"), text.getBytes(StandardCharsets.UTF_8), timeout);
      if (result.exit() != 0) {
        return unread(
            collectedNode,
            Optional.of(
                NodeFacts.failure(
                    "the facts", new Section("", result.exit(), result.errorText().trim()))));
      }
      Sections sections = Sections.of(marker, result.outputText(), result.errorText());
      return new Reading(
          NodeFacts.of(
              collectedNode.name(), collectedNode.address(), collectedNode.roles(), sections),
          Optional.of(sections));
    } catch (TransportException | FactException e) {
      return unread(
          collectedNode,
          Optional.of(Printable.line(Objects.toString(e.getMessage(), "no reason given"))));
    }
  }

  private static Reading unread(CollectedNode collectedNode, Optional<String> unreachable) {
    return new Reading(
        Node.unread(
            collectedNode.name(),
            collectedNode.address(),
            collectedNode.roles(),
            collectedNode.absent(),
            unreachable),
        Optional.empty());
  }

  private Cluster assemble(List<Reading> readings, Map<String, String> known) {
    List<Node> nodes = readings.stream().map(Reading::node).toList();
    Map<String, String> nodeOf = new HashMap<>();
    nodes.forEach(node -> node.systemId().ifPresent(id -> nodeOf.putIfAbsent(id, node.name())));
    known.forEach(nodeOf::putIfAbsent);
    CentralFacts central = new CentralFacts(nodeOf);
    for (Reading reading : readings) {
      if (reading.node().hasRole("central")) {
        reading.sections().ifPresent(sections -> central.offer(reading.node().name(), sections));
      }
    }
    return Cluster.builder()
        .collectedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
        .nodes(nodes)
        .switches(central.switches())
        .chassis(central.chassis())
        .bindings(central.bindings())
        .northbound(central.northbound())
        .southbound(central.southbound())
        .logicalRouters(central.routers())
        .chassisGroups(central.chassisGroups())
        .dhcpOptions(central.dhcpOptions())
        .policyRouters(central.policyRouters())
        .loadBalancers(central.loadBalancers())
        .bfdSessions(central.bfdSessions())
        .databaseMembers(central.members())
        .build();
  }

  private static String script() {
    try (InputStream in = FactsCollector.class.getResourceAsStream("facts.sh")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
