package io.safeops.session;

import io.safeops.paths.trace.PathTraces;
import io.safeops.paths.trace.TraceScript;
import io.safeops.paths.trace.Traced;
import io.safeops.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Traces packets on the nodes: one script on each, side by side. Nothing is sent. */
public final class PacketTracer {

  private final ScriptRunner scripts;
  private final ExecutorService executor;

  /**
   * @param executor may block, one thread for each node
   */
  public PacketTracer(ScriptRunner scripts, ExecutorService executor) {
    this.scripts = scripts;
    this.executor = executor;
  }

  /** What became of these packets, and what was not traced. A node that fails is not traced. */
  public List<Traced> trace(PathTraces traces) throws InterruptedException {
    List<Callable<List<Traced>>> work = new ArrayList<>();
    for (String node : traces.nodes()) {
      work.add(() -> trace(TraceScript.of(node, traces), node));
    }
    List<Traced> all = new ArrayList<>();
    for (Future<List<Traced>> each : executor.invokeAll(work)) {
      try {
        all.addAll(each.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("tracing packets failed", e.getCause());
      }
    }
    all.addAll(traces.left());
    return all;
  }

  private List<Traced> trace(TraceScript script, String node) {
    try {
      return script.read(scripts.run(node, script.text()).outputText());
    } catch (TransportException e) {
      return script.failed(Objects.toString(e.getMessage(), "no reason given"));
    }
  }
}
