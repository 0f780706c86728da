package io.safeops.session;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import io.safeops.session.Operator.OpenCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run that an operator started, with the {@code apply} that follows it and the run's own process.
 */
final class OpenRun implements AutoCloseable {

  private static final Pattern ID =
      Pattern.compile("run (\\d{8}-\\d{6}-[a-z0-9]{4}) is a process of its own");

  private final Operator operator;
  private final OpenCommand apply;
  private Optional<ProcessHandle> process = Optional.empty();

  OpenRun(Operator operator, OpenCommand apply) {
    this.operator = operator;
    this.apply = apply;
  }

  void awaitId() {
    boolean started = Lab.eventually(Lab.PATIENCE, () -> found().isPresent() || !apply.isRunning());
    if (!started || found().isEmpty()) {
      throw new AssertionError("no run: " + apply.out() + apply.err());
    }
  }

  String id() {
    return found().orElseThrow();
  }

  private Optional<String> found() {
    return ID.matcher(apply.err()).results().map(match -> match.group(1)).findFirst();
  }

  /** What {@code apply} has printed. */
  String said() {
    return apply.out() + apply.err();
  }

  boolean has(String event) {
    return apply.out().contains("\"event\":\"" + event + "\"");
  }

  /** Waits until the run reports an event. Fails if the run ends before. */
  OpenRun reaches(String event) {
    boolean reached =
        Lab.eventually(Lab.PATIENCE, () -> has(event) || !apply.isRunning()) && has(event);
    if (!reached) {
      throw new AssertionError("never came to " + event + ": " + said());
    }
    return this;
  }

  /** The code, read on the console of ctl. */
  String code() {
    return code("ctl");
  }

  /** The code, read on the console of the witness node. */
  String code(String node) {
    reaches("CODE");
    Pattern shown = Pattern.compile("confirm " + id() + " --code ([0-9A-Z]{6})");
    String[] code = new String[1];
    boolean read =
        Lab.eventually(
            Lab.PATIENCE,
            () -> {
              Matcher matcher = shown.matcher(operator.lab().console(node));
              code[0] =
                  matcher.results().map(MatchResult::group).reduce((a, b) -> b).orElse("      ");
              return !code[0].isBlank();
            });
    if (!read) {
      throw new AssertionError(
          "no code on the console of " + node + ":\n" + operator.lab().console(node));
    }
    return code[0].substring(code[0].length() - 6);
  }

  /** A code that differs from the one on the console. */
  static String notThe(String code) {
    return (code.charAt(0) == 'A' ? "B" : "A") + code.substring(1);
  }

  Ended confirm(String code) {
    return operator.types("confirm", id(), "--code", code);
  }

  /** Waits for the end of the {@code apply} that follows the run. */
  Ended ended() {
    return apply.ended(Lab.PATIENCE);
  }

  /** The run's own process. */
  ProcessHandle process() {
    return find()
        .orElseThrow(() -> new AssertionError("run " + id() + " has no process: " + said()));
  }

  private Optional<ProcessHandle> find() {
    if (process.isEmpty()) {
      process = search();
    }
    return process.filter(ProcessHandle::isAlive);
  }

  private Optional<ProcessHandle> search() {
    return processOf(id());
  }

  /** The process of a run, however the run was started. */
  static Optional<ProcessHandle> processOf(String run) {
    return ProcessHandle.allProcesses()
        .filter(process -> isOf(run, process.info().commandLine().orElse("")))
        .findFirst();
  }

  private static boolean isOf(String run, String commandLine) {
    return commandLine.contains(".jar") && commandLine.contains(" run-process " + run);
  }

  /** Kills the run's process with {@code kill -9}, as if its machine died. */
  void die() {
    process().destroyForcibly();
  }

  /** Stops the run's process with {@code kill -STOP}, or continues it with {@code -CONT}. */
  void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, "" + process().pid()).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    if (found().isPresent()) {
      find().ifPresent(ProcessHandle::destroyForcibly);
    }
    apply.close();
  }
}
