package io.safeops.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safeops.house.TestTools;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A simulated node on this machine. Real shells run the real guard with a state directory, a boot
 * id and volatile files of this node only. {@code mv}, {@code sync} and {@code systemctl} are
 * replaced, so that a test can kill the guard at every write, lose unsynced data, and boot again.
 */
final class GuardedNode implements AutoCloseable {

  private static final List<String> TOOLS =
      List.of("mv", "sync", "crash", "systemctl", "systemd-run");
  private static final GuardProgram PROGRAM = GuardProgram.load();

  private final NodeDisk disk;
  private final List<String> shell;
  private final boolean systemd;
  private final NodeProcesses processes;
  private final List<Channel> channels = new ArrayList<>();
  private final Map<String, String> variables = new HashMap<>();
  private int boots;

  private GuardedNode(NodeDisk disk, List<String> shell, boolean systemd) {
    this.disk = disk;
    this.shell = shell;
    this.systemd = systemd;
    this.processes = new NodeProcesses("GUARD_TEST=" + disk.path(""));
  }

  static GuardedNode create() {
    return create("dash", true);
  }

  /**
   * @param shell runs the handlers: {@code dash} or {@code busybox sh}
   * @param systemd whether the node has (what looks like) systemd
   */
  static GuardedNode create(String shell, boolean systemd) {
    TestTools.need(shell.split(" ")[0]);
    try {
      GuardedNode node = new GuardedNode(NodeDisk.create(), List.of(shell.split(" ")), systemd);
      for (String directory :
          List.of("bin", "units", "dev", "proc/sys/kernel/random", "proc/1", "net")) {
        Files.createDirectories(node.path(directory));
      }
      for (String tool : TOOLS) {
        try (InputStream in = GuardedNode.class.getResourceAsStream("node/" + tool)) {
          Path file = node.path("bin/" + tool);
          Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
          file.toFile().setExecutable(true);
        }
      }
      if (!systemd) {
        Files.delete(node.path("bin/systemctl"));
      } else {
        Files.createDirectories(node.path("systemd"));
      }
      Files.createSymbolicLink(node.path("proc/uptime"), Path.of("/proc/uptime"));
      for (String file : List.of("unsynced", "synced", "violations")) {
        node.write(file, "");
      }
      node.write("group", "0");
      node.write("proc/consoles", "ttyS0                -W- (EC p a)    4:64\n");
      node.write("dev/ttyS0", "");
      node.write("change", "before");
      node.startFirstProcess(7);
      node.crashAt(0);
      node.newBoot();
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A channel to one serving guard, as a run has it over ssh. */
  final class Channel {
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    private Channel() throws IOException {
      List<String> argv = new ArrayList<>(List.of("setsid", "/bin/sh", "-c"));
      argv.add("echo $$ >\"$GUARD_TEST/group\"; exec \"$@\"");
      argv.add("sh");
      argv.addAll(shell);
      List<String> serve = PROGRAM.serve(path("state").toString()).argv();
      argv.addAll(serve.subList(1, serve.size()));
      process = start(argv);
      in = process.outputWriter(UTF_8);
      out = process.inputReader(UTF_8);
      in.write(PROGRAM.firstLine() + "\n");
    }

    /** The answer; null if the guard's handler died. */
    @Nullable GuardReply ask(String line) {
      try {
        in.write(line + "\n");
        in.flush();
        String reply = out.readLine();
        return reply == null ? null : GuardReply.parse(reply);
      } catch (IOException broken) {
        return null;
      } catch (GuardException e) {
        throw new AssertionError(e);
      }
    }

    void closeInput() throws IOException {
      in.close();
    }

    Process process() {
      return process;
    }
  }

  Channel open() {
    try {
      Channel channel = new Channel();
      channels.add(channel);
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request on the node's own channel, which is opened when needed. */
  GuardReply ask(GuardRequest request) {
    return ask(request.line());
  }

  GuardReply ask(String line) {
    GuardReply reply = tryAsk(line);
    if (reply == null) {
      throw new AssertionError("the guard died of: " + line);
    }
    return reply;
  }

  @Nullable GuardReply tryAsk(String line) {
    if (channels.isEmpty() || !channels.get(0).process.isAlive()) {
      channels.clear();
      open();
    }
    GuardReply reply = channels.get(0).ask(line);
    if (reply == null) {
      channels.clear(); // a killed process may still appear alive for a moment
    }
    return reply;
  }

  private Process start(List<String> argv) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv);
    var environment = builder.environment();
    environment.put("GUARD_TEST", path("").toString());
    environment.put("PATH", path("bin") + ":" + environment.get("PATH"));
    environment.put("GUARD_PROC", path("proc").toString());
    environment.put("GUARD_RUN", path("run").toString());
    environment.put("GUARD_DEV", path("dev").toString());
    environment.put("GUARD_NET", path("net").toString());
    environment.put("GUARD_SYS", path("sys").toString());
    environment.put("GUARD_UNITS", path("units").toString());
    environment.put("GUARD_SYSTEMD", path("systemd").toString());
    environment.put("GUARD_BASELINE", "30");
    environment.put("GUARD_CHECK", "0.1");
    environment.putAll(variables);
    return builder.redirectError(path("errors").toFile()).start();
  }

  /** Sets a variable for the processes that are started from now on. */
  void variable(String name, String value) {
    variables.put(name, value);
  }

  /** Replaces the machine's tool of this name by a shell script. */
  void tool(String name, String text) {
    write("bin/" + name, "#!/bin/sh\n" + text + "\n");
    path("bin/" + name).toFile().setExecutable(true);
  }

  /** The n-th mv or sync of handlers from now on kills the handler; 0: none. */
  void crashAt(int n) {
    write("count", "0\n");
    write("at", n + "\n");
  }

  /**
   * Cuts the power: all processes and volatile files of the node are gone.
   *
   * @param loses whether renames that were not synced are lost
   */
  void powerCut(boolean loses) {
    killAll();
    if (loses) {
      disk.loseUnsynced();
    }
    write("unsynced", "");
    disk.delete("run");
    crashAt(0);
    newBoot();
  }

  /**
   * Restarts a container with its host's boot id: its processes and its memory are gone, but its
   * unsynced writes are not.
   *
   * @param ticks when its new first process was started
   */
  void restart(long ticks) {
    killAll();
    disk.delete("run");
    crashAt(0);
    startFirstProcess(ticks);
  }

  /** As {@link NodeDisk#keep}. No process of the node may be alive. */
  void keep(String name) {
    disk.keep(name);
  }

  /** As {@link NodeDisk#putBack}. No process of the node may be alive. */
  void putBack(String name) {
    disk.putBack(name);
  }

  /**
   * Starts the guards whose units are enabled, as an init system does.
   *
   * @return their runs
   */
  List<String> boot() {
    List<String> runs = new ArrayList<>();
    try (Stream<Path> units = Files.list(path("units"))) {
      for (Path unit : units.filter(Files::isRegularFile).toList()) {
        String name = unit.getFileName().toString();
        if (!name.startsWith("safeops-guard-")) {
          continue;
        }
        String run = name.replaceAll("^safeops-guard-|\\.service$", "");
        startGuard(run);
        runs.add(run);
      }
      return runs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the watch and in parallel the boot unit, as systemd does. */
  void startGuard(String run) throws IOException {
    for (String mode : List.of("supervise", "boot")) {
      startGuard(run, mode);
    }
  }

  void startGuard(String run, String mode) throws IOException {
    List<String> argv = new ArrayList<>(List.of("setsid"));
    argv.addAll(shell);
    argv.addAll(List.of(path("state/" + run + "/guard.sh").toString(), mode));
    argv.addAll(List.of(path("state").toString(), run));
    start(argv);
  }

  /** Runs a line of shell with the guard's functions and variables for the given run. */
  void shell(String run, String line) {
    try {
      String text =
          "g=$1 D=$2 run=$3; set --; . \"$g\"; boot_id; at_run \"$run\"; state_load; " + line;
      List<String> argv = new ArrayList<>(shell);
      argv.addAll(List.of("-c", text, "sh", path("run/" + run + "/guard.sh").toString()));
      argv.addAll(List.of(path("state").toString(), run));
      if (start(argv).waitFor() != 0) {
        throw new AssertionError(line + ": " + read("errors"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Starts the guards of live runs again, as systemd does when they die, and waits for them. */
  void startGuards() {
    try (Stream<Path> units = Files.list(path("run"))) {
      units.map(run -> run.resolve("watch")).forEach(watch -> watch.toFile().delete());
    } catch (NoSuchFileException noneLives) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String run : boot()) {
      until(Conversation.SOON, () -> exists("run/" + run + "/watch"));
    }
  }

  /**
   * Sets the start time of the node's first process, in ticks after the start of its host; only
   * this field of its stat is used.
   */
  void startFirstProcess(long ticks) {
    write(
        "proc/1/stat", "1 (init) S 0 1 1 0 -1 4194560 9 9 9 9 9 9 9 9 20 0 1 0 " + ticks + " 9\n");
  }

  /** Stops the clock of this node at this uptime in seconds, for example 12.34. */
  void stopClockAt(String seconds) {
    write("proc/new", seconds + " 5.00\n");
    disk.move("proc/new", "proc/uptime");
  }

  /** As {@link NodeDisk#hangs}. */
  void diskHangs() {
    disk.hangs();
  }

  void diskAnswers() {
    disk.answers();
  }

  /** As {@link NodeDisk#memoryIsOf}: 1 MiB; skips the test if this user may not mount. */
  GuardedNode withSmallMemory() {
    assumeTrue(disk.memoryIsOf(1024), "needs to mount a tmpfs");
    return this;
  }

  /** As {@link NodeDisk#fillMemory}. */
  void fillMemory() {
    disk.fillMemory();
  }

  /** As {@link NodeDisk#fillMemoryWithFiles}. */
  void fillMemoryWithFiles() {
    disk.fillMemoryWithFiles();
  }

  void emptyMemory() {
    disk.emptyMemory();
  }

  private void newBoot() {
    boots++;
    write(
        "proc/sys/kernel/random/boot_id",
        String.format("%08d-0000-4000-8000-000000000000%n", boots));
  }

  /** Kills every process of this node with SIGKILL, and waits until they are gone. */
  void killAll() {
    processes.killAll();
    channels.clear();
  }

  /** The living processes that carry this node's directory in their environment. */
  Stream<ProcessHandle> processes() {
    return processes.all();
  }

  /** The boot as a guard names it: the boot id and the start time of the first process. */
  String currentBoot() {
    return read("proc/sys/kernel/random/boot_id").strip()
        + "."
        + read("proc/1/stat").split(" ")[21];
  }

  Path path(String name) {
    return disk.path(name);
  }

  String read(String name) {
    return disk.read(name);
  }

  void write(String name, String text) {
    disk.write(name, text);
  }

  boolean exists(String name) {
    return disk.exists(name);
  }

  /** Centiseconds of this machine's uptime, the clock of the node. */
  static long uptime() {
    try {
      String text = Files.readString(Path.of("/proc/uptime"));
      return Long.parseLong(text.substring(0, text.indexOf(' ')).replace(".", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks a condition every few milliseconds until it holds; fails when the time is over. */
  static void until(Duration limit, BooleanSupplier condition) {
    until(limit, 5, condition);
  }

  /** Checks a condition at this interval in milliseconds. */
  static void until(Duration limit, int pause, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + limit);
      }
      LockSupport.parkNanos(pause * 1_000_000L);
    }
  }

  @Override
  public void close() {
    killAll();
    disk.close();
  }
}
