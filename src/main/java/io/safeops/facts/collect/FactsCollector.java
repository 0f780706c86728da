package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.document.Printable;
import io.safeops.facts.collect.Sections.Section;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.Look;
import io.safeops.facts.model.Node;
import io.safeops.facts.model.Part;
import io.safeops.facts.model.Scope;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Quote;
import io.safeops.transport.Result;
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
 * Reads the facts of all nodes: one script, one round trip each, at once as far as the executor
 * goes. It opens and closes no connection.
 */
public final class FactsCollector {

  private static final String SCRIPT = script();
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * A node to read.
   *
   * @param absent why it is not to be asked
   */
  public record Target(String name, String address, List<String> roles, Optional<String> absent) {
    public Target {
      roles = List.copyOf(roles);
    }
  }

  /** Where the connection to a node comes from; it stays open, and the giver's. */
  public interface Connections {
    Connection to(String node) throws TransportException;
  }

  private record Reading(Node node, Optional<Sections> sections) {}

  /** What is read on one node. */
  private record Wanted(Set<Part> own, Set<Part> databases) {
    boolean isNothing() {
      return own.isEmpty() && databases.isEmpty();
    }

    /** As {@code facts.sh} has it. */
    String words() {
      return Stream.concat(own.stream(), databases.stream())
          .map(Part::word)
          .collect(Collectors.joining(" "));
    }
  }

  private final ExecutorService executor;
  private final Clock clock;
  private final Duration timeout;

  /**
   * @param timeout for one node's script; every command in it has one of five seconds
   */
  public FactsCollector(ExecutorService executor, Clock clock, Duration timeout) {
    this.executor = executor;
    this.clock = clock;
    this.timeout = timeout;
  }

  /**
   * Reads all nodes. A node that cannot be reached is in the cluster and says why; the Northbound
   * and Southbound are taken from nodes of role {@code central} only, the leader first.
   */
  public Cluster collect(List<Target> targets, Connections connections)
      throws InterruptedException {
    return look(targets, connections, Scope.ALL, Map.of()).cluster();
  }

  /**
   * Reads a part of the facts; a node of which it needs nothing is not asked.
   *
   * @param known the node of each system-id, for nodes whose own is not in the scope
   */
  public Look look(
      List<Target> targets, Connections connections, Scope scope, Map<String, String> known)
      throws InterruptedException {
    List<Callable<Reading>> work = new ArrayList<>();
    for (Target target : targets) {
      work.add(() -> read(target, wanted(target, scope), connections));
    }
    List<Reading> readings = new ArrayList<>();
    for (Future<Reading> future : executor.invokeAll(work)) {
      try {
        readings.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("collecting facts failed", e.getCause());
      }
    }
    return new Look(assemble(readings, known), scope);
  }

  private static Wanted wanted(Target target, Scope scope) {
    return new Wanted(scope.parts(target.name()), isCentral(target) ? scope.databases() : Set.of());
  }

  private static boolean isCentral(Target target) {
    return target.roles().contains("central");
  }

  private Reading read(Target target, Wanted wanted, Connections connections) {
    if (target.absent().isPresent()) {
      return unread(target, Optional.empty());
    }
    if (wanted.isNothing()) {
      return unread(target, Optional.of(Look.NOT_ASKED));
    }
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String marker = "safeops-" + HexFormat.of().formatHex(random);
    String text =
        "MARK="
            + marker
            + " CENTRAL="
            + (isCentral(target) ? 1 : 0)
            + " WANT="
            + Quote.word(wanted.words())
            + "\n"
            + SCRIPT;
    try {
      Result result =
          connections
              .to(target.name())
              .run(Command.of("/bin/sh", "-s"), text.getBytes(StandardCharsets.UTF_8), timeout);
      if (result.exit() != 0) {
        return unread(
            target,
            Optional.of(
                NodeFacts.failure(
                    "the facts", new Section("", result.exit(), result.errorText().trim()))));
      }
      Sections sections = Sections.of(marker, result.outputText(), result.errorText());
      return new Reading(
          NodeFacts.of(target.name(), target.address(), target.roles(), sections),
          Optional.of(sections));
    } catch (TransportException | FactException e) {
      return unread(
          target, Optional.of(Printable.line(Objects.toString(e.getMessage(), "no reason given"))));
    }
  }

  private static Reading unread(Target target, Optional<String> unreachable) {
    return new Reading(
        Node.unread(target.name(), target.address(), target.roles(), target.absent(), unreachable),
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
    return new Cluster(
        Cluster.FORMAT,
        clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
        nodes,
        central.switches(),
        central.chassis(),
        central.bindings(),
        central.northbound(),
        central.southbound(),
        Optional.empty());
  }

  private static String script() {
    try (InputStream in = FactsCollector.class.getResourceAsStream("facts.sh")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
