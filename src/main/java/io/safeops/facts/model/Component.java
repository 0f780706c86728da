package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A service of OVN or OpenStack on a node, however it is run there.
 *
 * @param name {@code northbound}, {@code southbound}, {@code northd}, {@code controller}, {@code
 *     vswitchd}, {@code ovsdb} or {@code neutron-server}
 * @param node the node's name in the inventory
 * @param manager {@code systemd}, {@code container} or {@code none} (an unmanaged process)
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
 */
public record Component(
    String name,
    String node,
    String manager,
    String unit,
    String state,
    String execStart,
    String execStop,
    String unitFile,
    List<String> listeners,
    String connection,
    Optional<String> status) {

  public static final List<String> NAMES = ComponentName.words();

  public Component {
    Preconditions.oneOf("component", name, NAMES);
    Preconditions.name("node of component " + name, node);
    Preconditions.oneOf("manager of " + name, manager, List.of("systemd", "container", "none"));
    listeners = List.copyOf(listeners);
  }

  public boolean hasName(ComponentName expected) {
    return name.equals(expected.word());
  }

  public boolean isActive() {
    return state.equals("active") || state.equals("running");
  }

  public boolean isConnected() {
    return connection.equals("connected");
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
        && manager.equals("systemd")
        && !execStop.contains("--restart");
  }

  /** The component after it was stopped for good. */
  public Component stopped() {
    return with("inactive", List.of(), "", Optional.empty());
  }

  /** The component after it was started, as far as this can be predicted. */
  public Component started() {
    return isActive() ? this : with("active", listeners, connection, status);
  }

  public Component withConnection(String newConnection) {
    return with(state, listeners, newConnection, status);
  }

  public Component withStatus(Optional<String> newStatus) {
    return with(state, listeners, connection, newStatus);
  }

  private Component with(
      String newState,
      List<String> newListeners,
      String newConnection,
      Optional<String> newStatus) {
    return new Component(
        name,
        node,
        manager,
        unit,
        newState,
        execStart,
        execStop,
        unitFile,
        newListeners,
        newConnection,
        newStatus);
  }
}
