package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.ServiceSupervisor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the components of a node among its systemd units and containers. */
final class ComponentFacts {

  private static final Map<String, String> UNITS =
      Map.of(
          "ovn-ovsdb-server-nb.service", ComponentName.NORTHBOUND.word(),
          "ovn-ovsdb-server-sb.service", ComponentName.SOUTHBOUND.word(),
          "ovn-northd.service", ComponentName.NORTHD.word(),
          "ovn-controller.service", ComponentName.CONTROLLER.word(),
          "ovs-vswitchd.service", ComponentName.VSWITCHD.word(),
          "ovsdb-server.service", ComponentName.OVSDB.word(),
          "neutron-server.service", ComponentName.NEUTRON_SERVER.word(),
          "neutron-api.service", ComponentName.NEUTRON_SERVER.word());

  /** The container names in kolla. */
  private static final Map<String, String> CONTAINERS =
      Map.of(
          "ovn_nb_db", ComponentName.NORTHBOUND.word(),
          "ovn_sb_db", ComponentName.SOUTHBOUND.word(),
          "ovn_northd", ComponentName.NORTHD.word(),
          "ovn_controller", ComponentName.CONTROLLER.word(),
          "openvswitch_vswitchd", ComponentName.VSWITCHD.word(),
          "openvswitch_db", ComponentName.OVSDB.word(),
          "neutron_server", ComponentName.NEUTRON_SERVER.word());

  /** The default ports. The second port of a database is for its RAFT peers. */
  private static final Map<String, List<String>> PORTS =
      Map.of(
          ComponentName.NORTHBOUND.word(), List.of("6641", "6643"),
          ComponentName.SOUTHBOUND.word(), List.of("6642", "6644"),
          ComponentName.OVSDB.word(), List.of("6640"),
          ComponentName.NEUTRON_SERVER.word(), List.of("9696"));

  private static final List<String> CENTRAL =
      List.of(
          ComponentName.NORTHBOUND.word(),
          ComponentName.SOUTHBOUND.word(),
          ComponentName.NORTHD.word());

  private static final Pattern NORTHD_STATUS =
      Pattern.compile("(?m)^Status: (active|standby|paused)\\s*$");

  private final String node;
  private final boolean central;
  private final List<String> listeners;
  private final ProcessFacts processes;
  private final String connection;
  private final Optional<String> northd;
  private final Map<String, Component> found = new LinkedHashMap<>();
  private final Map<String, Long> mainPids = new HashMap<>();
  private final Map<String, Map<String, String>> properties = new HashMap<>();

  private ComponentFacts(
      String node, boolean central, List<String> listeners, ProcessFacts processes) {
    this.node = node;
    this.central = central;
    this.listeners = listeners;
    this.processes = processes;
    this.connection = processes.said(ComponentName.CONTROLLER);
    this.northd = status(processes.said(ComponentName.NORTHD));
  }

  /**
   * @param central whether the inventory gives the node that role; on other nodes a central
   *     component that is only installed does not count
   * @param units the output of {@code systemctl show}; empty if there is no systemd
   * @param containers lines of {@code ENGINE NAME STATE}
   * @param listeners the output of {@code ss -Hlnt}
   * @param processes of the daemons, and their answers
   */
  static List<Component> of(
      String node,
      boolean central,
      String units,
      String containers,
      String listeners,
      ProcessFacts processes)
      throws FactException {
    ComponentFacts facts = new ComponentFacts(node, central, sockets(listeners), processes);
    facts.containers(containers);
    facts.units(units);
    BootUnits boot = new BootUnits(facts.properties);
    return facts.found.values().stream()
        .map(each -> processes.added(each, facts.mainPids.getOrDefault(each.unit(), 0L)))
        .map(each -> each.toBuilder().startsAtBoot(boot.starts(each.unit())).build())
        .toList();
  }

  private void containers(String text) throws FactException {
    for (String line : text.split("\n")) {
      String[] words = line.trim().split("\\s+");
      if (words.length >= 3 && CONTAINERS.containsKey(words[1])) {
        add(
            CONTAINERS.get(words[1]),
            ServiceSupervisor.CONTAINER,
            words[1],
            UntrustedInput.text(words[2]),
            "",
            "",
            "");
      }
    }
  }

  private void units(String text) throws FactException {
    for (String block : text.split("\n\\s*\n")) {
      Map<String, String> properties = properties(block);
      this.properties.put(properties.getOrDefault("Id", ""), properties);
      String component = UNITS.get(properties.getOrDefault("Id", ""));
      if (component != null && counts(properties, component)) {
        String pid = properties.getOrDefault("MainPID", "");
        if (pid.matches("[1-9][0-9]{0,9}")) {
          mainPids.put(properties.getOrDefault("Id", ""), Long.parseLong(pid));
        }
        add(
            component,
            ServiceSupervisor.SYSTEMD,
            properties.getOrDefault("Id", ""),
            state(properties),
            properties.getOrDefault("ExecStart", ""),
            properties.getOrDefault("ExecStop", ""),
            properties.getOrDefault("FragmentPath", ""));
      }
    }
    // RHEL's ovn-northd runs both databases itself.
    Component northd = found.get(ComponentName.NORTHD.word());
    if (northd != null
        && northd.manager() == ServiceSupervisor.SYSTEMD
        && !northd.execStart().isEmpty()
        && !northd.execStart().contains("--ovn-manage-ovsdb=no")) {
      for (String database :
          List.of(ComponentName.NORTHBOUND.word(), ComponentName.SOUTHBOUND.word())) {
        if (!found.containsKey(database)) {
          add(
              database,
              ServiceSupervisor.SYSTEMD,
              northd.unit(),
              northd.state(),
              northd.execStart(),
              northd.execStop(),
              northd.unitFile());
        }
      }
    }
  }

  /**
   * A masked unit counts, too, if nothing else is known to run the component: it was there, and
   * somebody keeps it from starting.
   */
  private boolean counts(Map<String, String> properties, String component) {
    String load = properties.getOrDefault("LoadState", "");
    return load.equals("loaded") || (load.equals("masked") && !found.containsKey(component));
  }

  /** The state of a unit; {@code masked} if it does not run and cannot be started. */
  private static String state(Map<String, String> properties) {
    String state = properties.getOrDefault("ActiveState", "");
    boolean masked = properties.getOrDefault("LoadState", "").equals("masked");
    return masked && !state.equals("active") ? "masked" : state;
  }

  private void add(
      String component,
      ServiceSupervisor manager,
      String unit,
      String state,
      String execStart,
      String execStop,
      String unitFile) {
    boolean running = state.equals("active") || state.equals("running");
    if (found.containsKey(component)
        && (found.get(component).isActive() || state.equals("masked"))) {
      return;
    }
    if (CENTRAL.contains(component) && !central && !running) {
      return;
    }
    List<String> ports = PORTS.getOrDefault(component, List.of());
    found.put(
        component,
        Component.builder(component, node)
            .manager(manager)
            .unit(unit)
            .state(state)
            .execStart(execStart)
            .execStop(execStop)
            .unitFile(unitFile)
            .listeners(
                listeners.stream()
                    .filter(at -> ports.contains(at.substring(at.lastIndexOf(':') + 1)))
                    .toList())
            .connection(component.equals(ComponentName.CONTROLLER.word()) ? connection : "")
            .status(component.equals(ComponentName.NORTHD.word()) ? northd : Optional.empty())
            .build());
  }

  /** Reads a line such as {@code Status: active}. */
  private static Optional<String> status(String text) {
    Matcher said = NORTHD_STATUS.matcher(text);
    return said.find() ? Optional.of(said.group(1)) : Optional.empty();
  }

  private static Map<String, String> properties(String block) throws FactException {
    Map<String, String> properties = new HashMap<>();
    for (String line : block.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        String key = line.substring(0, equals);
        String value = UntrustedInput.text(line.substring(equals + 1).trim());
        properties.merge(
            key, key.startsWith("Exec") ? argv(value) : value, (one, two) -> one + " ; " + two);
      }
    }
    return properties;
  }

  /**
   * Takes the command line out of {@code { path=... ; argv[]=/bin/x a b ; ignore_errors=no ; ...
   * }}.
   */
  private static String argv(String value) {
    int from = value.indexOf("argv[]=");
    int to = value.indexOf(" ; ignore_errors=", Math.max(from, 0));
    return from < 0 || to < 0 ? value : value.substring(from + "argv[]=".length(), to);
  }

  private static List<String> sockets(String text) throws FactException {
    List<String> sockets = new ArrayList<>();
    for (String line : text.split("\n")) {
      String[] words = line.trim().split("\\s+");
      if (words.length >= 4 && words[0].equals("LISTEN")) {
        sockets.add(UntrustedInput.text(words[3]));
      }
    }
    return sockets;
  }
}
