package io.safeops.facts.derive;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.Node;
import io.safeops.facts.model.Part;
import io.safeops.facts.model.Scope;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of the facts that an expression over {@code cluster} mentions, found in its text. It
 * may name one too many, never one too few: what it does not know counts as everything.
 */
public final class Mentioned {

  /** A comment; a text, with the letters before its quote; or a name, with the dot before it. */
  private static final Pattern WORDS =
      Pattern.compile(
          "(?<comment>//[^\n]*)|(?<raw>(?:[bB]?[rR][bB]?)?)(?<quote>\"\"\"|'''|\"|')"
              + "|(?<dot>\\.\\s*\\??\\s*)?(?<name>[A-Za-z_]\\w*)");

  private static final Set<Part> NOTHING = Set.of();
  private static final Set<Part> MAPPED = Set.of(Part.SWITCH, Part.CHASSIS);

  /** Fields and functions of {@link Cluster}, in which nodes stand or which are of one part. */
  static final Map<String, Set<Part>> OF_CLUSTER =
      Map.ofEntries(
          Map.entry("format", NOTHING),
          Map.entry("collectedAt", NOTHING),
          Map.entry("countWithRole", NOTHING),
          Map.entry("nodes", NOTHING),
          Map.entry("nodesNamed", NOTHING),
          Map.entry("nodesWithId", Set.of(Part.SWITCH)),
          Map.entry("interfacesWithId", Set.of(Part.SWITCH)),
          Map.entry("nodesAt", Set.of(Part.SWITCH)),
          Map.entry("brokenNodes", MAPPED),
          Map.entry("isMapped", MAPPED),
          Map.entry("mapsTogether", MAPPED),
          Map.entry("isBroken", MAPPED),
          Map.entry("brokenOn", MAPPED),
          Map.entry("mappings", Set.of(Part.SWITCH)),
          Map.entry("bridges", Set.of(Part.SWITCH)),
          Map.entry("components", Set.of(Part.COMPONENTS)),
          Map.entry("componentsNamed", Set.of(Part.COMPONENTS)),
          Map.entry("switches", Set.of(Part.NORTHBOUND)),
          Map.entry("switchesNamed", Set.of(Part.NORTHBOUND)),
          Map.entry("ports", Set.of(Part.NORTHBOUND)),
          Map.entry("localnets", Set.of(Part.NORTHBOUND)),
          Map.entry("localnetsOf", Set.of(Part.NORTHBOUND)),
          Map.entry("localnetsNaming", Set.of(Part.NORTHBOUND)),
          Map.entry("localnetsOn", Set.of(Part.NORTHBOUND)),
          Map.entry("otherWaysOut", Set.of(Part.NORTHBOUND)),
          Map.entry("northbound", Set.of(Part.NORTHBOUND)),
          Map.entry("chassis", Set.of(Part.CHASSIS)),
          Map.entry("chassisNamed", Set.of(Part.CHASSIS)),
          Map.entry("chassisOf", Set.of(Part.CHASSIS)),
          Map.entry("chassisAt", Set.of(Part.CHASSIS)),
          Map.entry("chassisWithout", Set.of(Part.CHASSIS)),
          Map.entry("southbound", Set.of(Part.CHASSIS)),
          Map.entry("bindings", Set.of(Part.BINDINGS)),
          Map.entry("vmPorts", Set.of(Part.SWITCH, Part.COMPONENTS, Part.BINDINGS)),
          Map.entry("networks", Set.of(Part.NEUTRON)),
          Map.entry("routers", Set.of(Part.NEUTRON)),
          Map.entry("floatingIps", Set.of(Part.NEUTRON)),
          Map.entry("floatingIpsOf", Set.of(Part.NEUTRON)),
          Map.entry("floatingIpsIn", Set.of(Part.NEUTRON)),
          Map.entry("neutron", Set.of(Part.NEUTRON)));

  /** Of these the fields of {@link Node} can follow. */
  private static final Set<String> WITH_NODES =
      Set.of("nodes", "nodesNamed", "nodesWithId", "nodesAt", "brokenNodes");

  /** Fields and functions of {@link Node}. */
  static final Map<String, Set<Part>> OF_NODE =
      Map.ofEntries(
          Map.entry("name", NOTHING),
          Map.entry("address", NOTHING),
          Map.entry("roles", NOTHING),
          Map.entry("absent", NOTHING),
          Map.entry("hostname", NOTHING),
          Map.entry("bootId", NOTHING),
          Map.entry("uptimeCentis", NOTHING),
          Map.entry("unreachable", Part.OF_NODES),
          Map.entry("read", Part.OF_NODES),
          Map.entry("problems", Part.OF_NODES),
          Map.entry("systemId", Set.of(Part.SWITCH)),
          Map.entry("bridges", Set.of(Part.SWITCH)),
          Map.entry("mappings", Set.of(Part.SWITCH)),
          Map.entry("externalIds", Set.of(Part.SWITCH)),
          Map.entry("integrationBridge", Set.of(Part.SWITCH)),
          Map.entry("remotes", Set.of(Part.SWITCH)),
          Map.entry("encapIps", Set.of(Part.SWITCH)),
          Map.entry("encapTypes", Set.of(Part.SWITCH)),
          Map.entry("nics", Set.of(Part.NETWORK)),
          Map.entry("nicsNamed", Set.of(Part.NETWORK)),
          Map.entry("routes", Set.of(Part.NETWORK)),
          Map.entry("addresses", Set.of(Part.NETWORK)),
          Map.entry("tunnelMtu", Set.of(Part.NETWORK, Part.SWITCH)),
          Map.entry("tunnelOverhead", Set.of(Part.SWITCH)),
          Map.entry("managementPath", Set.of(Part.NETWORK)),
          Map.entry("southboundPath", Set.of(Part.NETWORK)),
          Map.entry("components", Set.of(Part.COMPONENTS)),
          Map.entry("tools", Set.of(Part.TOOLS)));

  private Mentioned() {}

  /**
   * What must have been read of every node and database before an expression is judged.
   *
   * @param expression CEL over {@code cluster}
   */
  public static Scope in(String expression) {
    EnumSet<Part> parts = EnumSet.noneOf(Part.class);
    EnumSet<Part> ofNodes = EnumSet.noneOf(Part.class);
    boolean withNodes = false;
    boolean isOfCluster = false;
    Matcher word = WORDS.matcher(expression);
    int at = 0;
    // A name in backquotes is a field too.
    while (expression.indexOf('`') < 0 && word.find(at)) {
      at = word.end();
      if (word.group("comment") != null) {
        continue;
      }
      String quote = word.group("quote");
      if (quote != null) {
        int end = endOfText(expression, at, quote, word.group("raw").isEmpty());
        if (isOfCluster || end < 0) {
          return Scope.ALL;
        }
        at = end;
        continue;
      }
      String name = word.group("name");
      boolean isField = word.group("dot") != null;
      if (isOfCluster) {
        Set<Part> known = isField ? OF_CLUSTER.get(name) : null;
        if (known == null) {
          return Scope.ALL;
        }
        parts.addAll(known);
        withNodes |= WITH_NODES.contains(name);
      } else if (isField) {
        ofNodes.addAll(OF_NODE.getOrDefault(name, NOTHING));
      }
      isOfCluster = name.equals("cluster") && !isField;
      if (isOfCluster && !isFollowedByDot(expression, at)) {
        return Scope.ALL;
      }
    }
    if (isOfCluster || expression.indexOf('`') >= 0) {
      return Scope.ALL;
    }
    if (withNodes) {
      parts.addAll(ofNodes);
    }
    return Scope.of(parts);
  }

  private static boolean isFollowedByDot(String expression, int at) {
    int next = at;
    while (next < expression.length() && Character.isWhitespace(expression.charAt(next))) {
      next++;
    }
    return next < expression.length() && expression.charAt(next) == '.';
  }

  /** Where the text ends that began before {@code at}; -1 if it does not. */
  private static int endOfText(String expression, int at, String quote, boolean escapes) {
    int next = at;
    while (next < expression.length()) {
      if (escapes && expression.charAt(next) == '\\') {
        next += 2;
      } else if (expression.startsWith(quote, next)) {
        return next + quote.length();
      } else {
        next++;
      }
    }
    return -1;
  }
}
