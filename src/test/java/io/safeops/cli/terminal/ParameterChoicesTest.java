package io.safeops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.plan.PlanFile;
import io.safeops.session.PreparedRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a parameter may be, as the plan uses it, and what happens to another answer. */
class ParameterChoicesTest {

  private Cluster cluster;

  @BeforeEach
  void read() throws Exception {
    cluster = FactsFile.load(Path.of("src/test/resources/io/safeops/paths/healthy.json"));
  }

  private ParameterChoices choices(String playbook, String name, Map<String, String> others)
      throws Exception {
    PlanFile plan = PreparedRequest.planFile("builtin:" + playbook);
    return ParameterChoices.of(
        plan,
        plan.params().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow(),
        others,
        Optional.of(cluster));
  }

  /** Seen: `lo`, br-int and the taps of VMs for the uplink of br-ex; `enp6s1` was taken. */
  @Test
  void thePortOfABridgeIsOneOfItsPorts() throws Exception {
    ParameterChoices ports =
        choices("release-nic", "port", Map.of("node", "net", "bridge", "br-ex"));
    assertThat(ports.values()).isNotEmpty().doesNotContain("lo", "br-int");
    assertThat(ports.values()).noneMatch(port -> port.startsWith("patch-") || port.equals("br-ex"));
    assertThat(choices("set-port-vlan", "port", Map.of("node", "net")).values())
        .containsAll(ports.values())
        .doesNotContain("lo", "br-ex");
    String uplink = ports.values().get(ports.values().size() - 1);
    assertThat(ports.refuse(uplink)).isEmpty();
    assertThat(ports.refuse("enp6s1"))
        .hasValueSatisfying(why -> assertThat(why).contains("there is no `enp6s1`", uplink));
  }

  @Test
  void aNodeAndASwitchAreOfTheCluster() throws Exception {
    ParameterChoices nodes = choices("set-link-up", "node", Map.of());
    assertThat(nodes.values()).containsExactly("cmp", "ctl", "net");
    assertThat(nodes.refuse("ntt")).hasValueSatisfying(why -> assertThat(why).contains("cmp, ctl"));
    ParameterChoices switches = choices("remove-localnet", "switch", Map.of());
    assertThat(switches.refuse("nosuch")).isPresent();
    assertThat(switches.refuse(cluster.switches().get(0).uuid())).isEmpty();
  }

  /** Seen: the ports of VMs and the localnet for the port of a router. */
  @Test
  void aRoutersPortIsNoPortOfAVm() throws Exception {
    assertThat(cluster.getRouterPorts()).isNotEmpty();
    ParameterChoices ports = choices("set-gateway-chassis", "port", Map.of());
    assertThat(ports.values())
        .isEqualTo(cluster.getRouterPorts().stream().map(each -> each.name()).sorted().toList());
  }

  /** A localnet that is made may have any name. */
  @Test
  void whatMayBeNewIsNotRefused() throws Exception {
    String owner = cluster.switches().get(0).name();
    assertThat(choices("recreate-localnet", "name", Map.of("switch", owner)).refuse("provnet-new"))
        .isEmpty();
    assertThat(choices("recreate-localnet", "physnet", Map.of()).refuse("physnet9")).isEmpty();
  }

  /** Seen: the error and the next question on one line. */
  @Test
  void anAnswerThatIsNoneIsAskedForAgainBelowTheReason() throws Exception {
    ParameterChoices nodes = choices("set-link-up", "node", Map.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Optional<String> answer;
    try (Terminal terminal = terminal("ntt\nnet\n", out)) {
      answer =
          TerminalQuestion.ask(
              terminal,
              "taken unless you give another: -p bridge=br-ex",
              "node: ",
              nodes.values(),
              false,
              nodes::refuse);
      terminal.flush();
    }
    assertThat(answer).contains("net");
    List<String> screen = out.toString(StandardCharsets.UTF_8).lines().map(String::strip).toList();
    assertThat(screen)
        .contains("taken unless you give another: -p bridge=br-ex")
        .anyMatch(line -> line.startsWith("there is no `ntt`") && !line.contains("node: "));
  }

  @Test
  void theValuesThatNobodyIsAskedForAreMentioned() throws Exception {
    PlanFile plan = PreparedRequest.planFile("builtin:release-nic");
    assertThat(ParameterQuestions.defaults(plan, Map.of()))
        .isEqualTo("taken unless you give another: -p bridge=br-ex");
    assertThat(ParameterQuestions.defaults(plan, Map.of("bridge", "br-x"))).isEmpty();
  }

  private static Terminal terminal(String typed, ByteArrayOutputStream out) throws IOException {
    return TerminalBuilder.builder()
        .system(false)
        .type("dumb")
        .streams(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), out)
        .build();
  }
}
