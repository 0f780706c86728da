package io.safeops.action.effect;

import io.safeops.facts.node.Address;
import io.safeops.facts.node.Node;
import io.safeops.predict.LinkPrediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The effect of {@code ifconfig}, {@code ifdown}, {@code nmcli}, {@code networkctl} and {@code
 * brctl} on interfaces, where it is simple.
 */
final class InterfaceEffect {

  private InterfaceEffect() {}

  /** Reads a command line; empty if what it does is not known. */
  static Optional<LineEffect> read(String program, List<String> argv, List<String> nodes) {
    List<String> words =
        argv.subList(1, argv.size()).stream().filter(word -> !word.startsWith("-")).toList();
    return switch (program) {
      case "ifconfig" -> ifconfig(words, nodes);
      case "ifdown" ->
          words.size() == 1
              ? IpEffect.on(nodes, node -> down(node, IpEffect.name(node, words.get(0))))
              : Optional.empty();
      case "nmcli" -> nmcli(words, nodes);
      case "networkctl" -> networkctl(words, nodes);
      case "brctl" -> brctl(words, nodes);
      default -> Optional.empty();
    };
  }

  /** {@code ifdown} removes the addresses, too. */
  private static Node down(Node node, String name) {
    return LinkPrediction.withUp(
        LinkPrediction.withAddresses(node, name, any -> List.of()), name, false);
  }

  private static Optional<LineEffect> ifconfig(List<String> words, List<String> nodes) {
    if (words.size() < 2) {
      return Optional.of(LineEffect.NONE);
    }
    String called = words.get(0);
    List<IpEffect.Change> changes = new ArrayList<>();
    for (int at = 1; at < words.size(); at++) {
      String word = words.get(at);
      if (word.equals("up") || word.equals("down")) {
        boolean up = word.equals("up");
        changes.add(node -> LinkPrediction.withUp(node, IpEffect.name(node, called), up));
      } else if (word.equals("mtu")
          && at + 1 < words.size()
          && words.get(at + 1).matches("[0-9]{2,5}")) {
        long mtu = Long.parseLong(words.get(at + 1));
        changes.add(node -> LinkPrediction.withMtu(node, IpEffect.name(node, called), mtu));
        at++;
      } else if (word.equals("0") || word.equals("0.0.0.0")) {
        changes.add(node -> withoutIpv4(node, IpEffect.name(node, called)));
      } else {
        return Optional.empty();
      }
    }
    return IpEffect.on(
        nodes,
        node -> {
          Node after = node;
          for (IpEffect.Change change : changes) {
            after = change.after(after);
          }
          return after;
        });
  }

  private static Node withoutIpv4(Node node, String name) {
    return LinkPrediction.withAddresses(
        node, name, before -> before.stream().filter(each -> !isIpv4(each)).toList());
  }

  private static boolean isIpv4(Address address) {
    return address.family().equals("inet");
  }

  /** NetworkManager takes the addresses away and leaves the link up. */
  private static Optional<LineEffect> nmcli(List<String> words, List<String> nodes) {
    if (words.size() < 2) {
      return words.isEmpty() ? Optional.of(LineEffect.NONE) : Optional.empty();
    }
    boolean device = "device".startsWith(words.get(0));
    boolean connection = "connection".startsWith(words.get(0));
    String verb = words.get(1);
    if ((device && "show status wifi monitor".contains(verb))
        || (connection && "show".startsWith(verb))) {
      return Optional.of(LineEffect.NONE);
    }
    boolean ends =
        (device && verb.length() > 1 && ("disconnect".startsWith(verb) || verb.equals("down")))
            || (connection && verb.length() > 1 && "down".startsWith(verb));
    List<String> named =
        words.subList(2, words.size()).stream()
            .filter(word -> !List.of("id", "ifname").contains(word))
            .toList();
    return ends && named.size() == 1
        ? IpEffect.addresses(nodes, named.get(0), address -> true)
        : Optional.empty();
  }

  private static Optional<LineEffect> networkctl(List<String> words, List<String> nodes) {
    if (words.isEmpty() || List.of("list", "status", "lldp", "label").contains(words.get(0))) {
      return Optional.of(LineEffect.NONE);
    }
    List<String> named = words.subList(1, words.size());
    return switch (words.get(0)) {
      case "up", "down" -> {
        boolean up = words.get(0).equals("up");
        yield IpEffect.on(
            nodes,
            node -> {
              Node after = node;
              for (String called : named) {
                after = LinkPrediction.withUp(after, IpEffect.name(node, called), up);
              }
              return after;
            });
      }
      case "delete" ->
          IpEffect.on(
              nodes,
              node -> {
                Node after = node;
                for (String called : named) {
                  after = LinkPrediction.without(after, IpEffect.name(node, called));
                }
                return after;
              });
      default -> Optional.empty();
    };
  }

  private static Optional<LineEffect> brctl(List<String> words, List<String> nodes) {
    if (words.isEmpty() || words.get(0).startsWith("show")) {
      return Optional.of(LineEffect.NONE);
    }
    if (words.size() != 3 || !words.get(0).matches("addif|delif")) {
      return Optional.empty();
    }
    Optional<String> master =
        words.get(0).equals("addif") ? Optional.of(words.get(1)) : Optional.empty();
    return IpEffect.on(
        nodes,
        node -> node.withNic(IpEffect.name(node, words.get(2)), nic -> nic.withMaster(master)));
  }
}
