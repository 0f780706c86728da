package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.safeops.document.FactException;
import io.safeops.facts.node.Address;
import io.safeops.facts.node.Nic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Interfaces as iproute2 tells of them, cut down to what is read. Taken from a Linux 6.1. */
class LinuxFactsTest {

  private static final String LINKS =
      """
      [{"ifname":"mgmt0","flags":["UP","LOWER_UP"],"mtu":1500,"link_type":"ether",
        "address":"02:00:00:00:02:14","master":"ovs-system",
        "linkinfo":{"info_slave_kind":"openvswitch"},"altnames":["enp1s0"],"addr_info":[]},
       {"ifname":"mgmt0.100","link":"mgmt0","flags":["UP","LOWER_UP"],"mtu":1500,"link_type":"ether",
        "address":"02:00:00:00:02:14",
        "linkinfo":{"info_kind":"vlan","info_data":{"protocol":"802.1Q","id":100}},"addr_info":[
         {"local":"198.51.100.14","prefixlen":24,"family":"inet","scope":"global"}]}]
      """;

  @Test
  void vlanStandsOnAnEnslavedNic() throws FactException {
    List<Nic> nics = LinuxFacts.nics(LINKS, Map.of("mgmt0", "br-ex"), List.of());

    assertThat(nics.get(0).ovsBridge()).contains("br-ex");
    assertThat(nics.get(0).kind()).isEqualTo("physical");
    assertThat(nics.get(1).ovsBridge()).isEmpty();
    assertThat(nics.get(1).lower()).containsExactly("mgmt0");
    assertThat(nics.get(1).vlan()).contains(100L);
    assertThat(nics.get(1).addresses())
        .containsExactly(new Address("198.51.100.14", 24, "inet", "global"));
  }

  /** OVS knows the port by the name it was given. */
  @Test
  void nicIsAPortUnderAnyOfItsNames() throws FactException {
    List<Nic> nics = LinuxFacts.nics(LINKS, Map.of("enp1s0", "br-ex"), List.of());

    assertThat(nics.get(0).altNames()).containsExactly("enp1s0");
    assertThat(nics.get(0).ovsBridge()).contains("br-ex");
    assertThat(nics.get(1).ovsBridge()).isEmpty();
  }

  /** One in another namespace shows its index there, which can be the index of another one here. */
  @Test
  void vethKnowsItsPeerOrThatItIsElsewhere() throws FactException {
    List<Nic> nics =
        LinuxFacts.nics(
            """
            [{"ifindex":14,"link":"b0p","ifname":"b0","flags":["UP","LOWER_UP"],"mtu":1500,
              "link_type":"ether","linkinfo":{"info_kind":"veth"},"addr_info":[]},
             {"ifindex":10,"link_index":14,"ifname":"vc","flags":[],"mtu":1500,"link_type":"ether",
              "link_netnsid":2,"linkinfo":{"info_kind":"veth"},"addr_info":[]},
             {"ifindex":11,"link_index":14,"ifname":"vd","flags":[],"mtu":1500,"link_type":"ether",
              "linkinfo":{"info_kind":"veth"},"addr_info":[]},
             {"ifindex":12,"link":"b0","ifname":"b0.7","flags":[],"mtu":1500,"link_type":"ether",
              "linkinfo":{"info_kind":"vlan","info_data":{"id":7}},"addr_info":[]}]
            """,
            Map.of(),
            List.of());

    assertThat(nics)
        .extracting(Nic::name, Nic::peer, Nic::peerElsewhere)
        .containsExactly(
            tuple("b0", Optional.of("b0p"), false),
            tuple("vc", Optional.empty(), true),
            tuple("vd", Optional.empty(), false),
            tuple("b0.7", Optional.empty(), false));
  }
}
