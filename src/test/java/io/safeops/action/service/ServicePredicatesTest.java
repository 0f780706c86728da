package io.safeops.action.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.AskedPredicate;
import io.safeops.action.FactPredicate;
import io.safeops.facts.node.ComponentName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The predicates on components after they were started or stopped. */
class ServicePredicatesTest {

  private static AskedPredicate component(FactPredicate predicate, String name, String question) {
    return new AskedPredicate(
        predicate,
        "cluster.components.exists(c, c.node == 'ctl' && c.name == '%s' && %s)"
            .formatted(name, question),
        List.of("ctl"));
  }

  private static String node(String component) {
    return "nodes: [{name: other, components: [{name: northd}]},"
        + " {name: ctl, components: [{name: ovsdb}, %s]}]".formatted(component);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: northd} | ''",
        "{name: northd, state: failed} | it is failed",
        "{name: northd, state: failed}, {name: northd, manager: container, state: running} | ''",
        "{name: vswitchd} | there is no such component",
      })
  void aComponentIsActive(String component, String objection) {
    assertThat(
            component(new ComponentWorks("ctl", ComponentName.NORTHD, 0), "northd", "c.active")
                .of(node(component)))
        .isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: controller, connection: connected} | ''",
        "{name: controller, connection: not connected} | it is not connected",
        "{name: controller, state: inactive, connection: connected} | it is inactive",
      })
  void theControllerIsConnected(String component, String objection) {
    assertThat(
            component(
                    new ComponentWorks("ctl", ComponentName.CONTROLLER, 0),
                    "controller",
                    "c.active && c.connected")
                .of(node(component)))
        .isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"0.0.0.0:6641\", \"0.0.0.0:6643\" | ''",
        "\"0.0.0.0:6641\" | 'it listens on 0.0.0.0:6641 only; before it listened on 2 sockets'",
        "'' | it listens on no port",
      })
  void aDatabaseListensAsBefore(String listeners, String objection) {
    assertThat(
            component(
                    new ComponentWorks("ctl", ComponentName.NORTHBOUND, 2),
                    "northbound",
                    "c.active && c.listeners.size() >= 2")
                .of(node("{name: northbound, listeners: [%s]}".formatted(listeners))))
        .isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "southbound: {name: OVN_Southbound, node: ctl, remotes: ['ptcp:6642:']} | it listens on no port",
        "southbound: {name: OVN_Southbound, node: ctl, problem: gone} | it listens on no port",
        "southbound: {name: OVN_Southbound, node: ctl} | ''",
        "neutron: ~ | it listens on no port",
      })
  void whereItDidNotListenItsOwnRowsDecide(String database, String objection) {
    assertThat(
            component(
                    new ComponentWorks("ctl", ComponentName.SOUTHBOUND, 0),
                    "southbound",
                    "c.active && c.listeners.size() >= (cluster.southbound.hasValue()"
                        + " && cluster.southbound.value().readable"
                        + " && cluster.southbound.value().remotes.size() == 0 ? 0 : 1)")
                .of(node("{name: southbound}") + "\n" + database))
        .isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: northd, state: inactive} | ''",
        "{name: northd, state: activating} | ''",
        "{name: northd} | it is active",
        "{name: vswitchd} | there is no such component",
      })
  void aComponentIsStopped(String component, String objection) {
    assertThat(
            component(new ComponentStopped("ctl", "northd"), "northd", "!c.active")
                .of(node(component)))
        .isEqualTo(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status: active | ''",
        "status: ~ | ''",
        "status: standby | ctl has one that is standby",
        "'status: active, state: inactive' | ctl has one that is inactive",
      })
  void someNorthdIsAtWork(String northd, String objection) {
    AskedPredicate atWork =
        new AskedPredicate(
            new NorthdAtWork(List.of("ctl")),
            "cluster.components.exists(c, c.name == 'northd' && c.active"
                + " && c.status.orValue('active') == 'active')",
            List.of("ctl"));
    assertThat(
            atWork.of("nodes: [{name: ctl, components: [{name: northd, %s}]}]".formatted(northd)))
        .isEqualTo(objection);
  }

  @Test
  void aChassisIsThere() {
    AskedPredicate registered =
        new AskedPredicate(
            new ChassisRegistered("net-id"),
            "cluster.chassis.exists(c, c.name == 'net-id')",
            List.of());
    assertThat(registered.of("chassis: [{name: net-id}]")).isEmpty();
    assertThat(registered.of("chassis: [{name: other}]"))
        .isEqualTo("the Southbound has no chassis net-id");
  }
}
