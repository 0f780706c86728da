package io.safeops.approval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes things in such a way that they are the same wherever a port is that may move: instead of
 * its node, the things have all nodes that it may be on. Only what is about the port itself
 * changes.
 */
final class PortMoves {

  private static final Pattern BINDING = Pattern.compile("on ([^ ,]+)( as .*|, .*)");
  private static final Pattern INTERFACE_PLACE = Pattern.compile(" on ([^ ,]+)(?=,| and |$)");
  private static final Pattern BRIDGE_PORT =
      Pattern.compile("port ([^ ]+) of bridge ([^ ]+) on ([^ ]+)");

  private final Variation.PortChassis move;
  private final String anywhere;

  private PortMoves(Variation.PortChassis move) {
    this.move = move;
    this.anywhere = "one of " + String.join(", ", move.nodes());
  }

  /** The things, the same for every allowed place of every port. */
  static Map<String, String> hidden(Map<String, String> things, List<Variation> variations) {
    Map<String, String> hidden = things;
    for (Variation variation : variations) {
      if (variation instanceof Variation.PortChassis move) {
        hidden = new PortMoves(move).hidden(hidden);
      }
    }
    return hidden;
  }

  /** Whether one of the things is about where the port is. */
  static boolean isAbout(String port, Map<String, String> things) {
    return things.containsKey(binding(port))
        || things.containsKey(interfaceOf(port))
        || things.entrySet().stream()
            .anyMatch(
                each ->
                    BRIDGE_PORT.matcher(each.getKey()).matches() && carries(each.getValue(), port));
  }

  private static String binding(String port) {
    return "binding of " + port;
  }

  private static String interfaceOf(String port) {
    return "interface of " + port;
  }

  /** Whether a port of a bridge is that of the VM, as its external ids say. */
  private static boolean carries(String text, String port) {
    return text.contains("iface-id=" + port + ",") || text.contains("iface-id=" + port + "}");
  }

  private Map<String, String> hidden(Map<String, String> things) {
    Map<String, String> moved = carriers(things);
    Map<String, String> hidden = new TreeMap<>();
    things.forEach(
        (thing, text) ->
            hidden.merge(
                moved.getOrDefault(thing, thing),
                text(thing, text),
                (one, other) ->
                    one.compareTo(other) < 0 ? one + " and " + other : other + " and " + one));
    return hidden;
  }

  private String text(String thing, String text) {
    if (thing.equals(binding(move.port()))) {
      Matcher binding = BINDING.matcher(text);
      return binding.matches() && isAllowed(String.valueOf(binding.group(1)))
          ? "on " + anywhere + binding.group(2)
          : text;
    }
    return thing.equals(interfaceOf(move.port()))
        ? INTERFACE_PLACE
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        isAllowed(found.group(1)) ? " on " + anywhere : found.group()))
        : text;
  }

  /** The other names of the things that carry the port on a node: its port of a bridge, its tap. */
  private Map<String, String> carriers(Map<String, String> things) {
    Map<String, String> moved = new HashMap<>();
    things.forEach(
        (thing, text) -> {
          Matcher port = BRIDGE_PORT.matcher(thing);
          if (port.matches()
              && isAllowed(String.valueOf(port.group(3)))
              && carries(text, move.port())) {
            String name = port.group(1);
            moved.put(thing, "port " + name + " of bridge " + port.group(2) + " on " + anywhere);
            moved.put(
                "interface " + name + " on " + port.group(3),
                "interface " + name + " on " + anywhere);
          }
        });
    return moved;
  }

  private boolean isAllowed(String node) {
    return move.nodes().contains(node);
  }
}
