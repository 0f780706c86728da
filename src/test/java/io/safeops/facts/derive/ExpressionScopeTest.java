package io.safeops.facts.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Node;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which parts of the facts an expression judges, by its text. */
class ExpressionScopeTest {

  private static void isOf(String expression, FactsPart... parts) {
    assertThat(ExpressionScope.in(expression)).as(expression).isEqualTo(FactsScope.of(parts));
  }

  private static void isEverything(String expression) {
    assertThat(ExpressionScope.in(expression)).as(expression).isEqualTo(FactsScope.ALL);
  }

  @Test
  void whatFollowsTheClusterDecides() {
    isOf("true");
    isOf("cluster.collectedAt != ''");
    isOf("cluster.switches.exists(s, s.ports.exists(p, p.name == 'a'))", FactsPart.NORTHBOUND);
    isOf("cluster.chassis.all(c, c.encaps.size() == 1)", FactsPart.CHASSIS);
    isOf(
        "cluster.bindings.exists(b, b.up)",
        FactsPart.BINDINGS,
        FactsPart.CHASSIS,
        FactsPart.NORTHBOUND);
    isOf("cluster . components.all(c, c.active)", FactsPart.COMPONENTS);
    isOf("has(cluster.neutron) && cluster.networks.size() > 0", FactsPart.NEUTRON);
  }

  @Test
  void ofNodesItIsTheFieldsThatAreAsked() {
    isOf("cluster.nodes.exists(n, n.name == 'a')");
    isOf(
        "cluster.nodes.all(n, 'k' in n.externalIds && n.externalIds['k'] == 'v')",
        FactsPart.SWITCH);
    isOf("cluster.nodes.all(n, n.nics.size() > 0)", FactsPart.NETWORK, FactsPart.SWITCH);
    isOf("cluster.nodesNamed('a').all(n, n.tools['ip'] != '')", FactsPart.TOOLS);
    isOf(
        "cluster.nodes.all(n, n.problems.size() == 0)",
        FactsPart.NETWORK,
        FactsPart.SWITCH,
        FactsPart.COMPONENTS,
        FactsPart.TOOLS);
  }

  @Test
  void textsAndCommentsMentionNothing() {
    isOf("cluster.switches.exists(s, s.name == 'cluster.nics')", FactsPart.NORTHBOUND);
    isOf("cluster.switches.exists(s, s.name == 'it\\'s cluster.x')", FactsPart.NORTHBOUND);
    isOf(
        "cluster.switches.exists(s, s.name == r'\\') && cluster.routers == []",
        FactsPart.NORTHBOUND,
        FactsPart.NEUTRON);
    isOf(
        "cluster.switches == [] // it's\n && cluster.routers == ['']",
        FactsPart.NORTHBOUND,
        FactsPart.NEUTRON);
    isOf(
        "cluster.switches == ['''it's'''] && cluster.routers == []",
        FactsPart.NORTHBOUND,
        FactsPart.NEUTRON);
  }

  @Test
  void whatIsNotKnownIsEverything() {
    isEverything("cluster.physnetChoices.size() == 0");
    isEverything("[cluster].all(c, c.nodes.size() > 0)");
    isEverything("cel.bind(c, cluster, c.switches == [])");
    isEverything("cluster");
    isEverything("cluster.`switches`.size() == 0");
    isEverything("cluster.switches == ['no end");
  }

  /** One that is added to the records later must be looked at here. */
  @Test
  void everyFieldAndFunctionOfANodeIsKnown() {
    assertThat(ExpressionScope.OF_NODE.keySet())
        .containsAll(words(Node.class, NodeFunctions.class));
    assertThat(words(Cluster.class, ClusterFields.class, ClusterFunctions.class))
        .containsAll(ExpressionScope.OF_CLUSTER.keySet());
  }

  private static Set<String> words(Class<? extends Record> type, Class<?>... extensions) {
    Set<String> words = new TreeSet<>();
    Arrays.stream(type.getRecordComponents()).forEach(each -> words.add(each.getName()));
    for (Method method : type.getDeclaredMethods()) {
      String name = method.getName();
      boolean isComputed =
          method.getParameterCount() == 0
              && Modifier.isPublic(method.getModifiers())
              && !Modifier.isStatic(method.getModifiers());
      if (isComputed && name.matches("(get|is)[A-Z].*")) {
        String property = name.replaceFirst("^(get|is)", "");
        words.add(property.substring(0, 1).toLowerCase(Locale.ROOT) + property.substring(1));
      }
    }
    for (Class<?> extension : extensions) {
      for (Method method : extension.getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())) {
          words.add(method.getName());
        }
      }
    }
    return words;
  }
}
