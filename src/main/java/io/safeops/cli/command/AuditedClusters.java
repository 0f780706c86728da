package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.document.DocumentException;
import io.safeops.inventory.Inventory;
import io.safeops.run.audit.AuditedNodes;
import io.safeops.run.audit.GuardRecords;
import io.safeops.run.store.RunStore;
import io.safeops.session.ClusterAccess;
import io.safeops.session.RunRequest;
import io.safeops.transport.ssh.Keyring;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * The clusters whose nodes are asked for the evidence of runs: that of the inventory which the
 * operator names, otherwise that of each run. Each is opened once.
 */
final class AuditedClusters implements AutoCloseable {

  private final RunStore store;
  private final ClusterOptions options;
  private final ExecutorService executor = FactsCollection.executor();
  private final Passphrases passphrases = Passphrases.ofTerminal();
  private final Map<Path, Opened> opened = new HashMap<>();
  private String whyNone = "";

  private record Opened(ClusterAccess access, AuditedNodes nodes) {}

  AuditedClusters(RunStore store, ClusterOptions options) {
    this.store = store;
    this.options = options;
  }

  /**
   * The cluster that the operator names.
   *
   * @throws BadInput when none is named
   */
  AuditedNodes typed() throws BadInput, DocumentException {
    return open(options.inventory());
  }

  /**
   * The cluster of a run; empty when its inventory is not known, or cannot be read any more.
   *
   * @throws DocumentException when the inventory that the operator names does not load
   */
  Optional<AuditedNodes> of(String run) throws BadInput, DocumentException {
    if (options.asTyped().isPresent()) {
      return Optional.of(typed());
    }
    try {
      return Optional.of(open(Path.of(RunRequest.load(store.request(run)).inventory())));
    } catch (IOException unreadable) {
      whyNone =
          "no node was asked: the request of the run, which names its inventory, cannot be read;"
              + " name the inventory with -i";
    } catch (DocumentException damaged) {
      whyNone =
          "no node was asked: the inventory of the run does not load: "
              + damaged.problems().get(0)
              + "; name another one with -i";
    }
    return Optional.empty();
  }

  /** Why {@link #of} has found none. */
  String whyNone() {
    return whyNone;
  }

  private AuditedNodes open(Path file) throws DocumentException {
    Opened known = opened.get(file);
    if (known != null) {
      return known.nodes();
    }
    Inventory inventory = Inventory.load(file);
    ClusterAccess access =
        new ClusterAccess(inventory, new Keyring(passphrases), executor, Clock.systemUTC());
    AuditedNodes nodes = new AuditedNodes(inventory, new GuardRecords(access.guards()));
    opened.put(file, new Opened(access, nodes));
    return nodes;
  }

  @Override
  public void close() {
    for (Opened each : opened.values()) {
      each.nodes().records().close();
      each.access().close();
    }
    executor.shutdownNow();
  }
}
