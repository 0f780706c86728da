package io.safeops.facts.collect;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Nodes that answer {@code facts.sh} with what three real ones (OVN 23.03, OVS 3.1) once said. */
public final class RecordedNodes {

  public static final List<FactsCollector.CollectedNode> TARGETS =
      List.of(
          target("ctl", "192.0.2.11", "central", "chassis"),
          target("net", "192.0.2.12", "chassis", "gateway"),
          target("cmp", "192.0.2.13", "chassis"));

  private static final Map<String, List<String>> SECTIONS =
      Map.of(
          "network", List.of("ssh", "link", "route4", "route6", "sbroutes", "bootaddresses"),
          "switch", List.of("ovs", "ovsflows"),
          "components", List.of("components", "containers", "processes", "listeners", "control"),
          "tools", List.of("tools", "versions", "controllerversion", "certificates", "disks"),
          "northbound", List.of("nbserver", "nbraft", "nb", "nbmore"),
          "chassis", List.of("sbserver", "sbraft", "sb"));

  private static final Pattern WANT =
      Pattern.compile("^MARK=\\S+ CENTRAL=[01] WANT='?([a-z ]*)'?\n");

  private RecordedNodes() {}

  private static FactsCollector.CollectedNode target(String name, String address, String... roles) {
    return new FactsCollector.CollectedNode(name, address, List.of(roles), Optional.empty());
  }

  /** The cluster of the recording. */
  public static Cluster cluster() {
    return collect(TARGETS, Map.of());
  }

  /** The cluster with what some nodes say changed. */
  public static Cluster collect(
      List<FactsCollector.CollectedNode> targets, Map<String, UnaryOperator<String>> changes) {
    return look(targets, changes, FactsScope.ALL, Map.of());
  }

  /** A part of the recording, as {@code facts.sh} would read it. */
  static Cluster look(
      List<FactsCollector.CollectedNode> targets,
      Map<String, UnaryOperator<String>> changes,
      FactsScope scope,
      Map<String, String> known) {
    return look(
            targets,
            node -> connection(node, changes.getOrDefault(node, UnaryOperator.identity())),
            scope,
            known)
        .cluster();
  }

  /** A part of what nodes of a test's own say. */
  public static Observation look(
      List<FactsCollector.CollectedNode> targets,
      FactsCollector.Connections connections,
      FactsScope scope,
      Map<String, String> known) {
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try {
      return new FactsCollector(
              executor,
              Clock.fixed(Instant.parse("2026-11-20T09:30:00Z"), ZoneOffset.UTC),
              Duration.ofSeconds(10))
          .look(targets, connections, scope, known);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      executor.shutdown();
    }
  }

  /** To a node of the recording, where it says something else. */
  public static Connection connection(String recorded, UnaryOperator<String> change) {
    return new Recorded(recorded, change);
  }

  /** The parts that a script on its way to a node reads; empty where it is not {@code facts.sh}. */
  public static Set<String> wanted(byte[] script) {
    Matcher line = WANT.matcher(new String(script, StandardCharsets.UTF_8));
    return line.find() ? new TreeSet<>(List.of(line.group(1).split(" "))) : Set.of();
  }

  private record Recorded(String node, UnaryOperator<String> change) implements Connection {

    @Override
    public Result run(Command command, byte[] standardInput, Duration timeout)
        throws TransportException {
      if (!command.equals(Command.of("/bin/sh", "-s"))) {
        throw new TransportException(
            TransportException.TransportFailure.DENIED, "not the facts: " + command);
      }
      String script = new String(standardInput, StandardCharsets.UTF_8);
      String marker = script.substring("MARK=".length(), script.indexOf(' '));
      String answer =
          asked(change.apply(read(node)), wanted(standardInput)).replace("MARK ", marker + " ");
      return new Result(0, answer.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    /** Without the sections of parts that were not asked for. */
    private static String asked(String answer, Set<String> wanted) {
      String asked = answer;
      for (Map.Entry<String, List<String>> part : SECTIONS.entrySet()) {
        for (String section :
            wanted.contains(part.getKey()) ? List.<String>of() : part.getValue()) {
          asked =
              asked.replaceFirst(
                  "(?s)MARK begin " + section + "\n.*?MARK end " + section + " [0-9]+\n", "");
        }
      }
      return asked;
    }

    private static String read(String node) {
      try (InputStream in = RecordedNodes.class.getResourceAsStream(node + ".facts")) {
        return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
  }
}
