package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.safeops.document.FactException;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A bridge with a bond, a tunnel and a port whose interface is missing, as an Open_vSwitch database
 * (OVS 3.1) once showed it in the lab.
 */
class OvsFactsTest {

  private static String recorded() throws IOException {
    try (InputStream in = OvsFactsTest.class.getResourceAsStream("bond.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Bridge bridge(String answer) throws FactException {
    return OvsFacts.of("cmp", answer).bridges().get(0);
  }

  private static BridgePort port(String name) throws Exception {
    return bridge(recorded()).port(name).orElseThrow();
  }

  @Test
  void aBridgeHasItsControllersAndWhetherItRunsStp() throws Exception {
    Bridge bridge = bridge(recorded());

    assertThat(bridge.stp()).as("rstp_enable").isTrue();
    assertThat(bridge.controllers()).containsExactly("ssl:192.0.2.9:6653", "tcp:127.0.0.1:6699");
    assertThat(bridge(recorded().replace("\"rstp_enable\":true", "\"rstp_enable\":false")).stp())
        .isFalse();
    assertThat(bridge(recorded().replace("\"stp_enable\":false", "\"stp_enable\":true")).stp())
        .isTrue();
  }

  /** Each member of a bond is an OpenFlow port of its own. */
  @Test
  void aPortHasWhatKeepsItFromSendingOrReceiving() throws Exception {
    OvsFacts facts = OvsFacts.of("cmp", recorded());
    BridgePort bond = port("bond0");
    String bridge = bond.bridge();
    long second = bond.members().get(1).ofport();
    String line = bridge + " " + second + " ";

    assertThat(restrictions(facts, line + "NO_RECV,NO_FWD"))
        .containsExactly(BridgePort.NO_FORWARD, BridgePort.NO_RECEIVE);
    assertThat(restrictions(facts, line + "NO_FLOOD")).containsExactly(BridgePort.NO_FLOOD);
    for (String odd :
        List.of(line + "PORT_DOWN", line + "no_fwd", bridge + " NO_FWD", "br-x 1 NO_FWD")) {
      assertThat(restrictions(facts, odd)).as(odd).isEmpty();
    }
    assertThat(bond.restrictions()).isEmpty();
    String shielded =
        recorded()
            .replace("\"vlan_mode\":\"native-untagged\"", "\"vlan_mode\":\"\",\"protected\":true");
    assertThat(bridge(shielded).port("bond0").orElseThrow().restrictions())
        .containsExactly(BridgePort.PROTECTED);
  }

  private static List<String> restrictions(OvsFacts facts, String lines) {
    return facts.withForwarding(lines).bridges().get(0).port("bond0").orElseThrow().restrictions();
  }

  @Test
  void aBondHasItsVlansAndOneRecordForEachInterface() throws Exception {
    BridgePort bond = port("bond0");

    assertThat(bond.kind()).isEqualTo("bond");
    assertThat(bond.tag()).contains(10L);
    assertThat(bond.trunks()).containsExactly(10L, 20L);
    assertThat(bond.vlanMode()).isEqualTo("native-untagged");
    assertThat(bond.bondMode()).isEqualTo("balance-tcp");
    assertThat(bond.lacp()).isEqualTo("active");
    assertThat(bond.otherConfig()).containsExactly(Map.entry("lacp-fallback-ab", "true"));
    assertThat(port("vx0").otherConfig()).as("not read").isEmpty();
    assertThat(bond.interfaces()).containsExactly("b0", "b1");
    assertThat(bond.members())
        .extracting(BridgeInterface::name, BridgeInterface::linkState, BridgeInterface::ofport)
        .containsExactly(tuple("b0", "up", 1L), tuple("b1", "down", 2L));
    assertThat(bond.members())
        .hasSize(2)
        .allMatch(member -> member.kind().equals("system"))
        .allMatch(member -> member.adminState().equals("up"))
        .allMatch(member -> member.lacpCurrent().filter(current -> !current).isPresent())
        .allMatch(member -> member.mtu().filter(mtu -> mtu == 1500).isPresent());
  }

  @Test
  void aTunnelHasTheStateOfItsBfdSession() throws Exception {
    BridgeInterface tunnel = port("vx0").members().get(0);

    assertThat(tunnel.kind()).isEqualTo("vxlan");
    assertThat(tunnel.bfd()).isEqualTo("down");
    assertThat(tunnel.mtu()).isEmpty();
    assertThat(tunnel.lacpCurrent()).isEmpty();
    assertThat(tunnel.options()).containsEntry("remote_ip", "192.0.2.12");
    Bridge off = bridge(recorded().replace("[[\"enable\",\"true\"]]", "[[\"enable\",\"false\"]]"));
    assertThat(off.port("vx0").orElseThrow().members().get(0).bfd()).isEmpty();
  }

  @Test
  void anInterfaceThatIsMissingHasItsErrorAndNoState() throws Exception {
    BridgePort gone = port("gone");

    assertThat(gone.vlanMode()).isEqualTo("access");
    assertThat(gone.trunks()).isEmpty();
    assertThat(gone.members())
        .singleElement()
        .satisfies(
            member -> {
              assertThat(member.ofport()).isEqualTo(-1);
              assertThat(member.error()).hasValueSatisfying(why -> why.contains("No such device"));
              assertThat(member.linkState()).isEmpty();
              assertThat(member.adminState()).isEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"link_state\":\"down\" | \"link_state\":\"maybe\" | link state of",
        "\"mtu\":1500 | \"mtu\":\"a; reboot\" | mtu",
        "[10,20] | [10,\"x\"] | trunks",
        "[10,20] | [10,9999] | trunk VLAN of port bond0",
      })
  void aValueThatCannotBeIsRefused(String from, String to, String message) throws Exception {
    assertThat(recorded()).contains(from);
    assertThatThrownBy(() -> bridge(recorded().replace(from, to))).hasMessageContaining(message);
  }

  @Test
  void controlCharactersAreReplaced() throws Exception {
    Bridge odd =
        bridge(
            recorded()
                .replace("tcp:127.0.0.1:6699", "tcp:\\u001b[31m")
                .replace("\"state\",\"down\"", "\"state\",\"do\\nwn\"")
                .replace("native-untagged", "native\\u202e"));

    assertThat(odd.controllers()).contains("tcp:\uFFFD[31m");
    assertThat(odd.port("vx0").orElseThrow().members().get(0).bfd()).isEqualTo("do\uFFFDwn");
    assertThat(odd.port("bond0").orElseThrow().vlanMode()).isEqualTo("native\uFFFD");
  }

  @Test
  void whatTheFlowsDoIsReadOnlyForBridgesThatAreNamed() throws Exception {
    OvsFacts facts = OvsFacts.of("cmp", recorded());

    assertThat(facts.bridges().get(0).forwarding()).isEmpty();
    for (String word : new String[] {"normal", "flows", "none"}) {
      assertThat(facts.withForwarding("br-ex none\nbr-t5 " + word).bridges().get(0).forwarding())
          .isEqualTo(word);
    }
    for (String odd : new String[] {"", "br-t5 maybe", "br-t5 normal none", "x br-t5", "br-t5"}) {
      assertThat(facts.withForwarding(odd).bridges().get(0).forwarding()).as(odd).isEmpty();
    }
  }
}
