package io.safeops.facts.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.expression.Functions;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.Node;
import io.safeops.facts.model.Part;
import io.safeops.facts.model.Scope;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which parts of the facts an expression judges, by its text. */
class MentionedTest {

  private static void isOf(String expression, Part... parts) {
    assertThat(Mentioned.in(expression)).as(expression).isEqualTo(Scope.of(parts));
  }

  private static void isEverything(String expression) {
    assertThat(Mentioned.in(expression)).as(expression).isEqualTo(Scope.ALL);
  }

  @Test
  void what_follows_the_cluster_decides() {
    isOf("true");
    isOf("cluster.collectedAt != ''");
    isOf("cluster.switches.exists(s, s.ports.exists(p, p.name == 'a'))", Part.NORTHBOUND);
    isOf("cluster.chassis.all(c, c.encaps.size() == 1)", Part.CHASSIS);
    isOf("cluster.bindings.exists(b, b.up)", Part.BINDINGS, Part.CHASSIS, Part.NORTHBOUND);
    isOf("cluster . components.all(c, c.active)", Part.COMPONENTS);
    isOf("has(cluster.neutron) && cluster.networks.size() > 0", Part.NEUTRON);
  }

  @Test
  void of_nodes_it_is_the_fields_that_are_asked() {
    isOf("cluster.nodes.exists(n, n.name == 'a')");
    isOf("cluster.nodes.all(n, 'k' in n.externalIds && n.externalIds['k'] == 'v')", Part.SWITCH);
    isOf("cluster.nodes.all(n, n.nics.size() > 0)", Part.NETWORK, Part.SWITCH);
    isOf("cluster.nodesNamed('a').all(n, n.tools['ip'] != '')", Part.TOOLS);
    isOf(
        "cluster.nodes.all(n, n.problems.size() == 0)",
        Part.NETWORK,
        Part.SWITCH,
        Part.COMPONENTS,
        Part.TOOLS);
  }

  @Test
  void texts_and_comments_mention_nothing() {
    isOf("cluster.switches.exists(s, s.name == 'cluster.nics')", Part.NORTHBOUND);
    isOf("cluster.switches.exists(s, s.name == 'it\\'s cluster.x')", Part.NORTHBOUND);
    isOf(
        "cluster.switches.exists(s, s.name == r'\\') && cluster.routers == []",
        Part.NORTHBOUND,
        Part.NEUTRON);
    isOf(
        "cluster.switches == [] // it's\n && cluster.routers == ['']",
        Part.NORTHBOUND,
        Part.NEUTRON);
    isOf(
        "cluster.switches == ['''it's'''] && cluster.routers == []", Part.NORTHBOUND, Part.NEUTRON);
  }

  @Test
  void what_is_not_known_is_everything() {
    isEverything("cluster.patchGaps.size() == 0");
    isEverything("[cluster].all(c, c.nodes.size() > 0)");
    isEverything("cel.bind(c, cluster, c.switches == [])");
    isEverything("cluster");
    isEverything("cluster.`switches`.size() == 0");
    isEverything("cluster.switches == ['no end");
  }

  /** One that is added to the records later must be looked at here. */
  @Test
  void every_field_and_function_of_a_node_is_known() {
    assertThat(Mentioned.OF_NODE.keySet()).containsAll(words(Node.class));
    assertThat(words(Cluster.class)).containsAll(Mentioned.OF_CLUSTER.keySet());
  }

  private static Set<String> words(Class<? extends Record> type) {
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
    for (Method method : type.getAnnotation(Functions.class).value().getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())) {
        words.add(method.getName());
      }
    }
    return words;
  }
}
