package io.safeops.action;

import io.safeops.facts.collect.FactsCollector;
import io.safeops.facts.collect.FactsCollector.CollectedNode;
import io.safeops.facts.collect.RowReader;
import io.safeops.facts.model.Cluster;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.ShellQuote;
import io.safeops.transport.TransportException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The nodes of a lab, reached by their consoles, to run by hand what a guard would run. */
final class LabNodes {

  static final List<String> NAMES = List.of("ctl", "net", "cmp");

  private static final List<CollectedNode> TARGETS =
      List.of(
          new CollectedNode("ctl", "192.0.2.11", List.of("central", "chassis"), Optional.empty()),
          new CollectedNode("net", "192.0.2.12", List.of("chassis"), Optional.empty()),
          new CollectedNode("cmp", "192.0.2.13", List.of("chassis"), Optional.empty()));

  private LabNodes() {}

  /** {@code safeops lab ...}. */
  static Result lab(String... arguments) {
    return lab(new byte[0], arguments);
  }

  static Result lab(byte[] input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("bash", "src/lab/lab.sh"));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("lab", ".out");
      Path err = Files.createTempFile("lab", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putIfAbsent("SAFEOPS_LAB", "it");
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
          in.write(input);
        } catch (IOException e) {
          // It ended without reading everything; its exit code says why.
        }
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new AssertionError("no end: " + command);
        }
        return new Result(process.exitValue(), Files.readAllBytes(out), Files.readAllBytes(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a shell line as root on a node. */
  static Result shell(String node, String line) {
    return lab("exec", node, "--", "/bin/sh", "-c", line);
  }

  /** The undos of the steps that a run has done, by run and node. */
  private static final Map<String, List<String>> UNDOS = new ConcurrentHashMap<>();

  /** Records the undos of a step: the undos of later steps of the run find them beside theirs. */
  static void begins(OnNodes step, String run) {
    step.undo()
        .forEach(
            (node, undo) ->
                UNDOS.computeIfAbsent(run + " " + node, any -> new ArrayList<>()).add(undo.text()));
  }

  /** Forgets all steps, because the next test may name its runs alike. */
  static void forgetSteps() {
    UNDOS.clear();
  }

  /** Runs a script as the guard runs it, under the given shell. */
  static Result run(String node, Script script, String run, String... shell) {
    List<String> undos = UNDOS.getOrDefault(run + " " + node, List.of());
    int step = undos.indexOf(script.text()) + 1;
    StringBuilder text = new StringBuilder("store=/run/store.$$; mkdir $store\n");
    List<String> files = step > 0 ? undos : List.of(script.text());
    for (int i = 0; i < files.size(); i++) {
      text.append("cat >$store/").append(i + 1).append(".undo <<'END-OF-UNDO'\n");
      text.append(files.get(i)).append("END-OF-UNDO\n");
    }
    int number = Math.max(step, 1);
    text.append("SAFEOPS_RUN=")
        .append(ShellQuote.word(run))
        .append(" SAFEOPS_STEP=")
        .append(number);
    text.append(" SAFEOPS_HOME=/run SAFEOPS_STORE=$store ");
    text.append(shell.length == 0 ? "/bin/sh" : ShellQuote.words(List.of(shell)));
    text.append(" $store/").append(number).append(".undo </dev/null; rc=$?\n");
    text.append("rm -rf $store; exit $rc\n");
    return lab(
        text.toString().getBytes(StandardCharsets.UTF_8), "exec", node, "--", "/bin/sh", "-s");
  }

  /** Reads the facts of the lab over ssh, or by the console if ssh does not work. */
  static Cluster collect(String way) {
    return collect(way, TARGETS);
  }

  /** The same for a lab whose nodes are all members of the databases. */
  static Cluster collectClustered() {
    return collect(
        "ssh",
        TARGETS.stream()
            .map(
                node ->
                    new CollectedNode(
                        node.name(), node.address(), List.of("central", "chassis"), node.absent()))
            .toList());
  }

  private static Cluster collect(String way, List<CollectedNode> targets) {
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try {
      return new FactsCollector(executor, Clock.systemUTC(), Duration.ofSeconds(30))
          .collect(targets, node -> new ByLab(node, way));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      executor.shutdown();
    }
  }

  /** Reads the rows that an action touches, by the console, and adds them to the cluster. */
  static Cluster whole(Action action, Cluster before) throws ActionException {
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try {
      return new RowReader(executor, node -> new ByLab(node, "exec"), Duration.ofSeconds(30))
          .read(action.operation(before).footprint().rows(), before);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      executor.shutdown();
    }
  }

  private record ByLab(String node, String way) implements Connection {
    @Override
    public Result run(Command command, byte[] standardInput, Duration timeout)
        throws TransportException {
      List<String> arguments = new ArrayList<>(List.of(way, node, "--"));
      arguments.addAll(command.argv());
      return lab(standardInput, arguments.toArray(String[]::new));
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
