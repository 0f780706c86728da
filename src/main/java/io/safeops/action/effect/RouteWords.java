package io.safeops.action.effect;

import io.safeops.facts.node.Route;
import java.util.List;
import java.util.Optional;

/**
 * A route as {@code ip route} takes it.
 *
 * @param destination a prefix or {@code default}; empty: any
 */
record RouteWords(
    String destination,
    Optional<String> gateway,
    Optional<String> device,
    Optional<String> source,
    Optional<Long> metric,
    String table,
    String family) {

  /** Reads the words; empty if one of them is not known. */
  static Optional<RouteWords> of(List<String> words, String family) {
    String destination = "";
    String gateway = "";
    String device = "";
    String source = "";
    String table = "main";
    Optional<Long> metric = Optional.empty();
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      String value = at + 1 < words.size() ? words.get(at + 1) : "";
      boolean valued = true;
      switch (word) {
        case "via" -> gateway = value;
        case "dev", "oif" -> device = value;
        case "src", "from" -> source = value;
        case "table" -> table = value;
        case "to", "root", "exact" -> destination = value;
        case "metric" -> {
          if (!value.matches("[0-9]{1,9}")) {
            return Optional.empty();
          }
          metric = Optional.of(Long.parseLong(value));
        }
        case "proto", "protocol", "scope" -> {
          // They choose no other route of the same destination.
        }
        default -> {
          if (!destination.isEmpty() || !(word.equals("default") || isPrefix(word))) {
            return Optional.empty();
          }
          destination = word;
          valued = false;
        }
      }
      if (valued && value.isEmpty()) {
        return Optional.empty();
      }
      at += valued ? 1 : 0;
    }
    return Optional.of(
        new RouteWords(
            destination.matches("0\\.0\\.0\\.0/0|::/0|0/0") ? "default" : destination,
            text(gateway),
            text(device),
            text(source),
            metric,
            table,
            family));
  }

  private static Optional<String> text(String word) {
    return word.isEmpty() ? Optional.empty() : Optional.of(word);
  }

  private static boolean isPrefix(String word) {
    return AddressWord.of(word).findAny().isPresent();
  }

  /** Whether it is about the main table, the only one that the facts have. */
  boolean isMain() {
    return table.equals("main") || table.equals("254");
  }

  boolean matches(Route route) {
    return (destination.isEmpty() || isSamePrefix(route))
        && gateway.map(each -> route.gateway().equals(Optional.of(each))).orElse(true)
        && device.map(each -> route.device().equals(each)).orElse(true)
        && source.map(each -> route.source().equals(Optional.of(each))).orElse(true)
        && metric.map(each -> route.metric() == each).orElse(true);
  }

  boolean isSamePrefix(Route route) {
    return route.destination().equals(destination)
        || route.destination().equals(destination.replaceFirst("/(32|128)$", ""));
  }

  Route route() {
    return new Route(
        destination.isEmpty() ? "default" : destination,
        gateway,
        device.orElse(""),
        source,
        metric.orElse(0L));
  }
}
