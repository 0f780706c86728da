package io.safeops.facts.node;

import io.safeops.document.Preconditions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A service of OVN or OpenStack on a node, however it is run there.
 *
 * @param name one of {@link #NAMES}
 * @param node the node's name in the inventory
 * @param manager what runs it
 * @param unit the name of the unit or of the container
 * @param state systemd's ActiveState, or the container's state
 * @param execStart the command that starts it; empty for containers
 * @param execStop the command that stops it; empty if the manager only sends a signal
 * @param unitFile the unit's file; empty for containers
 * @param listeners {@code address:port} of the TCP sockets on which it should listen and does
 *     listen
 * @param connection {@code connected}, {@code not connected}, or empty if this does not apply; for
 *     the controller, the state of its Southbound connection
 * @param status the status that northd reports: {@code active}, {@code standby} or {@code paused};
 *     empty if it was not asked or did not answer. Without the Southbound it reports standby
 * @param process the state of its process: {@link #RUNS}, {@link #STOPPED}, {@link #ZOMBIE}, or
 *     empty if not read
 * @param answer whether it answers on its control socket: {@link #ANSWERS}, {@link #SLOW}, {@link
 *     #SILENT}, {@link #BUSY}, {@link #BLOCKED}, or empty if it was not asked
 * @param cpuCentis the CPU time that its process has used, in hundredths of a second
 * @param pid of its process
 * @param startsAtBoot whether systemd starts it at the next boot; empty if that is not known, or if
 *     something else starts it
 */
public record Component(
    String name,
    String node,
    ServiceSupervisor manager,
    String unit,
    String state,
    String execStart,
    String execStop,
    String unitFile,
    List<String> listeners,
    String connection,
    Optional<String> status,
    String process,
    String answer,
    Optional<Long> cpuCentis,
    Optional<Long> pid,
    Optional<Boolean> startsAtBoot) {

  public static final List<String> NAMES = ComponentName.words();

  /** The connection of an ovn-controller that has its Southbound. */
  public static final String CONNECTED = "connected";

  /** The {@code process} of one that the kernel schedules. */
  public static final String RUNS = "runs";

  /** The {@code process} of one that was stopped by a signal (SIGSTOP) or by a debugger. */
  public static final String STOPPED = "stopped";

  /** The {@code process} of one that has ended and whose parent has not noticed. */
  public static final String ZOMBIE = "zombie";

  /** The {@code answer} of one that answered within a second. */
  public static final String ANSWERS = "answers";

  /** The {@code answer} of one that answered, but not within a second. */
  public static final String SLOW = "slow";

  /** The {@code answer} of one that was asked and gave none. */
  public static final String SILENT = "silent";

  /** The {@code answer} of one that was asked, gave none and used the CPU meanwhile. */
  public static final String BUSY = "busy";

  /** The {@code answer} of one that was asked and that the kernel kept from running (state D). */
  public static final String BLOCKED = "blocked";

  private static final List<String> ANSWERING = List.of("", ANSWERS, SLOW, SILENT, BUSY, BLOCKED);

  public Component {
    Preconditions.oneOf("component", name, NAMES);
    Preconditions.name("node of component " + name, node);
    listeners = List.copyOf(listeners);
    Preconditions.oneOf(
        "process of component " + name, process, List.of("", RUNS, STOPPED, ZOMBIE));
    Preconditions.oneOf("answer of component " + name, answer, ANSWERING);
  }

  /** The name as a constant. */
  public ComponentName known() {
    return ComponentName.of(name).orElseThrow();
  }

  public boolean hasName(ComponentName expected) {
    return name.equals(expected.word());
  }

  /** The manager in a word, for rules. */
  public String getManager() {
    return manager.word();
  }

  public boolean isActive() {
    return state.equals("active") || state.equals("running");
  }

  /** Whether it was asked and gave no answer. */
  public boolean isUnanswering() {
    return List.of(SILENT, BUSY, BLOCKED).contains(answer);
  }

  public boolean isConnected() {
    return connection.equals(CONNECTED);
  }

  /**
   * Whether stopping it also stops both databases. Debian's ovn-northd.service starts with {@code
   * --ovn-manage-ovsdb=no} but stops without it. The databases then exit with status 0, so systemd
   * does not restart them (incident 002).
   */
  public boolean isStoppingDatabases() {
    return hasName(ComponentName.NORTHD)
        && Arrays.stream(execStop.split(" ; "))
            .anyMatch(
                command ->
                    command.contains("stop_northd") && !command.contains("--ovn-manage-ovsdb=no"));
  }

  /**
   * Whether stopping it removes it from the cluster. ovn-controller then deletes its chassis, its
   * tunnels, and the tunnels of all others to it, unless it is told that it will start again
   * ({@code --restart}).
   */
  public boolean isLeavingWhenStopped() {
    return hasName(ComponentName.CONTROLLER)
        && manager == ServiceSupervisor.SYSTEMD
        && !execStop.contains("--restart");
  }

  /** The component after it was stopped for good. */
  public Component stopped() {
    return toBuilder()
        .state("inactive")
        .listeners(List.of())
        .connection("")
        .status(Optional.empty())
        .process("")
        .answer("")
        .cpuCentis(Optional.empty())
        .pid(Optional.empty())
        .build();
  }

  /**
   * The component after it was started, as far as this can be predicted. Starting one whose process
   * is stopped by a signal changes nothing.
   */
  public Component started() {
    return isActive() ? this : toBuilder().state("active").build();
  }

  public Component withConnection(String newConnection) {
    return toBuilder().connection(newConnection).build();
  }

  public Component withStatus(Optional<String> newStatus) {
    return toBuilder().status(newStatus).build();
  }

  /** A component by its parts. */
  public static Builder builder(String name, String node) {
    return new Builder(name, node);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name, node)
        .manager(manager)
        .unit(unit)
        .state(state)
        .execStart(execStart)
        .execStop(execStop)
        .unitFile(unitFile)
        .listeners(listeners)
        .connection(connection)
        .status(status)
        .process(process)
        .answer(answer)
        .cpuCentis(cpuCentis)
        .pid(pid)
        .startsAtBoot(startsAtBoot);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private final String node;
    private ServiceSupervisor manager = ServiceSupervisor.NONE;
    private String unit = "";
    private String state = "";
    private String execStart = "";
    private String execStop = "";
    private String unitFile = "";
    private List<String> listeners = List.of();
    private String connection = "";
    private Optional<String> status = Optional.empty();
    private String process = "";
    private String answer = "";
    private Optional<Long> cpuCentis = Optional.empty();
    private Optional<Long> pid = Optional.empty();
    private Optional<Boolean> startsAtBoot = Optional.empty();

    private Builder(String name, String node) {
      this.name = name;
      this.node = node;
    }

    public Builder manager(ServiceSupervisor newManager) {
      manager = newManager;
      return this;
    }

    public Builder unit(String newUnit) {
      unit = newUnit;
      return this;
    }

    public Builder state(String newState) {
      state = newState;
      return this;
    }

    public Builder execStart(String newExecStart) {
      execStart = newExecStart;
      return this;
    }

    public Builder execStop(String newExecStop) {
      execStop = newExecStop;
      return this;
    }

    public Builder unitFile(String newUnitFile) {
      unitFile = newUnitFile;
      return this;
    }

    public Builder listeners(List<String> newListeners) {
      listeners = newListeners;
      return this;
    }

    public Builder connection(String newConnection) {
      connection = newConnection;
      return this;
    }

    public Builder status(Optional<String> newStatus) {
      status = newStatus;
      return this;
    }

    public Builder process(String newProcess) {
      process = newProcess;
      return this;
    }

    public Builder answer(String newAnswer) {
      answer = newAnswer;
      return this;
    }

    public Builder cpuCentis(Optional<Long> newCpuCentis) {
      cpuCentis = newCpuCentis;
      return this;
    }

    public Builder pid(Optional<Long> newPid) {
      pid = newPid;
      return this;
    }

    public Builder startsAtBoot(Optional<Boolean> newStartsAtBoot) {
      startsAtBoot = newStartsAtBoot;
      return this;
    }

    public Component build() {
      return new Component(
          name,
          node,
          manager,
          unit,
          state,
          execStart,
          execStop,
          unitFile,
          listeners,
          connection,
          status,
          process,
          answer,
          cpuCentis,
          pid,
          startsAtBoot);
    }
  }
}
