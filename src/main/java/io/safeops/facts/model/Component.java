package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One piece of software of OVN or OpenStack on a node, whatever runs it there.
 *
 * @param name one of {@link #NAMES}
 * @param node the node's name in the inventory
 * @param unit the unit's or the container's name
 * @param state systemd's ActiveState, or the container's state
 * @param execStart what starts it; empty for containers
 * @param execStop what stops it; empty when the manager only sends a signal
 * @param unitFile the unit's file; empty for containers
 * @param listeners {@code address:port} of the TCP sockets it should listen on and does
 * @param connection {@code connected}, {@code not connected}, or empty where the question makes no
 *     sense; for the controller: its Southbound connection
 * @param status what northd says of itself: {@code active}, {@code standby} or {@code paused};
 *     empty where it was not asked or did not answer. Without the Southbound it says standby
 */
public record Component(
    String name,
    String node,
    ComponentManager manager,
    String unit,
    String state,
    String execStart,
    String execStop,
    String unitFile,
    List<String> listeners,
    String connection,
    Optional<String> status) {

  public static final String NORTHBOUND = "northbound";
  public static final String SOUTHBOUND = "southbound";
  public static final String NORTHD = "northd";
  public static final String CONTROLLER = "controller";
  public static final String VSWITCHD = "vswitchd";
  public static final String OVSDB = "ovsdb";
  public static final String NEUTRON_SERVER = "neutron-server";

  public static final List<String> NAMES =
      List.of(NORTHBOUND, SOUTHBOUND, NORTHD, CONTROLLER, VSWITCHD, OVSDB, NEUTRON_SERVER);

  /** Of ovn-controller, where it has its Southbound. */
  public static final String CONNECTED = "connected";

  public Component {
    Preconditions.oneOf("component", name, NAMES);
    Preconditions.name("node of component " + name, node);
    listeners = List.copyOf(listeners);
  }

  /** What manages it, in a word, for rules. */
  public String getManager() {
    return manager.word();
  }

  public boolean isActive() {
    return state.equals("active") || state.equals("running");
  }

  public boolean isConnected() {
    return connection.equals(CONNECTED);
  }

  /**
   * Whether stopping it stops both databases too. Debian's ovn-northd.service is started with
   * {@code --ovn-manage-ovsdb=no} and stopped without; the databases then exit with status 0, so
   * that nothing starts them again (incident 002).
   */
  public boolean isStoppingDatabases() {
    return name.equals(NORTHD)
        && Arrays.stream(execStop.split(" ; "))
            .anyMatch(
                command ->
                    command.contains("stop_northd") && !command.contains("--ovn-manage-ovsdb=no"));
  }

  /**
   * Whether stopping it takes it off the cluster: ovn-controller then deletes its chassis, its
   * tunnels and everybody's tunnels to it, unless it is told that it will be back.
   */
  public boolean isLeavingWhenStopped() {
    return name.equals(CONTROLLER)
        && manager == ComponentManager.SYSTEMD
        && !execStop.contains("--restart");
  }

  /** As it is once it was stopped for good. */
  public Component stopped() {
    return toBuilder()
        .state("inactive")
        .listeners(List.of())
        .connection("")
        .status(Optional.empty())
        .build();
  }

  /** As it is once it was started, as far as it can be told beforehand. */
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
        .status(status);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private final String node;
    private ComponentManager manager = ComponentManager.NONE;
    private String unit = "";
    private String state = "";
    private String execStart = "";
    private String execStop = "";
    private String unitFile = "";
    private List<String> listeners = List.of();
    private String connection = "";
    private Optional<String> status = Optional.empty();

    private Builder(String name, String node) {
      this.name = name;
      this.node = node;
    }

    public Builder manager(ComponentManager newManager) {
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
          status);
    }
  }
}
