package io.safeops.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.document.Sha256;
import io.safeops.paths.BreakingCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A finding points to the word of the plan that it is about. Where that is not known for sure, it
 * points to the step or to the name of the plan.
 */
class FindingPlacesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PROVIDER = "neutron-11111111-1111-4111-8111-111111111111";
  private static final String LOCALNET = "provnet-33333333-3333-4333-8333-333333333333";

  @TempDir private Path temporary;
  private ReviewedFolder folder;
  private String plan = "";

  @BeforeEach
  void folder() throws Exception {
    folder = new ReviewedFolder(temporary);
  }

  private void reviewed(String text, String... options) throws IOException {
    plan = "apiVersion: safeops/v1\nkind: Plan\n" + text;
    List<String> words =
        new ArrayList<>(List.of(folder.write("p.yaml", plan).toString(), "--format", "json"));
    words.addAll(Arrays.asList(options));
    folder.reviews(words.toArray(new String[0]));
  }

  private List<JsonNode> findings(String rule) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode each : JSON.readTree(folder.out()).at("/plans/0/findings")) {
      if (each.get("rule").asText().equals(rule)) {
        found.add(each);
      }
    }
    assertThat(found).as(folder.out() + folder.err()).isNotEmpty();
    return found;
  }

  /** The rest of the line from each place to which the rule points, each with its line's number. */
  private List<String> places(String rule) throws IOException {
    List<String> places = new ArrayList<>();
    for (JsonNode each : findings(rule)) {
      int line = each.get("line").asInt();
      String text = plan.lines().toList().get(line - 1);
      places.add(line + " " + text.substring(each.get("column").asInt() - 1));
    }
    return places;
  }

  @Test
  void aParameterIsWhereItsValueIsUsed() throws Exception {
    reviewed(
        """
        metadata: {name: p}
        params:
          bridge: {type: bridge}
          uplink: {type: ifname}
          node: {type: node}
        steps:
          - ovs.bridge.port.remove:
              bridge: "${bridge}"
              port: ${uplink}
            nodes: {names: ["${node}"]}
        """,
        "-p",
        "bridge=br-ex",
        "-p",
        "uplink=enp6s18",
        "-p",
        "node=cmp");
    assertThat(places("paths/stay")).containsExactly("10 \"${bridge}\"");
  }

  /** It is the port that is in no bridge, and the node that is in no inventory. */
  @Test
  void whatDoesNotExistIsWhereItIsNamed() throws Exception {
    String text =
        """
        metadata: {name: p}
        steps:
          - ovs.bridge.port.remove:
              bridge: br-ex
              port: enp9s9
            nodes: {names: [cmp]}
        """;
    reviewed(text);
    assertThat(places("plan/possible")).containsExactly("7 enp9s9");
    reviewed(text.replace("enp9s9", "enp6s18").replace("[cmp]", "[cmp, gone]"));
    assertThat(places("plan/possible")).containsExactly("8 gone]}");
  }

  @Test
  void anElementOfAListIsItsOwnPlace() throws Exception {
    reviewed(
        """
        metadata: {name: p}
        steps:
          - ovs.external-ids:
              remove:
                - ovn-monitor-all
                - ovn-encap-ip
            nodes: {names: [cmp]}
        """);
    assertThat(places("paths/stay")).containsExactly("8 ovn-encap-ip");
  }

  /** A rule about a node that a step can hurt points to the node. */
  @Test
  void aNodeIsWhereItIsNamed() throws Exception {
    String text =
        """
        metadata: {name: p}
        guard:
          probes: [{component: {name: vswitchd}}]
        steps:
          - exec: {argv: [touch, cmp], undo: {argv: [rm, cmp]}}
            nodes:
              names:
                - net
                - cmp
        """;
    reviewed(text);
    assertThat(places("management-path/storm-probe")).containsExactlyInAnyOrder("10 net", "11 cmp");
    reviewed(text.replaceAll("names:\\n.*\\n.*", "role: chassis"));
    assertThat(places("management-path/storm-probe"))
        .containsOnly("7 exec: {argv: [touch, cmp], undo: {argv: [rm, cmp]}}");
  }

  /** A bridge may have the name of a node. */
  @Test
  void aNodeIsNoOtherThingOfThatName() throws Exception {
    reviewed(
        """
        metadata: {name: p}
        steps:
          - exec: {argv: [ip, link, set, net, down], undo: none}
            nodes: {names: [net]}
        """,
        "--policies",
        policy("cluster.nodes.filter(n, n.name == 'net')", "plan.changes.size() == 0").toString());
    assertThat(places("own/rule")).containsExactly("6 net]}");
  }

  /** What an undo would do is not what the step does. */
  @Test
  void theUndoNamesNothing() throws Exception {
    reviewed(
        """
        metadata: {name: p}
        steps:
          - exec: {argv: [ip, link, set, enp6s18, down], undo: {argv: [ip, link, set, enp6s18, up]}}
            nodes: {names: [cmp]}
        """);
    assertThat(places("paths/stay"))
        .containsExactly("5 enp6s18, down], undo: {argv: [ip, link, set, enp6s18, up]}}");
  }

  @Test
  void anUndoThatIsRefusedIsItsOwnPlace() throws Exception {
    reviewed(
        """
        metadata: {name: p}
        steps:
          - exec: {argv: [touch, /tmp/x], undo: {argv: [sudo, reboot]}}
            nodes: {names: [cmp]}
        """);
    assertThat(places("understood/known-to-cut-off")).containsExactly("5 reboot]}}");
  }

  @Test
  void ofTwoWordsWithTheNameNobodyKnowsWhich() throws Exception {
    reviewed(
        """
        metadata: {name: p}
        steps:
          - exec:
              argv: [sh, -c, "ip link set enp6s18 up; ip link set enp6s18 down"]
              undo: none
            nodes: {names: [cmp]}
        """);
    assertThat(places("paths/stay")).containsExactly("5 exec:");
  }

  /** The comment at the end is no command. */
  @Test
  void aScriptHasThePlaceOfTheLine() throws Exception {
    reviewed(
        """
        metadata: {name: p}
        steps:
          - exec:
              argv:
                - sudo
                - sh
                - -c
                - >-
                  echo begin;
                  ip link set enp6s18 down;
                  ifconfig 'enp7s0' down;
                  # enp6s18 and enp7s0
              undo: none
            nodes: {names: [cmp]}
        """);
    assertThat(places("paths/stay"))
        .containsExactlyInAnyOrder("12 enp6s18 down;", "13 'enp7s0' down;");
    assertThat(places("understood/known-to-cut-off"))
        .containsExactly("12 ip link set enp6s18 down;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"echo 'x'; \\\n          ip link set enp6s18 down\"",
        "'echo ''x'';\n          ip link set enp6s18 down'",
        ">-\n          echo x;\n          ip link set enp6s18 down",
        "echo x &&\n          ip link set enp6s18 down",
      })
  void aScriptMayBeWrittenInAnyStyle(String script) throws Exception {
    reviewed(
        """
        metadata: {name: p}
        steps:
          - exec:
              argv: [sh, -c]
              undo: none
            nodes: {names: [cmp]}
        """
            .replace("[sh, -c]", "\n        - sh\n        - -c\n        - " + script));
    int line = (int) plan.substring(0, plan.indexOf("ip link")).lines().count();
    assertThat(places("understood/known-to-cut-off").get(0))
        .startsWith(line + " ip link set enp6s18 down");
    assertThat(places("paths/stay").get(0)).startsWith(line + " enp6s18 down");
  }

  @Test
  void parametersInAScriptMoveNoPlace() throws Exception {
    reviewed(
        """
        metadata: {name: p}
        params:
          text: {type: string}
          uplink: {type: ifname}
        steps:
          - exec:
              argv:
                - sh
                - -c
                - >-
                  echo ${text};
                  ip link set ${uplink} down;
                  echo ${ text } && ifconfig enp7s0 down
              undo: none
            nodes: {names: [cmp]}
        """,
        "-p",
        "text=much longer than its name",
        "-p",
        "uplink=enp6s18");
    assertThat(places("paths/stay"))
        .containsExactlyInAnyOrder("14 ${uplink} down;", "15 enp7s0 down");
    assertThat(places("understood/known-to-cut-off"))
        .containsExactly("14 ip link set ${uplink} down;");
  }

  @Test
  void aFileThatDecidesIsThePlace() throws Exception {
    reviewed(
        """
        metadata: {name: p}
        steps:
          - file.ini: {section: a, key: b, value: c, file: /etc/ssh/sshd_config}
            nodes: {names: [cmp]}
        """);
    assertThat(places("understood/known-to-cut-off")).containsExactly("5 /etc/ssh/sshd_config}");
  }

  /** The item names neither the step nor its number. */
  @Test
  void aRuleAboutThePlanPointsToTheStepThatBringsItAbout() throws Exception {
    reviewed(
        """
        metadata: {name: p}
        steps:
          - service.restart: {component: controller}
            nodes: {names: [net]}
          - exec: {argv: [ovn-nbctl, lsp-del, LOCALNET], undo: none}
            id: delete
            nodes: {names: [ctl]}
          - service.restart: {component: controller}
            nodes: {names: [cmp]}
        """
            .replace("LOCALNET", LOCALNET));
    assertThat(places("neutron-ownership/rows-stay"))
        .containsExactly("7 " + LOCALNET + "], undo: none}");
    JsonNode finding = findings("neutron-ownership/rows-stay").get(0);
    assertThat(finding.get("step").asText()).isEqualTo("delete");
    // The fingerprint is that of a finding about no step.
    String file = folder.path("p.yaml").toString();
    assertThat(finding.get("fingerprint").asText())
        .isEqualTo(
            Sha256.hex(
                String.join(
                        "\0", "neutron-ownership/rows-stay", file, "", PROVIDER + "/" + LOCALNET)
                    + "\0"));
  }

  private static final String THREE_STEPS =
      """
      metadata: {name: three}
      steps:
        - service.restart: {component: controller}
          nodes: {names: [net]}
        - service.restart: {component: controller}
          nodes: {names: [cmp]}
        - ovn.controller.restart: {}
          nodes: {names: [ctl]}
      """;

  private Path policy(String each, String expression) throws IOException {
    folder.write(
        "policies/own.yaml",
        """
        apiVersion: safeops/v1
        kind: Policy
        metadata: {name: own}
        rules:
          - id: own/rule
            each: "%s"
            expression: "%s"
            message: "no"
            about: a rule of the test
            severity: deny
            waive: operator
        """
            .formatted(each, expression));
    return folder.path("policies");
  }

  @Test
  void theFirstStepWithWhichARuleDeniesIsMeant() throws Exception {
    reviewed(THREE_STEPS, "--policies", policy("['all']", "plan.changes.size() < 2").toString());
    assertThat(places("own/rule")).containsExactly("7 service.restart: {component: controller}");
    assertThat(findings("own/rule").get(0).get("step").asText()).isEqualTo("step-2");
  }

  /** With no step at all, and with one step but not with two. */
  @ParameterizedTest
  @ValueSource(strings = {"plan.changes.size() > 9", "plan.changes.size() in [0, 2]"})
  void aRuleThatNoStepBringsAboutPointsToThePlan(String expression) throws Exception {
    reviewed(THREE_STEPS, "--policies", policy("['all']", expression).toString());
    assertThat(places("own/rule")).containsExactly("3 three}");
    assertThat(findings("own/rule").get(0).get("step").asText()).isEmpty();
  }

  /** A step may have the name of a node. */
  @Test
  void theNameOfAStepIsNoItem() throws Exception {
    reviewed(
        THREE_STEPS.replaceFirst("    nodes", "    id: cmp\n    nodes"),
        "--policies",
        policy("cluster.nodes.filter(n, n.name == 'cmp')", "plan.changes.size() < 2").toString());
    assertThat(places("own/rule")).containsExactly("9 cmp]}");
  }

  /** The new entry of what a rule grows with is more precise than the item. */
  @Test
  void whatAViolationConsistsOfIsThePlace() throws Exception {
    reviewed(
        """
        metadata: {name: p}
        steps:
          - ovn.localnet.create:
              switch: SWITCH
              name: second
              physnet: physnet2
        """
            .replace("SWITCH", PROVIDER));
    assertThat(places("paths/no-loop")).containsExactly("7 second");
    assertThat(places("neutron-ownership/name-is-neutrons")).containsExactly("7 second");
  }

  @Test
  void sarifHasTheEndOfAWord() throws Exception {
    folder.write(
        "p.yaml",
        """
        apiVersion: safeops/v1
        kind: Plan
        metadata: {name: p}
        steps:
          - exec: {argv: [ip, link, set, 'enp6s18', down], undo: none}
            nodes: {names: [cmp]}
        """);
    folder.reviews(folder.path("p.yaml").toString(), "--format", "sarif");
    for (JsonNode result : JSON.readTree(folder.out()).at("/runs/0/results")) {
      JsonNode region = result.at("/locations/0/physicalLocation/region");
      String[] place =
          switch (result.get("ruleId").asText()) {
            case "paths/stay" -> new String[] {"5", "34", "5", "43"};
            case "understood/known-to-cut-off" -> new String[] {"5", "19", "5", "21"};
            default -> new String[] {"5", "5", "", ""};
          };
      assertThat(
              List.of(
                  region.path("startLine").asText(),
                  region.path("startColumn").asText(),
                  region.path("endLine").asText(),
                  region.path("endColumn").asText()))
          .as(result.toString())
          .containsExactly(place);
    }
  }

  /**
   * Of every command line that breaks the lab: the finding says the word to which it points, or it
   * is about the command that begins there.
   */
  @Test
  @Tag("process")
  void aFindingSaysTheWordToWhichItPoints() throws Exception {
    int words = 0;
    for (BreakingCommands.Typed typed : BreakingCommands.lines()) {
      Path file = folder.command("typed.yaml", typed.node(), typed.argv());
      plan = Files.readString(file);
      folder.reviews(file.toString(), "--format", "json");
      for (JsonNode each : JSON.readTree(folder.out()).at("/plans/0/findings")) {
        String line = plan.lines().toList().get(each.get("line").asInt() - 1);
        String rest = line.substring(each.get("column").asInt() - 1);
        if (!rest.startsWith("exec: ")) {
          words++;
          String word = rest.startsWith("'") ? rest.substring(1, rest.indexOf('\'', 1)) : rest;
          if (!each.get("rule").asText().startsWith("understood/")) {
            assertThat(each.get("message").asText()).as(typed + ": " + rest).contains(word);
          }
        }
      }
    }
    assertThat(words).isGreaterThan(200);
  }
}
