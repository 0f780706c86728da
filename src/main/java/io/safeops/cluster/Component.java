package io.safeops.cluster;

import java.util.List;

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
    String connection) {

  public static final List<String> NAMES =
      List.of(
          "northbound",
          "southbound",
          "northd",
          "controller",
          "vswitchd",
          "ovsdb",
          "neutron-server");

  public Component {
    Require.oneOf("component", name, NAMES);
    Require.name("node of component " + name, node);
    Require.oneOf("manager of " + name, manager, List.of("systemd", "container", "none"));
    listeners = List.copyOf(listeners);
  }

  public boolean isActive() {
    return state.equals("active") || state.equals("running");
  }

  public boolean isConnected() {
    return connection.equals("connected");
  }
}
