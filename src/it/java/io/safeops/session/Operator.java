package io.safeops.session;

import io.safeops.cli.terminal.TmuxTerminal;
import io.safeops.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An operator with a machine of their own and the lab's inventory, who types {@code safeops}
 * commands and reads their output. Runs, plans and inventories are in a directory that {@link
 * #close} deletes.
 */
final class Operator implements AutoCloseable {

  /** How a command ended: its exit status, its standard output and standard error. */
  record Ended(int exit, String out, String err) {
    String all() {
      return out + err;
    }
  }

  private static final Path LAUNCHER = Path.of("safeops").toAbsolutePath();
  // Without a setting, runs must be quiet for 20 s and probes measure for 10 s. The tests set less.
  private static final String GUARD = "hold: 2s, baseline: 2s";

  private final Lab lab;
  private final Path home;
  private Path inventory;
  private final List<OpenRun> runs = new ArrayList<>();

  Operator(Lab lab) {
    this.lab = lab;
    try {
      // Short, because the path of a run's socket must fit into 107 bytes.
      this.home =
          Files.createTempDirectory(
              "op",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      this.inventory = home.resolve("inventory.yaml");
      writeOwn(inventory, labInventory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String labInventory() throws IOException {
    String state = System.getenv("XDG_STATE_HOME");
    String env = state == null ? "\"-u\", XDG_STATE_HOME" : "\"XDG_STATE_HOME=" + state + "\"";
    return Files.readString(lab.inventory())
        .replace("defaults:\n", "defaults:\n  guard: {" + GUARD + "}\n")
        // The out-of-band path is the lab's script, which must not use this operator's state
        // directory.
        .replace("command: [\"", "command: [env, " + env + ", \"");
  }

  Lab lab() {
    return lab;
  }

  Path inventory() {
    return inventory;
  }

  /** Makes this the operator's inventory. */
  void uses(Path other) {
    inventory = other;
  }

  /** Makes a changed copy of this operator's inventory. */
  Path inventory(String name, UnaryOperator<String> change) {
    try {
      String text = Files.readString(inventory);
      String changed = change.apply(text);
      if (changed.equals(text)) {
        throw new AssertionError("the inventory is not as this test expects it:\n" + text);
      }
      return writeOwn(home.resolve(name), changed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a file that only this operator may write. */
  Path file(String name, String text) {
    try {
      return writeOwn(home.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path writeOwn(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** A {@code safeops} command as a process of this operator, not yet started. */
  ProcessBuilder command(String... argv) {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(argv));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_STATE_HOME", home.resolve("state").toString());
    builder.environment().put("SAFEOPS_INVENTORY", inventory.toString());
    builder.environment().put("NO_COLOR", "1");
    return builder.redirectInput(Path.of("/dev/null").toFile());
  }

  /**
   * Types a command at a terminal of 120 columns and 30 rows.
   *
   * @param folder of the terminal, made here
   */
  TmuxTerminal onATerminal(Path folder, String... words) throws IOException {
    ProcessBuilder command = command(words);
    Map<String, String> environment = new TreeMap<>(command.environment());
    environment.keySet().retainAll(List.of("HOME", "PATH", "XDG_STATE_HOME", "SAFEOPS_INVENTORY"));
    return new TmuxTerminal(
        Files.createDirectories(folder), 120, 30, environment, command.command());
  }

  /** Runs a command and waits for its end. */
  Ended types(String... argv) {
    try (OpenCommand command = start(argv)) {
      return command.ended(Lab.PATIENCE);
    }
  }

  /** Starts a command and does not wait. */
  OpenCommand start(String... argv) {
    try {
      return new OpenCommand(home, command(argv));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts {@code safeops apply PLAN --no-input} and returns when the run has its id. */
  OpenRun applies(Path plan, String... options) {
    List<String> argv =
        new ArrayList<>(List.of("apply", plan.toString(), "--no-input", "--format", "json"));
    argv.addAll(List.of(options));
    OpenRun run = new OpenRun(this, start(argv.toArray(String[]::new)));
    runs.add(run);
    run.awaitId();
    return run;
  }

  /** Writes the cluster's facts to a file, for reviews that need no node. */
  Path facts() {
    Path file = home.resolve("facts.json");
    Ended ended = types("facts", "-o", file.toString());
    if (ended.exit() != 0) {
      throw new AssertionError("no facts: " + ended.all());
    }
    return file;
  }

  /** Runs the first command that {@code doctor} printed, exactly as printed. */
  OpenRun appliesAsPrinted(Ended doctor) {
    Matcher mend = Pattern.compile("mend: safeops apply (.+)").matcher(doctor.out());
    if (!mend.find()) {
      throw new AssertionError("no command: " + doctor.all());
    }
    List<String> words = new ArrayList<>(List.of(mend.group(1).split(" ")));
    return applies(Path.of(words.remove(0)), words.toArray(String[]::new));
  }

  /** The same operator on another machine, which has no data of any run. */
  Operator elsewhere() {
    return new Operator(lab);
  }

  /** Runs a command on another machine, with the same files but without the data of any run. */
  Ended elsewhereTypes(String... argv) {
    try (OpenCommand command = startElsewhere(argv)) {
      return command.ended(Lab.PATIENCE);
    }
  }

  /** Starts a command on another machine and does not wait. */
  OpenCommand startElsewhere(String... argv) {
    ProcessBuilder builder = command(argv);
    builder.environment().put("XDG_STATE_HOME", home.resolve("elsewhere").toString());
    try {
      return new OpenCommand(home, builder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasRuns() {
    return !runIds().isEmpty();
  }

  private List<String> runIds() {
    try (Stream<Path> all = Files.list(home.resolve("state/safeops/runs"))) {
      return all.map(run -> run.getFileName().toString()).toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  /** The text of every file that safeops keeps for this operator: journals, logs, facts. */
  String everythingWritten() {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(home.resolve("state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  /** Ends the runs of this operator that a failed test left, also on the nodes. */
  @Override
  public void close() {
    runs.forEach(OpenRun::close);
    if (hasRuns()) {
      types("runs")
          .out()
          .lines()
          .filter(line -> line.contains("  OPEN  ") || line.contains("  PROCESS GONE  "))
          .forEach(line -> types("recover", line.split(" ")[0]));
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A running command, with its output so far. */
  static final class OpenCommand implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private OpenCommand(Path home, ProcessBuilder builder) throws IOException {
      out = Files.createTempFile(home, "out", "");
      err = Files.createTempFile(home, "err", "");
      process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    String out() {
      return read(out);
    }

    String err() {
      return read(err);
    }

    String all() {
      return out() + err();
    }

    boolean isRunning() {
      return process.isAlive();
    }

    /** Waits for its end. Fails if the command does not end. */
    Ended ended(Duration limit) {
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError(
              "still running after %d s:%n%s%n%s".formatted(limit.toSeconds(), out(), err()));
        }
        return new Ended(process.exitValue(), out(), err());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
