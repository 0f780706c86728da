package io.safeops.action.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.ActionException;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that the reader of a file cannot work with are refused. */
class KnownKeyTest {

  private static final String ML2 = "/etc/neutron/plugins/ml2/ml2_conf.ini";
  private static final Cluster CLUSTER = RecordedNodes.cluster();

  private static KnownKey key(String section, String key) {
    return KnownKey.of(ML2, section, key).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"True", "1", "yes", "", "true "})
  void aSwitchIsTrueOrFalse(String value) throws Exception {
    assertThatCode(() -> key("DEFAULT", "debug").check("false", CLUSTER))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> key("DEFAULT", "debug").check(value, CLUSTER))
        .isInstanceOf(ActionException.class)
        .hasMessage("debug must be true or false, not " + value);
  }

  @ParameterizedTest
  @CsvSource({
    "tcp:192.0.2.11:6642, no northbound of this cluster listens at",
    "tcp:192.0.2.12:6641, no northbound of this cluster listens at",
    "tcp:192.0.2.99:6641, no northbound of this cluster listens at",
    "tcp:192.0.2.11:641, no northbound of this cluster listens at",
    "'tcp:192.0.2.11:6641,tcp:192.0.2.99:6641', listens at tcp:192.0.2.99:6641",
    "unix:/run/ovn/ovnnb_db.sock, is not a remote like",
    "192.0.2.11:6641, is not a remote like",
    "tcp:192.0.2.11, is not a remote like",
    "'tcp:192.0.2.11:6641,', is not a remote like",
    "'', is not a remote like",
  })
  void aRemoteWithoutAListenerIsRefused(String value, String why) {
    assertThatThrownBy(() -> key("ovn", "ovn_nb_connection").check(value, CLUSTER))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aRemoteThatIsServedIsAccepted() {
    assertThatCode(() -> key("ovn", "ovn_nb_connection").check("tcp:192.0.2.11:6641", CLUSTER))
        .doesNotThrowAnyException();
    assertThat(KnownKey.of(ML2, "ovn", "ovn_nb_connections")).isEmpty();
    assertThat(KnownKey.of("/etc/kolla" + ML2, "ovn", "ovn_nb_connection")).isEmpty();
  }
}
