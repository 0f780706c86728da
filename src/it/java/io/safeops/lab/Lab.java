package io.safeops.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lab, used as a person would use it: by the script behind {@code safeops lab}. Every method
 * waits until its command has ended. This class keeps only the name of the lab.
 */
public final class Lab {
  /** Where the node's only in-band address is: on br-ex, or on a NIC of its own. */
  public enum Topology {
    CONVERGED,
    SEPARATE
  }

  /** How a command ended: its exit code, its standard output and its standard error. */
  public record Answer(int exit, String out, String err) {
    public boolean ok() {
      return exit == 0;
    }
  }

  public static final List<String> NODES = List.of("ctl", "net", "cmp");
  public static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  public static final String LOCALNET = "provnet-33333333-3333-4333-8333-333333333333";

  private static final Path SCRIPT = Path.of("src/lab/lab.sh").toAbsolutePath();

  /**
   * How long a test waits for something that takes seconds on a quiet machine. This is no bound of
   * the product: tests of a promised time measure it, see {@code Standstill}.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(180);

  // The first time on a machine this includes packages and the nodes' root file system.
  private static final Duration FIRST_TIME = Duration.ofMinutes(10);

  private final String name;

  public Lab(String name) {
    this.name = name;
  }

  /** The lab of this test run: {@code SAFEOPS_LAB}, else {@code it}. */
  public static Lab ofThisRun() {
    return new Lab(Optional.ofNullable(System.getenv("SAFEOPS_LAB")).orElse("it"));
  }

  /** Why no lab can run on this machine; empty if one can. */
  public static Optional<String> missing() {
    try {
      if (!Files.isReadable(Path.of("/proc/self/ns/net"))) {
        return Optional.of("the lab needs Linux");
      }
      if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
        return Optional.of("the lab needs root");
      }
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.of("the lab needs Linux with /proc: " + e.getMessage());
    }
    return isOnPath("systemd-nspawn") || isOnPath("apt-get")
        ? Optional.empty()
        : Optional.of("the lab needs systemd-nspawn, or apt-get to install it");
  }

  private static boolean isOnPath(String command) {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }

  public String name() {
    return name;
  }

  /** The network namespace of the provider LAN and of the operator. */
  public String namespace() {
    return "safeops-" + name;
  }

  /**
   * @param more further options, such as {@code --raft}
   */
  public Answer up(Topology topology, String... more) {
    return up(concat(List.of("--topology", lower(topology)), List.of(more)));
  }

  /**
   * @param options all options of {@code lab up}
   */
  public Answer up(List<String> options) {
    return require(run(FIRST_TIME, "", concat(List.of("up"), options).toArray(String[]::new)));
  }

  /** Resets the lab to its first state. Standard output shows what was different. */
  public Answer reset() {
    return require(run(FIRST_TIME, "", "reset"));
  }

  /** The whole state as text. */
  public String state() {
    return require(run("state")).out();
  }

  public Answer down() {
    return require(run("down"));
  }

  /** The JSON of {@code lab status}; exit 1 if the lab is not up. */
  public Answer status() {
    return run("status", "--format", "json");
  }

  /**
   * The root directory of a running node on this machine. To read a file there is faster than any
   * command.
   */
  public Path root(String node) {
    Matcher init =
        Pattern.compile("\"name\":\"" + node + "\"[^}]*\"init\":(\\d+)").matcher(status().out());
    if (!init.find()) {
      throw new AssertionError(node + " does not run");
    }
    return Path.of("/proc/" + init.group(1) + "/root");
  }

  public Path inventory() {
    return Path.of(require(run("inventory")).out().strip());
  }

  /** The inventory with a user who needs sudo. */
  public Path inventoryOfSudoUser() {
    return Path.of(require(run("inventory", "--user", "ops")).out().strip());
  }

  /** Runs a command on a node past its network, or on {@code outside}. Returns its exit code. */
  public Answer exec(String node, String... argv) {
    return run(concat(List.of("exec", node, "--"), List.of(argv)).toArray(String[]::new));
  }

  /** Runs a POSIX shell script on a node past its network. */
  public Answer script(String node, String text) {
    return run(PATIENCE, text, "exec", node, "--", "/bin/sh", "-s");
  }

  /** Runs a command as root over ssh, in band. A connection times out after two seconds. */
  public Answer ssh(String node, String... argv) {
    return run(concat(List.of("ssh", node, "--"), List.of(argv)).toArray(String[]::new));
  }

  /** Whether a node answers ssh in band within four seconds. */
  public boolean answersSsh(String node) {
    return run("answers", node).ok();
  }

  /** Whether the VM answered ten of ten pings from the outside host. */
  public boolean ping(String vm) {
    return run("ping", vm, "10").ok();
  }

  /** Packets per second that the nodes and the outside host send into the provider LAN. */
  public long rate() {
    return Long.parseLong(require(run("rate")).out().strip());
  }

  public String console(String node) {
    return require(run("console", node)).out();
  }

  /** Reboots a node from inside and waits until its sshd is up again. */
  public void reboot(String node) {
    require(run("reboot", node));
  }

  /** Cuts a node's power: no program on it can finish anything. */
  public void powerCut(String node) {
    require(run("power-cut", node));
  }

  public void start(String node) {
    require(run("start", node));
  }

  /**
   * Pulls or plugs a node's cable.
   *
   * @param which {@code in-band}, {@code oob} or an interface name
   */
  public void link(String node, String which, boolean up) {
    require(run("link", node, which, up ? "up" : "down"));
  }

  /** Makes the outage of a note, such as {@code 000} or {@code 001}, by plain commands. */
  public Answer breakBy(String incident) {
    return require(run("break", incident));
  }

  public Answer heal(String incident) {
    return require(run("heal", incident));
  }

  /**
   * Checks a condition every 200 ms until it holds or the time is over. Returns whether it held.
   */
  public static boolean eventually(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    return true;
  }

  /** Runs any lab command and accepts every exit code. */
  public Answer run(String... argv) {
    return run(PATIENCE, "", argv);
  }

  private Answer run(Duration limit, String input, String... argv) {
    Process process = null;
    try {
      Path out = Files.createTempFile("lab", ".out");
      Path err = Files.createTempFile("lab", ".err");
      Path in = Files.createTempFile("lab", ".in");
      try {
        Files.writeString(in, input);
        // Files, not pipes: a process that a command leaves running in a node would keep a pipe
        // open.
        process =
            process(argv)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError(
              "lab "
                  + String.join(" ", argv)
                  + ": still running after "
                  + limit.toSeconds()
                  + " s");
        }
        return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        for (Path file : List.of(out, err, in)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in lab " + String.join(" ", argv), e);
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  /** The command, not yet started, for tests that kill it half way. */
  public ProcessBuilder process(String... argv) {
    return new ProcessBuilder(concat(List.of(SCRIPT.toString(), "--lab", name), List.of(argv)));
  }

  private Answer require(Answer answer) {
    if (!answer.ok()) {
      throw new AssertionError(
          "the lab '%s' said exit %d%n%s%s"
              .formatted(name, answer.exit(), answer.out(), answer.err()));
    }
    return answer;
  }

  private static List<String> concat(List<String> head, List<String> tail) {
    List<String> all = new ArrayList<>(head);
    all.addAll(tail);
    return all;
  }

  private static String lower(Topology topology) {
    return topology.name().toLowerCase(Locale.ROOT);
  }
}
