package io.safeops.facts.derive;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Node;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the parts of the facts that an expression over {@code cluster} uses, from its text. The
 * result may have a part too many but never too few: an unknown name counts as all parts.
 */
public final class ExpressionScope {

  /** A comment; a string, with the letters before its quote; or a name, with the dot before it. */
  private static final Pattern WORDS =
      Pattern.compile(
          "(?<comment>//[^\n]*)|(?<raw>(?:[bB]?[rR][bB]?)?)(?<quote>\"\"\"|'''|\"|')"
              + "|(?<dot>\\.\\s*\\??\\s*)?(?<name>[A-Za-z_]\\w*)");

  private static final Set<FactsPart> NOTHING = Set.of();
  private static final Set<FactsPart> MAPPED = Set.of(FactsPart.SWITCH, FactsPart.CHASSIS);

  /** Fields and functions of {@link Cluster} that return nodes or that belong to one part. */
  static final Map<String, Set<FactsPart>> OF_CLUSTER =
      Map.ofEntries(
          Map.entry("format", NOTHING),
          Map.entry("collectedAt", NOTHING),
          Map.entry("countWithRole", NOTHING),
          Map.entry("nodes", NOTHING),
          Map.entry("nodesNamed", NOTHING),
          Map.entry("nodesWithId", Set.of(FactsPart.SWITCH)),
          Map.entry("nodesAt", Set.of(FactsPart.SWITCH)),
          Map.entry("isMapped", MAPPED),
          Map.entry("mappings", Set.of(FactsPart.SWITCH)),
          Map.entry("bridges", Set.of(FactsPart.SWITCH)),
          Map.entry("components", Set.of(FactsPart.COMPONENTS)),
          Map.entry("componentsNamed", Set.of(FactsPart.COMPONENTS)),
          Map.entry("switches", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("switchesNamed", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("ports", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("localnets", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("localnetsOf", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("localnetsOn", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("logicalRouters", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("routerPorts", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("chassisGroups", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("dhcpOptions", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("policyRouters", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("loadBalancers", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("northbound", Set.of(FactsPart.NORTHBOUND)),
          Map.entry("databaseMembers", Set.of(FactsPart.NORTHBOUND, FactsPart.CHASSIS)),
          Map.entry("bfdSessions", Set.of(FactsPart.CHASSIS)),
          Map.entry("chassis", Set.of(FactsPart.CHASSIS)),
          Map.entry("chassisNamed", Set.of(FactsPart.CHASSIS)),
          Map.entry("chassisOf", Set.of(FactsPart.CHASSIS)),
          Map.entry("chassisAt", Set.of(FactsPart.CHASSIS)),
          Map.entry("southbound", Set.of(FactsPart.CHASSIS)),
          Map.entry("bindings", Set.of(FactsPart.BINDINGS)),
          Map.entry("vmPorts", Set.of(FactsPart.SWITCH, FactsPart.COMPONENTS, FactsPart.BINDINGS)),
          Map.entry("networks", Set.of(FactsPart.NEUTRON)),
          Map.entry("routers", Set.of(FactsPart.NEUTRON)),
          Map.entry("floatingIps", Set.of(FactsPart.NEUTRON)),
          Map.entry("floatingIpsOf", Set.of(FactsPart.NEUTRON)),
          Map.entry("floatingIpsIn", Set.of(FactsPart.NEUTRON)),
          Map.entry("neutron", Set.of(FactsPart.NEUTRON)));

  /** After these, fields of {@link Node} can follow. */
  private static final Set<String> WITH_NODES =
      Set.of("nodes", "nodesNamed", "nodesWithId", "nodesAt");

  /** Fields and functions of {@link Node}. */
  static final Map<String, Set<FactsPart>> OF_NODE =
      Map.ofEntries(
          Map.entry("name", NOTHING),
          Map.entry("address", NOTHING),
          Map.entry("roles", NOTHING),
          Map.entry("absent", NOTHING),
          Map.entry("hostname", NOTHING),
          Map.entry("bootId", NOTHING),
          Map.entry("uptimeCentis", NOTHING),
          Map.entry("unreachable", FactsPart.OF_NODES),
          Map.entry("read", FactsPart.OF_NODES),
          Map.entry("problems", FactsPart.OF_NODES),
          Map.entry("systemId", Set.of(FactsPart.SWITCH)),
          Map.entry("bridges", Set.of(FactsPart.SWITCH)),
          Map.entry("mappings", Set.of(FactsPart.SWITCH)),
          Map.entry("externalIds", Set.of(FactsPart.SWITCH)),
          Map.entry("integrationBridge", Set.of(FactsPart.SWITCH)),
          Map.entry("remotes", Set.of(FactsPart.SWITCH)),
          Map.entry("encapIps", Set.of(FactsPart.SWITCH)),
          Map.entry("encapTypes", Set.of(FactsPart.SWITCH)),
          Map.entry("nics", Set.of(FactsPart.NETWORK)),
          Map.entry("nicsNamed", Set.of(FactsPart.NETWORK)),
          Map.entry("routes", Set.of(FactsPart.NETWORK)),
          Map.entry("addresses", Set.of(FactsPart.NETWORK)),
          Map.entry("bootAddresses", Set.of(FactsPart.NETWORK)),
          Map.entry("tunnelMtu", Set.of(FactsPart.NETWORK, FactsPart.SWITCH)),
          Map.entry("tunnelOverhead", Set.of(FactsPart.SWITCH)),
          Map.entry("managementPath", Set.of(FactsPart.NETWORK)),
          Map.entry("southboundPath", Set.of(FactsPart.NETWORK)),
          Map.entry("components", Set.of(FactsPart.COMPONENTS)),
          Map.entry("tools", Set.of(FactsPart.TOOLS)),
          Map.entry("controllerVersion", Set.of(FactsPart.TOOLS)),
          Map.entry("certificates", Set.of(FactsPart.TOOLS)),
          Map.entry("databaseDisks", Set.of(FactsPart.TOOLS)),
          Map.entry("guardUnit", Set.of(FactsPart.TOOLS)));

  private ExpressionScope() {}

  /**
   * What must have been read of every node and database before an expression is evaluated.
   *
   * @param expression CEL over {@code cluster}
   */
  public static FactsScope in(String expression) {
    EnumSet<FactsPart> parts = EnumSet.noneOf(FactsPart.class);
    EnumSet<FactsPart> ofNodes = EnumSet.noneOf(FactsPart.class);
    boolean withNodes = false;
    boolean isOfCluster = false;
    Matcher word = WORDS.matcher(expression);
    int at = 0;
    // A name in backquotes is also a field.
    while (expression.indexOf('`') < 0 && word.find(at)) {
      at = word.end();
      if (word.group("comment") != null) {
        continue;
      }
      String quote = word.group("quote");
      if (quote != null) {
        int end = endOfText(expression, at, quote, word.group("raw").isEmpty());
        if (isOfCluster || end < 0) {
          return FactsScope.ALL;
        }
        at = end;
        continue;
      }
      String name = word.group("name");
      boolean isField = word.group("dot") != null;
      if (isOfCluster) {
        Set<FactsPart> known = isField ? OF_CLUSTER.get(name) : null;
        if (known == null) {
          return FactsScope.ALL;
        }
        parts.addAll(known);
        withNodes |= WITH_NODES.contains(name);
      } else if (isField) {
        ofNodes.addAll(OF_NODE.getOrDefault(name, NOTHING));
      }
      isOfCluster = name.equals("cluster") && !isField;
      if (isOfCluster && !isFollowedByDot(expression, at)) {
        return FactsScope.ALL;
      }
    }
    if (isOfCluster || expression.indexOf('`') >= 0) {
      return FactsScope.ALL;
    }
    if (withNodes) {
      parts.addAll(ofNodes);
    }
    return FactsScope.of(parts);
  }

  private static boolean isFollowedByDot(String expression, int at) {
    int next = at;
    while (next < expression.length() && Character.isWhitespace(expression.charAt(next))) {
      next++;
    }
    return next < expression.length() && expression.charAt(next) == '.';
  }

  /** The end of the string that began before {@code at}; -1 if it does not end. */
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
