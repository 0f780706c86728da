package io.safeops.action.effect;

import io.safeops.action.commandline.CommandWords;
import io.safeops.action.service.KnownUnits;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.node.ServiceSupervisor;
import io.safeops.predict.ServiceEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The effect of {@code systemctl}, {@code service}, {@code docker} and {@code podman} on
 * components, and of {@code exit} and {@code pause} on their control sockets.
 */
final class UnitEffect {

  private UnitEffect() {}

  /** Reads a line of {@code systemctl}; empty if what it does is not known. */
  static Optional<LineEffect> systemctl(List<String> argv, List<String> nodes) {
    List<String> words = new ArrayList<>();
    String signal = "TERM";
    boolean now = false;
    for (int at = 1; at < argv.size(); at++) {
      String word = argv.get(at);
      if (word.equals("-s") && at + 1 < argv.size()) {
        at++;
        signal = argv.get(at);
      } else if (word.startsWith("--signal=")) {
        signal = word.substring("--signal=".length());
      } else if (word.equals("--now")) {
        now = true;
      } else if (word.matches("-[HMt]|--(host|machine|root|user|global|type)(=.*)?")) {
        return Optional.empty();
      } else if (!word.startsWith("-")) {
        words.add(word);
      }
    }
    if (words.isEmpty()) {
      return Optional.of(LineEffect.NONE);
    }
    List<String> units = words.subList(1, words.size());
    String sent = signal.toUpperCase(java.util.Locale.ROOT).replaceFirst("^SIG", "");
    boolean stops = now;
    return switch (words.get(0)) {
      case "status",
          "show",
          "cat",
          "list-units",
          "list-unit-files",
          "list-timers",
          "is-active",
          "is-enabled",
          "is-failed",
          "list-dependencies",
          "reset-failed",
          "daemon-reload" ->
          Optional.of(LineEffect.NONE);
      case "stop", "start", "restart", "try-restart", "reload-or-restart", "condrestart" ->
          Optional.of(units(nodes, units, words.get(0)));
      case "mask", "disable" ->
          Optional.of(stops ? units(nodes, units, "stop") : boot(nodes, units, false));
      case "unmask" -> Optional.of(LineEffect.NONE);
      case "enable" ->
          Optional.of(
              stops
                  ? both(boot(nodes, units, true), units(nodes, units, "start"))
                  : boot(nodes, units, true));
      case "kill" ->
          Optional.of(
              LineEffect.onNodes(
                  nodes,
                  (before, name) -> {
                    Set<String> meant = meant(before.node(name).orElseThrow(), units);
                    return SignalEffect.signal(
                            List.of(name), each -> meant.contains(each.name()), signalOf(sent))
                        .after(before);
                  }));
      case "freeze" -> Optional.of(onComponents(nodes, units, ServiceEffect::frozen));
      case "thaw" -> Optional.of(onComponents(nodes, units, ServiceEffect::resumed));
      default -> Optional.empty();
    };
  }

  /** An effect on what the next boot starts. */
  private static LineEffect boot(List<String> nodes, List<String> units, boolean starts) {
    return LineEffect.onNodes(
        nodes,
        (before, name) -> {
          Set<String> meant = meant(before.node(name).orElseThrow(), units);
          return before.withNode(
              name,
              node ->
                  node.withComponents(
                      node.components().stream()
                          .map(
                              each ->
                                  meant.contains(each.name())
                                      ? each.toBuilder().startsAtBoot(Optional.of(starts)).build()
                                      : each)
                          .toList()));
        });
  }

  private static LineEffect both(LineEffect first, LineEffect second) {
    return before -> second.after(first.after(before));
  }

  private static String signalOf(String word) {
    return switch (word) {
      case "9" -> "KILL";
      case "15" -> "TERM";
      case "18" -> "CONT";
      case "19" -> "STOP";
      default -> word;
    };
  }

  /** The prediction of what happens to some components of a node. */
  @FunctionalInterface
  private interface Prediction {
    Cluster of(Cluster before, Node node, Set<String> components);
  }

  private static LineEffect onComponents(
      List<String> nodes, List<String> units, Prediction prediction) {
    return LineEffect.onNodes(
        nodes,
        (before, name) -> {
          Node node = before.node(name).orElseThrow();
          return prediction.of(before, node, meant(node, units));
        });
  }

  private static LineEffect units(List<String> nodes, List<String> units, String verb) {
    return onComponents(nodes, units, (before, node, meant) -> changed(before, node, meant, verb));
  }

  private static Cluster changed(Cluster before, Node node, Set<String> meant, String verb) {
    Set<String> active =
        node.components().stream()
            .filter(each -> each.isActive() && meant.contains(each.name()))
            .map(Component::name)
            .collect(Collectors.toCollection(TreeSet::new));
    return switch (verb) {
      case "stop" -> ServiceEffect.of(before, node, active, Set.of());
      case "start" -> ServiceEffect.of(before, node, Set.of(), meant);
      case "try-restart", "condrestart" -> ServiceEffect.of(before, node, active, active);
      default -> ServiceEffect.of(before, node, active, meant);
    };
  }

  /** The components of a node that the units run; a name may hold {@code *}. */
  private static Set<String> meant(Node node, List<String> units) {
    Set<String> meant = new TreeSet<>();
    for (String unit : units) {
      KnownUnits.components(node, unit).forEach(each -> meant.add(each.name()));
      if (unit.contains("*")) {
        String pattern =
            java.util.regex.Pattern.quote(unit.replaceFirst("\\.service$", ""))
                .replace("*", "\\E.*\\Q");
        node.components().stream()
            .filter(each -> each.manager() == ServiceSupervisor.SYSTEMD)
            .filter(each -> each.unit().replaceFirst("\\.service$", "").matches(pattern))
            .forEach(each -> meant.add(each.name()));
      }
    }
    return meant;
  }

  /** Reads a line of {@code service}; empty if what it does is not known. */
  static Optional<LineEffect> service(List<String> argv, List<String> nodes) {
    return argv.size() == 3
        ? systemctl(List.of("systemctl", argv.get(2), argv.get(1)), nodes)
        : Optional.empty();
  }

  /** Reads a line of {@code docker} or {@code podman} about containers of daemons. */
  static Optional<LineEffect> container(List<String> argv, List<String> nodes) {
    List<String> words =
        new ArrayList<>(
            argv.subList(1, argv.size()).stream().filter(word -> !word.startsWith("-")).toList());
    if (!words.isEmpty() && words.get(0).equals("container")) {
      words.remove(0);
    }
    if (words.isEmpty() || words.get(0).matches("ps|images|inspect|logs|top|stats|version|info")) {
      return Optional.of(LineEffect.NONE);
    }
    List<String> names = words.subList(1, words.size());
    Optional<Prediction> prediction =
        switch (words.get(0)) {
          case "stop", "kill", "rm" -> Optional.of(ServiceEffect::killed);
          case "pause" -> Optional.of(ServiceEffect::frozen);
          case "unpause" -> Optional.of(ServiceEffect::resumed);
          case "restart" ->
              Optional.of((before, node, meant) -> ServiceEffect.of(before, node, meant, meant));
          case "start" ->
              Optional.of((before, node, meant) -> ServiceEffect.of(before, node, Set.of(), meant));
          default -> Optional.empty();
        };
    return prediction.map(
        each ->
            LineEffect.onNodes(
                nodes,
                (before, name) -> {
                  Node node = before.node(name).orElseThrow();
                  Set<String> meant =
                      node.components().stream()
                          .filter(one -> one.manager() == ServiceSupervisor.CONTAINER)
                          .filter(one -> names.contains(one.unit()))
                          .map(Component::name)
                          .collect(Collectors.toCollection(TreeSet::new));
                  return each.of(before, node, meant);
                }));
  }

  /** Reads a line of {@code ovs-appctl} or {@code ovn-appctl}. */
  static Optional<LineEffect> appctl(List<String> argv, List<String> nodes) {
    String target = CommandWords.program(argv).equals("ovs-appctl") ? "ovs-vswitchd" : "";
    List<String> words = new ArrayList<>();
    for (int at = 1; at < argv.size(); at++) {
      String word = argv.get(at);
      if ((word.equals("-t") || word.equals("--target")) && at + 1 < argv.size()) {
        at++;
        target = argv.get(at);
      } else if (word.startsWith("--target=")) {
        target = word.substring("--target=".length());
      } else if (word.equals("-T") || word.equals("--timeout")) {
        at++;
      } else if (!words.isEmpty() || !word.startsWith("-")) {
        words.add(word);
      }
    }
    Optional<ComponentName> component = daemon(target.substring(target.lastIndexOf('/') + 1));
    if (words.isEmpty() || component.isEmpty()) {
      return Optional.empty();
    }
    String name = component.get().word();
    if (words.get(0).equals("exit")) {
      boolean leaves = component.get() == ComponentName.CONTROLLER && !words.contains("--restart");
      return Optional.of(
          LineEffect.onNodes(
              nodes,
              (before, node) -> {
                Node own = before.node(node).orElseThrow();
                return leaves
                    ? ServiceEffect.left(before, own)
                    : ServiceEffect.killed(before, own, Set.of(name));
              }));
    }
    if (component.get() == ComponentName.NORTHD && words.get(0).matches("pause|resume")) {
      String status = words.get(0).equals("pause") ? "paused" : "active";
      return Optional.of(
          LineEffect.onNodes(
              nodes,
              (before, node) ->
                  before.withNode(
                      node,
                      each ->
                          each.withComponent(
                              name, northd -> northd.withStatus(Optional.of(status))))));
    }
    return words
            .get(0)
            .matches(
                "version|list-commands|connection-status|status|is-paused|debug/status|vlog/.*"
                    + "|coverage/.*|memory/.*|cluster/status|dpif/show|fdb/show|bond/show|.*/show"
                    + "|dpctl/(show|dump-.*)|ofproto/trace|ofproto/list")
        ? Optional.of(LineEffect.NONE)
        : Optional.empty();
  }

  private static Optional<ComponentName> daemon(String target) {
    if (target.startsWith("ovnnb_db")) {
      return Optional.of(ComponentName.NORTHBOUND);
    }
    if (target.startsWith("ovnsb_db")) {
      return Optional.of(ComponentName.SOUTHBOUND);
    }
    return switch (target.replaceFirst("\\.[0-9]+\\.ctl$|\\.ctl$", "")) {
      case "ovn-controller" -> Optional.of(ComponentName.CONTROLLER);
      case "ovn-northd" -> Optional.of(ComponentName.NORTHD);
      case "ovs-vswitchd" -> Optional.of(ComponentName.VSWITCHD);
      case "ovsdb-server" -> Optional.of(ComponentName.OVSDB);
      default -> Optional.empty();
    };
  }
}
