package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One piece of software of OVN or OpenStack on a node, whatever runs it there.
 *
 * @param name {@code northbound}, {@code southbound}, {@code northd}, {@code controller}, {@code
 *     vswitchd}, {@code ovsdb} or {@code neutron-server}
 * @param node the node's name in the inventory
 * @param manager {@code systemd}, {@code container} or {@code none} (a process nobody manages)
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
   * Whether stopping it stops both databases too. Debian's ovn-northd.service is started with
   * {@code --ovn-manage-ovsdb=no} and stopped without; the databases then exit with status 0, so
   * that nothing starts them again (incident 002).
   */
  public boolean isStoppingDatabases() {
    return hasName(ComponentName.NORTHD)
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
    return hasName(ComponentName.CONTROLLER)
        && manager.equals("systemd")
        && !execStop.contains("--restart");
  }

  /** As it is once it was stopped for good. */
  public Component stopped() {
    return with("inactive", List.of(), "", Optional.empty());
  }

  /** As it is once it was started, as far as it can be told beforehand. */
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
