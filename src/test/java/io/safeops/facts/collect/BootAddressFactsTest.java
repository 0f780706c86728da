package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BootAddress;
import io.safeops.facts.node.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses that systemd-networkd gives to the uplink of a recorded node at boot. */
class BootAddressFactsTest {

  private static final String FILE = "/etc/systemd/network/10-enp6s18.network";

  private static Node net(String section, int exit) {
    Cluster cluster =
        RecordedNodes.collect(
            RecordedNodes.TARGETS,
            Map.of(
                "net",
                text ->
                    text.replaceAll(
                        "(?s)MARK begin bootaddresses\n.*?MARK end bootaddresses 0",
                        Matcher.quoteReplacement(
                            "MARK begin bootaddresses\n"
                                + section
                                + "\nMARK end bootaddresses "
                                + exit))));
    return cluster.node("net").orElseThrow();
  }

  private static Optional<List<BootAddress>> read(String section) {
    Node net = net(section, 0);
    assertThat(net.problems()).isEmpty();
    return net.bootAddresses();
  }

  @Test
  void anUplinkOfAHealthyNodeHasNone() {
    Node net = RecordedNodes.cluster().node("net").orElseThrow();
    assertThat(net.bootAddresses()).contains(List.of());
  }

  @Test
  void anAddressNamesItsFile() {
    assertThat(read("nic enp6s18 " + FILE + "\naddress 192.0.2.12/24\ndhcp no\n"))
        .contains(List.of(new BootAddress("enp6s18", "192.0.2.12/24", FILE)));
    assertThat(read("nic enp6s18 " + FILE + "\ndhcp ipv4\naddress fd00::12/64\n"))
        .contains(
            List.of(
                new BootAddress("enp6s18", "dhcp", FILE),
                new BootAddress("enp6s18", "fd00::12/64", FILE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "No", "false", "none", "off", "0"})
  void noDhcpIsNoAddress(String value) {
    assertThat(read("nic enp6s18 " + FILE + "\ndhcp " + value + "\n")).contains(List.of());
  }

  /** Somebody else may configure the interface that networkd has no file for. */
  @Test
  void anInterfaceWithoutFileIsNotRead() {
    assertThat(read("")).isEmpty();
    assertThat(read("nic other " + FILE + "\n")).isEmpty();
    assertThat(read("nic other " + FILE + "\naddress 192.0.2.9/24\n"))
        .as("an address that was found is told all the same")
        .contains(List.of(new BootAddress("other", "192.0.2.9/24", FILE)));
  }

  @ParameterizedTest
  @ValueSource(ints = {126, 127, 1})
  void withoutNetworkdNothingIsReadAndThatIsNoProblem(int exit) {
    assertThat(net("", exit).problems()).isEmpty();
    assertThat(net("", exit).bootAddresses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "address \u001b[31m",
        "address $(reboot)",
        "address ",
        "address",
        "boot 192.0.2.1"
      })
  void whatIsNoAddressIsLeftOut(String line) {
    assertThat(read("nic enp6s18 " + FILE + "\n" + line + "\n")).contains(List.of());
  }
}
