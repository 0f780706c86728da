package io.safeops.cluster;

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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** Nodes that answer {@code facts.sh} with what three real ones (OVN 23.03, OVS 3.1) once said. */
public final class RecordedNodes {

  public static final List<FactsCollector.Target> TARGETS =
      List.of(
          target("ctl", "192.0.2.11", "central", "chassis"),
          target("net", "192.0.2.12", "chassis", "gateway"),
          target("cmp", "192.0.2.13", "chassis"));

  private RecordedNodes() {}

  private static FactsCollector.Target target(String name, String address, String... roles) {
    return new FactsCollector.Target(name, address, List.of(roles), Optional.empty());
  }

  /** The cluster of the recording. */
  public static Cluster cluster() {
    return collect(TARGETS, Map.of());
  }

  /** The cluster with what some nodes say changed. */
  public static Cluster collect(
      List<FactsCollector.Target> targets, Map<String, UnaryOperator<String>> changes) {
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try {
      return new FactsCollector(
              executor,
              Clock.fixed(Instant.parse("2026-11-20T09:30:00Z"), ZoneOffset.UTC),
              Duration.ofSeconds(10))
          .collect(
              targets,
              node -> new Recorded(node, changes.getOrDefault(node, UnaryOperator.identity())));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      executor.shutdown();
    }
  }

  private record Recorded(String node, UnaryOperator<String> change) implements Connection {

    @Override
    public Result run(Command command, byte[] standardInput, Duration timeout)
        throws TransportException {
      if (!command.equals(Command.of("/bin/sh", "-s"))) {
        throw new TransportException(TransportException.Kind.DENIED, "not the facts: " + command);
      }
      String script = new String(standardInput, StandardCharsets.UTF_8);
      String marker = script.substring("MARK=".length(), script.indexOf(' '));
      String answer = change.apply(read(node)).replace("MARK ", marker + " ");
      return new Result(0, answer.getBytes(StandardCharsets.UTF_8), new byte[0]);
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
