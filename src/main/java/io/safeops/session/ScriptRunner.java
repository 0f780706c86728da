package io.safeops.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.facts.collect.FactsCollector;
import io.safeops.transport.Command;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import java.time.Duration;

/**
 * Runs a script that only reads, on a node, over the run's connection to it. Changes go through a
 * guard.
 */
public final class ScriptRunner {

  private final FactsCollector.Connections connections;
  private final Duration timeout;

  /**
   * @param timeout a script may print nothing for so long
   */
  public ScriptRunner(FactsCollector.Connections connections, Duration timeout) {
    this.connections = connections;
    this.timeout = timeout;
  }

  public Result run(String node, String script) throws TransportException {
    return connections.to(node).run(Command.of("/bin/sh", "-s"), script.getBytes(UTF_8), timeout);
  }
}
