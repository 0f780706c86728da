package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.safeops.document.YamlFile;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.ChassisGroup;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Logical routers with their ports, gateway chassis and HA chassis groups, from the Northbound. */
class RouterFactsTest {

  private static final String ROUTERS =
      """
      ,{'rows':[{'_uuid':['uuid','R1'],'name':'edge','ports':['set',[['uuid','P1'],['uuid','P2'],['uuid','none']]],
        'options':['map',[['mac_binding_age_threshold','60']]],'external_ids':['map',[['owner','me']]]}]}
      ,{'rows':[{'_uuid':['uuid','P1'],'name':'lrp1','networks':'192.0.2.50/24',
        'gateway_chassis':['set',[['uuid','G1'],['uuid','G2'],['uuid','G3']]],'ha_chassis_group':['set',[]],
        'options':['map',[]],'external_ids':['map',[]]},
       {'_uuid':['uuid','P2'],'name':'lrp2','networks':['set',['10.0.0.1/24','10.0.1.1/24']],
        'gateway_chassis':['set',[]],'ha_chassis_group':['uuid','H1'],'options':['map',[['gateway_mtu','1400']]],
        'external_ids':['map',[]]}]}
      ,{'rows':[{'_uuid':['uuid','G1'],'name':'lrp1-a','chassis_name':'a','priority':%s,'options':['map',[]],
        'external_ids':['map',[]]},
       {'_uuid':['uuid','G2'],'name':'lrp1-b','chassis_name':'b','priority':10,'options':['map',[]],
        'external_ids':['map',[]]},
       {'_uuid':['uuid','G3'],'name':'lrp1-c','chassis_name':'c','priority':10,'options':['map',[]],
        'external_ids':['map',[]]}]}
      ,{'rows':[{'_uuid':['uuid','H1'],'name':'group','ha_chassis':['set',[['uuid','C1'],['uuid','C2']]],
        'external_ids':['map',[]]}]}
      ,{'rows':[{'_uuid':['uuid','C1'],'chassis_name':'a','priority':1,'external_ids':['map',[]]},
       {'_uuid':['uuid','C2'],'chassis_name':'b','priority':2,'external_ids':['map',[]]}]}]
      """
          .replace("\n", "")
          .replace('\'', '"');

  private static Cluster cluster(String priority) {
    return with(ROUTERS.formatted(priority));
  }

  private static Cluster with(String more) {
    return RecordedNodes.collect(RecordedNodes.TARGETS, Map.of("ctl", text -> with(text, more)));
  }

  /** The answer of the Northbound with more tables behind its four. */
  private static String with(String text, String more) {
    Pattern answer = Pattern.compile("(?m)^(.* begin nb\n.*)\\]$");
    Matcher found = answer.matcher(text);
    assertThat(found.find()).isTrue();
    return found.replaceFirst(Matcher.quoteReplacement(found.group(1) + more));
  }

  @Test
  void routersWithTheirPortsAndGateways() {
    Cluster cluster = cluster("20");
    assertThat(cluster.northbound().orElseThrow().problem()).isEmpty();
    LogicalRouter router = cluster.logicalRouters().orElseThrow().get(0);
    assertThat(router.options()).containsEntry("mac_binding_age_threshold", "60");
    assertThat(router.isNeutron()).isFalse();
    assertThat(router.ports())
        .extracting(RouterPort::name, RouterPort::routerName)
        .containsExactly(tuple("lrp1", "edge"), tuple("lrp2", "edge"));
    assertThat(router.ports().get(0).gatewayChassis())
        .as("of two with the same priority the later name is the first choice")
        .extracting(GatewayChassis::chassisName, GatewayChassis::priority)
        .containsExactly(tuple("a", 20L), tuple("c", 10L), tuple("b", 10L));
    assertThat(router.ports().get(1).networks()).containsExactly("10.0.0.1/24", "10.0.1.1/24");
    assertThat(router.ports().get(1).chassisGroup()).contains("group");
    assertThat(cluster.chassisGroups().orElseThrow().get(0).members())
        .extracting(ChassisGroup.Member::chassisName)
        .containsExactly("b", "a");
  }

  @Test
  void theyLoadAgainFromAFile() throws Exception {
    Cluster cluster = cluster("20");
    assertThat(load(FactsFile.text(cluster))).isEqualTo(cluster);
  }

  /** As an older safeops has written them, or an older database answers. */
  @Test
  void factsWithoutRoutersLoad() throws Exception {
    Cluster without = RecordedNodes.cluster();
    assertThat(without.logicalRouters()).isEmpty();
    assertThat(without.getRouterPorts()).isEmpty();
    String text = FactsFile.text(without);
    assertThat(text).doesNotContain("logicalRouters", "chassisGroups");
    assertThat(load(text)).isEqualTo(without);
  }

  private static Cluster load(String text) throws Exception {
    return FactsFile.load("facts.json", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void costsOnly(String part, Cluster cluster, String why) {
    DatabaseStatus status = cluster.northbound().orElseThrow();
    assertThat(status.problem()).isEmpty();
    assertThat(status.unread().orElseThrow()).containsOnlyKeys(part);
    assertThat(status.unread(part).orElseThrow()).contains(why);
    assertThat(cluster.switches()).isEqualTo(RecordedNodes.cluster().switches());
    assertThat(cluster.logicalRouters().isPresent())
        .isEqualTo(!part.equals(DatabaseStatus.ROUTERS));
    assertThat(cluster.chassisGroups().isPresent()).isEqualTo(!part.equals(DatabaseStatus.GROUPS));
  }

  @Test
  void whatNoDatabaseWouldSayCostsOnlyTheRouters() {
    for (String priority : new String[] {"99999", "\"high\"", "-1"}) {
      costsOnly(DatabaseStatus.ROUTERS, cluster(priority), "row P1 of Logical_Router_Port: ");
    }
    String rows = ROUTERS.formatted("20");
    costsOnly(
        DatabaseStatus.ROUTERS,
        with(rows.replace("\"edge\"", '"' + "e".repeat(256) + '"')),
        "router of port lrp1 is longer than 255 characters");
    costsOnly(
        DatabaseStatus.ROUTERS,
        with(rows.replace("\"lrp2\"", '"' + "e".repeat(256) + '"')),
        "row P2 of Logical_Router_Port: ");
  }

  @Test
  void anOddGroupCostsOnlyTheGroups() {
    costsOnly(
        DatabaseStatus.GROUPS,
        with(ROUTERS.formatted("20").replace("\"priority\":2,", "\"priority\":\"high\",")),
        "row H1 of HA_Chassis_Group: column priority holds no whole number");
  }

  @Test
  void theReasonLoadsFromAFile() throws Exception {
    Cluster cluster = cluster("-1");
    assertThat(load(FactsFile.text(cluster))).isEqualTo(cluster);
    assertThat(FactsFile.text(cluster("20"))).doesNotContain("unread");
  }

  /** A rule that needs the routers has no answer, instead of finding nothing to object to. */
  @Test
  void aRuleWithoutTheRoutersHasNoAnswer() throws Exception {
    PolicySet rules =
        PolicySet.of(
            List.of(
                YamlFile.parse(
                    "p.yaml",
                    """
            apiVersion: safeops/v1
            kind: Policy
            metadata: {name: p, description: Test.}
            rules:
              - {id: p/ports, each: cluster.routerPorts, expression: "it.name != ''", message: m, severity: deny, waive: operator}
              - {id: p/routers, each: '[1]', expression: 'cluster.logicalRouters.orValue([]).size() < 9', message: m, severity: deny, waive: operator}
              - {id: p/groups, each: '[1]', expression: 'cluster.chassisGroups.orValue([]).size() < 9', message: m, severity: deny, waive: operator}
            """
                        .getBytes(StandardCharsets.UTF_8))));
    assertThat(rules.evaluate(cluster("20"))).isEmpty();
    String why = "the logical routers of the Northbound were not read: row P1";
    assertThat(rules.evaluate(cluster("-1")))
        .extracting(Violation::rule, violation -> violation.message().contains(why))
        .containsExactlyInAnyOrder(tuple("p/ports", true), tuple("p/routers", true));
  }
}
