package io.safeops.cli.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an undo restores, in few lines: things of one kind are named once, with their nodes. */
final class UndoSummary {

  /** As the content of a footprint names what is on a node. */
  private static final Pattern ON_NODE = Pattern.compile("([a-z]+)\\b.* (?:on|of) ([^ ]{1,255})");

  /** By the first word of an item. What is not here is named by itself. */
  private static final Map<String, String> KINDS =
      Map.of(
          "management", "management path",
          "address", "addresses",
          "route", "routes",
          "interface", "interfaces",
          "bridge", "bridges",
          "port", "ports",
          "component", "components",
          "mapping", "bridge mappings",
          "external", "external ids");

  private UndoSummary() {}

  /**
   * The lines.
   *
   * @param items as the content of a footprint names them
   * @param nodes of the cluster
   */
  static List<String> of(Iterable<String> items, List<String> nodes) {
    List<String> others = new ArrayList<>();
    Map<String, Set<String>> nodesOf = new LinkedHashMap<>();
    for (String item : items) {
      Matcher matcher = ON_NODE.matcher(item);
      if (matcher.matches()
          && KINDS.containsKey(matcher.group(1))
          && nodes.contains(matcher.group(2))) {
        nodesOf
            .computeIfAbsent(KINDS.get(matcher.group(1)), kind -> new LinkedHashSet<>())
            .add(matcher.group(2));
      } else {
        others.add("restores " + item);
      }
    }
    Map<String, List<String>> kindsOf = new TreeMap<>();
    nodesOf.forEach(
        (kind, where) ->
            kindsOf
                .computeIfAbsent(
                    String.join(", ", nodes.stream().filter(where::contains).toList()),
                    names -> new ArrayList<>())
                .add(kind));
    List<String> lines = new ArrayList<>();
    kindsOf.forEach(
        (where, kinds) -> lines.add("restores " + String.join(", ", kinds) + " of " + where));
    lines.addAll(others);
    return lines;
  }
}
