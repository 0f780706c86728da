package io.safeops.action.effect;

import io.safeops.action.ActionException;
import io.safeops.facts.node.Address;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.node.Route;
import io.safeops.predict.LinkPrediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The effect of an {@code ip} command line on links, addresses and routes of the main table
 * (ip-link(8), ip-address(8), ip-route(8)). Each word may be shortened as in iproute2.
 */
final class IpEffect {

  private static final List<String> OBJECTS =
      List.of(
          "address",
          "addrlabel",
          "maddress",
          "route",
          "rule",
          "neighbor",
          "ntable",
          "link",
          "netns");

  /** Words of {@code ip link set} that have a value and do not decide whether packets pass. */
  private static final List<String> OTHER_VALUES =
      List.of(
          "alias",
          "txqueuelen",
          "txqlen",
          "qlen",
          "promisc",
          "address",
          "broadcast",
          "arp",
          "multicast");

  /** Words of {@code ip link set} that have a value. */
  private static final Set<String> VALUED =
      Stream.concat(
              Stream.of("dev", "master", "netns", "name", "mtu", "group", "type", "vf"),
              OTHER_VALUES.stream())
          .collect(Collectors.toSet());

  private IpEffect() {}

  /** Reads a command line; empty if what it does is not known. */
  static Optional<LineEffect> read(List<String> argv, List<String> nodes) {
    List<String> words = new ArrayList<>(argv.subList(1, argv.size()));
    String family = "";
    while (!words.isEmpty() && words.get(0).startsWith("-")) {
      String option = words.remove(0);
      if (option.equals("-4") || option.equals("-6")) {
        family = option.equals("-4") ? "inet" : "inet6";
      } else if (!option.matches(
          "-(s|stats|d|details|o|oneline|br|brief|j|json|p|pretty|c|color)")) {
        // Such as -n NAMESPACE and -batch FILE.
        return Optional.empty();
      }
    }
    Optional<String> object = words.isEmpty() ? Optional.empty() : meant(words.get(0), OBJECTS);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    if (words.size() == 1) {
      return Optional.of(LineEffect.NONE);
    }
    List<String> rest = words.subList(1, words.size());
    return switch (object.get()) {
      case "link" -> link(rest, nodes);
      case "address" -> address(rest, family, nodes);
      case "route" -> route(rest, family, nodes);
      default -> Optional.empty();
    };
  }

  /** The first name that begins with the word, as iproute2 looks for it. */
  private static Optional<String> meant(String word, List<String> names) {
    return names.stream().filter(each -> !word.isEmpty() && each.startsWith(word)).findFirst();
  }

  /** The change that a command makes to a node. */
  @FunctionalInterface
  interface Change {
    Node after(Node before) throws ActionException;
  }

  static Optional<LineEffect> on(List<String> nodes, Change change) {
    return Optional.of(
        LineEffect.onNodes(
            nodes,
            (before, name) -> {
              Node changed = change.after(before.node(name).orElseThrow());
              return before.withNode(name, any -> changed);
            }));
  }

  /** The kernel's own name of an interface. */
  static String name(Node node, String called) throws ActionException {
    return node.nics().stream()
        .filter(nic -> nic.isCalled(called))
        .map(Nic::name)
        .findFirst()
        .orElseThrow(() -> new ActionException("no interface " + called));
  }

  private static Optional<LineEffect> link(List<String> words, List<String> nodes) {
    Optional<String> verb =
        meant(
            words.get(0),
            List.of("add", "set", "change", "replace", "delete", "show", "lst", "list", "help"));
    List<String> rest = words.subList(1, words.size());
    return switch (verb.orElse("")) {
      case "show", "lst", "list", "help" -> Optional.of(LineEffect.NONE);
      case "set", "change" -> set(rest, nodes);
      case "delete" -> {
        List<String> named =
            rest.size() > 1 && rest.get(0).equals("dev") ? rest.subList(1, rest.size()) : rest;
        yield named.isEmpty() || named.get(0).equals("group")
            ? Optional.empty()
            : on(nodes, node -> LinkPrediction.without(node, name(node, named.get(0))));
      }
      default -> Optional.empty();
    };
  }

  /** The change that a word makes to an interface. */
  @FunctionalInterface
  private interface LinkChange {
    Node after(Node before, String name);
  }

  private static Optional<LineEffect> set(List<String> words, List<String> nodes) {
    List<LinkChange> changes = new ArrayList<>();
    Optional<String> device = Optional.empty();
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      String value = at + 1 < words.size() ? words.get(at + 1) : "";
      if (word.equals("up") || word.equals("down")) {
        boolean up = word.equals("up");
        changes.add((node, name) -> LinkPrediction.withUp(node, name, up));
        continue;
      }
      if (word.equals("nomaster")) {
        changes.add((node, name) -> withMaster(node, name, Optional.empty()));
        continue;
      }
      if (device.isEmpty() && !VALUED.contains(word)) {
        device = Optional.of(word);
        continue;
      }
      if (value.isEmpty()) {
        return Optional.empty();
      }
      at++;
      switch (word) {
        case "dev" -> device = Optional.of(value);
        case "master" -> changes.add((node, name) -> withMaster(node, name, Optional.of(value)));
        // Under its new name, or in another namespace, it is not the interface that others use.
        case "netns", "name" -> changes.add(IpEffect::gone);
        case "mtu" -> {
          if (!value.matches("[0-9]{2,5}")) {
            return Optional.empty();
          }
          long mtu = Long.parseLong(value);
          changes.add((node, name) -> LinkPrediction.withMtu(node, name, mtu));
        }
        default -> {
          if (!OTHER_VALUES.contains(word)) {
            return Optional.empty();
          }
        }
      }
    }
    if (device.isEmpty()) {
      return Optional.empty();
    }
    String called = device.get();
    return on(
        nodes,
        node -> {
          String name = name(node, called);
          Node after = node;
          for (LinkChange change : changes) {
            after = change.after(after, name);
          }
          return after;
        });
  }

  /** The pair's other end stays where it is. */
  private static Node gone(Node node, String name) {
    Node alone = node.withNic(name, nic -> nic.toBuilder().peer(Optional.empty()).build());
    return LinkPrediction.without(alone, name);
  }

  /** The kernel does not take an interface away from OVS. */
  private static Node withMaster(Node node, String name, Optional<String> master) {
    boolean ofKernelDatapath =
        node.nic(name).flatMap(Nic::master).filter("ovs-system"::equals).isPresent();
    return ofKernelDatapath ? node : node.withNic(name, nic -> nic.withMaster(master));
  }

  private static Optional<LineEffect> address(
      List<String> words, String family, List<String> nodes) {
    Optional<String> verb =
        meant(
            words.get(0),
            List.of("add", "change", "replace", "delete", "show", "lst", "list", "flush"));
    List<String> rest = words.subList(1, words.size());
    int dev = rest.indexOf("dev");
    Optional<String> device =
        dev >= 0 && dev + 1 < rest.size() ? Optional.of(rest.get(dev + 1)) : Optional.empty();
    if (verb.filter(each -> List.of("show", "lst", "list").contains(each)).isPresent()) {
      return Optional.of(LineEffect.NONE);
    }
    if (verb.isEmpty() || device.isEmpty()) {
      return Optional.empty();
    }
    List<String> others = new ArrayList<>(rest);
    others.remove(dev + 1);
    others.remove(dev);
    String called = device.get();
    if (verb.get().equals("flush")) {
      int scope = others.indexOf("scope");
      boolean global = scope >= 0 && others.subList(scope, others.size()).size() > 1;
      if (others.size() > (global ? 2 : 0)) {
        return Optional.empty();
      }
      String only = global ? others.get(scope + 1) : "";
      return addresses(
          nodes,
          called,
          address ->
              (family.isEmpty() || address.family().equals(family))
                  && (only.isEmpty() || address.scope().equals(only)));
    }
    Optional<Address> address = others.stream().flatMap(word -> AddressWord.of(word)).findFirst();
    if (address.isEmpty()) {
      return Optional.empty();
    }
    boolean anyPrefix = others.stream().noneMatch(word -> word.contains("/"));
    if (verb.get().equals("delete")) {
      return addresses(
          nodes,
          called,
          each ->
              each.ip().equals(address.get().ip())
                  && (anyPrefix || each.prefix() == address.get().prefix()));
    }
    return on(
        nodes,
        node ->
            LinkPrediction.withAddresses(
                node,
                name(node, called),
                before -> {
                  List<Address> after = new ArrayList<>(before);
                  after.removeIf(each -> each.ip().equals(address.get().ip()));
                  after.add(address.get());
                  return after;
                }));
  }

  /** The effect of removing some addresses of an interface. */
  static Optional<LineEffect> addresses(
      List<String> nodes, String called, java.util.function.Predicate<Address> gone) {
    return on(
        nodes,
        node ->
            LinkPrediction.withAddresses(
                node,
                name(node, called),
                before -> before.stream().filter(each -> !gone.test(each)).toList()));
  }

  private static Optional<LineEffect> route(List<String> words, String family, List<String> nodes) {
    Optional<String> verb =
        meant(
            words.get(0),
            List.of(
                "list", "show", "lst", "get", "add", "append", "change", "replace", "delete",
                "flush"));
    if (verb.filter(each -> List.of("list", "show", "lst", "get").contains(each)).isPresent()) {
      return Optional.of(LineEffect.NONE);
    }
    Optional<RouteWords> route = RouteWords.of(words.subList(1, words.size()), family);
    if (verb.isEmpty() || route.isEmpty()) {
      return Optional.empty();
    }
    if (!route.get().isMain()) {
      return Optional.of(LineEffect.NONE);
    }
    return switch (verb.get()) {
      case "delete", "flush" -> {
        boolean one = verb.get().equals("delete");
        yield on(
            nodes,
            node -> {
              List<Route> found =
                  node.routes().stream()
                      .filter(route.get()::matches)
                      .limit(one ? 1 : 9999)
                      .toList();
              return LinkPrediction.withoutRoutes(node, found::contains);
            });
      }
      case "add", "append", "replace" ->
          route.get().device().isEmpty()
              ? Optional.empty()
              : on(
                  nodes,
                  node -> {
                    List<Route> after = new ArrayList<>(node.routes());
                    if (verb.get().equals("replace")) {
                      after.removeIf(each -> route.get().isSamePrefix(each));
                    }
                    after.add(route.get().route());
                    return node.toBuilder().routes(after).build();
                  });
      default -> Optional.empty();
    };
  }
}
