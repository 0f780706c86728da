package io.safeops.facts.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.DocumentException;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BootAddress;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.GuardUnit;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FactsFileTest {

  @Test
  void whatIsSavedLoadsAgainAsTheSame(@TempDir Path directory) throws Exception {
    Cluster cluster = RecordedNodes.cluster();
    Path file = directory.resolve("facts.json");
    FactsFile.save(cluster, file);
    assertThat(FactsFile.load(file)).isEqualTo(cluster);
  }

  static Stream<Arguments> doctored() {
    return Stream.of(
        Arguments.of("safeops-facts/1", "safeops-facts/9", "format of facts is"),
        Arguments.of("\"nodes\"", "\"nodez\"", "unknown key `nodez`, did you mean `nodes`?"),
        Arguments.of("\"mtu\" : 1500", "\"mtu\" : \"soon\"", "expected a whole number"),
        Arguments.of("\"failMode\" : \"\"", "\"failMode\" : []", "expected text, found a list"),
        Arguments.of("\"kind\" : \"veth\"", "\"kind\" : \"magic\"", "`magic`, not one of"),
        Arguments.of("\"prefix\" : 24", "\"prefix\" : 99", "prefix length of"),
        Arguments.of("\"up\" : true", "\"up\" : maybe", "not JSON"),
        Arguments.of("\"type\" : \"localnet\"", "\"typo\" : \"localnet\"", "`type` is missing"));
  }

  @ParameterizedTest
  @MethodSource("doctored")
  void aDoctoredFileIsRefusedWithItsPlace(String from, String to, String message) {
    String text = FactsFile.text(RecordedNodes.cluster());
    assertThat(text).contains(from);
    String doctored = text.replaceFirst(Pattern.quote(from), to);
    assertThatThrownBy(
            () -> FactsFile.load("facts.json", doctored.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining(message)
        .message()
        .matches("(?s)facts\\.json:[0-9]+:[0-9]+: .*");
  }

  private static Node loaded(String file) throws Exception {
    Cluster cluster = FactsFile.load("facts.json", file.getBytes(StandardCharsets.UTF_8));
    return cluster.node("net").orElseThrow();
  }

  /** It was among the tools; a word of a newer safeops is not understood, and that is no error. */
  @Test
  void theGuardsUnitIsReadFromFilesOfEveryAge() throws Exception {
    Cluster cluster =
        RecordedNodes.cluster()
            .withNode("net", node -> node.toBuilder().guardUnit(GuardUnit.SURVIVES_REBOOT).build());
    String now = FactsFile.text(cluster);
    String fact = "\"guardUnit\" : \"survives-reboot\",";
    assertThat(now).containsOnlyOnce("guardUnit").contains(fact);
    assertThat(loaded(now).guardUnit()).isEqualTo(GuardUnit.SURVIVES_REBOOT);

    String without = now.replace(fact, "");
    assertThat(loaded(without).guardUnit()).isEqualTo(GuardUnit.UNKNOWN);
    assertThat(loaded(now.replace("survives-reboot", "magic")).guardUnit())
        .isEqualTo(GuardUnit.UNKNOWN);

    Node old =
        loaded(without.replace("\"tools\" : {", "\"tools\" : {\n\"guard-unit\" : \"survives\","));
    assertThat(old.guardUnit()).isEqualTo(GuardUnit.SURVIVES_REBOOT);
    assertThat(old).isEqualTo(cluster.node("net").orElseThrow());
  }

  /** What they lack is not read; nothing else of them changes. */
  @Test
  void filesFromBeforeTheFactsOfPathsStillLoad() throws Exception {
    String now = FactsFile.text(RecordedNodes.cluster());
    String old =
        now.replaceAll(
            "(?s),\\s*\"(stp|forwarding|vlanMode|bondMode|lacp|process|answer|cpuCentis|pid"
                + "|peerElsewhere)\" : (\"[^\"]*\"|true|false|[0-9]+)",
            "");
    old = old.replaceAll("(?s),\\s*\"(controllers|trunks|bootAddresses)\" : \\[[^]]*\\]", "");
    old = old.replaceAll("(?s),\\s*\"members\" : \\[.*?\\} \\]", "");
    assertThat(old).doesNotContain("\"members\"", "\"trunks\"", "\"answer\"", "bootAddresses");

    Node net = loaded(old);

    assertThat(net.bootAddresses()).isEmpty();
    assertThat(net.bridges())
        .hasSize(2)
        .allMatch(bridge -> bridge.forwarding().isEmpty() && !bridge.stp())
        .allMatch(bridge -> bridge.controllers().isEmpty())
        .allMatch(bridge -> bridge.ports().stream().allMatch(port -> port.members().isEmpty()));
    assertThat(net.components())
        .hasSize(3)
        .allMatch(each -> each.process().isEmpty() && each.answer().isEmpty())
        .allMatch(each -> each.pid().isEmpty() && each.cpuCentis().isEmpty());
    assertThat(net.nics()).noneMatch(Nic::peerElsewhere);
    assertThat(loaded(now).nics()).anyMatch(Nic::peerElsewhere);
    assertThat(loaded(now).components()).hasSize(3).allMatch(each -> each.pid().isPresent());
  }

  @Test
  void everyFactOfAnInterfaceIsSaved() throws Exception {
    BridgeInterface full =
        BridgeInterface.builder("b0")
            .kind("system")
            .ofport(-1)
            .linkState("up")
            .adminState("down")
            .mtu(Optional.of(9000L))
            .error(Optional.of("No such device"))
            .bfd("init")
            .lacpCurrent(Optional.of(false))
            .options(Map.of("a", "b"))
            .externalIds(Map.of("c", "d"))
            .build();
    BridgePort port =
        BridgePort.builder("bond0", "br-ex")
            .kind("bond")
            .interfaces(List.of("b0"))
            .trunks(List.of(10L, 20L))
            .vlanMode("trunk")
            .bondMode("balance-slb")
            .lacp("active")
            .otherConfig(Map.of("lacp-fallback-ab", "true"))
            .members(List.of(full))
            .build();
    Bridge bridge =
        Bridge.builder("br-ex", "net")
            .stp(true)
            .controllers(List.of("tcp:192.0.2.1:6653"))
            .forwarding("flows")
            .ports(List.of(port))
            .build();
    Optional<List<BootAddress>> boot =
        Optional.of(List.of(new BootAddress("b0", "dhcp", "/etc/systemd/network/b0.network")));
    Cluster cluster =
        RecordedNodes.cluster()
            .withNode(
                "net",
                node -> node.toBuilder().bridges(List.of(bridge)).bootAddresses(boot).build());

    Node loaded = loaded(FactsFile.text(cluster));

    assertThat(loaded.bridges()).containsExactly(bridge);
    assertThat(loaded.bootAddresses()).isEqualTo(boot);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[]", "7", "{}", "{\"format\":", "''"})
  void somethingElseIsNoFacts(String text) {
    assertThatThrownBy(() -> FactsFile.load("facts.json", text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(DocumentException.class);
  }

  /** Seen: a message of half a megabyte. */
  @Test
  void aValueThatIsRefusedIsNotShownInWhole() {
    String json =
        FactsFile.text(RecordedNodes.cluster())
            .replaceFirst("\"kind\" : \"loopback\"", "\"kind\" : \"" + "n".repeat(500_000) + "\"");
    assertThatThrownBy(() -> FactsFile.load("facts.json", json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("kind of interface lo is `nnnn")
        .hasMessageContaining("nnn...")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
  }
}
