package io.safeops.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is rehearsed ends as one on nodes would. */
class RehearsalTest {

  private static final List<String> RECREATE =
      List.of(
          "recreate-localnet",
          "-p",
          "switch=neutron-11111111-1111-4111-8111-111111111111",
          "-p",
          "name=provnet-33333333-3333-4333-8333-333333333333",
          "-p",
          "physnet=physnet2");

  @TempDir private Path temporary;
  private ReviewedFolder folder;

  @BeforeEach
  void folder() throws Exception {
    folder = new ReviewedFolder(temporary);
  }

  private int recreates(String... more) {
    List<String> words = new ArrayList<>(RECREATE);
    words.addAll(List.of(more));
    return folder.reviews(words.toArray(new String[0]));
  }

  @Test
  void everyEndOfARunIsShown() throws Exception {
    assertThat(recreates("--rehearse")).as(folder.err()).isZero();
    assertThat(folder.out())
        .contains(
            "rehearsal: nodes and time are simulated, no node was touched",
            "not rehearsed: 6 expectations that need packets")
        .containsPattern("the code is typed +0:[0-9]{2}  exit 0  confirmed")
        .containsPattern("rollback after recreate +0:[0-9]{2}  exit 4  undone: rollback asked for")
        .containsPattern("nobody types the code +5:[0-9]{2}  exit 4  undone: the deadline passed");
    String first = folder.out();
    recreates("--rehearse");
    assertThat(folder.out()).as("the same every time").isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "node-lost=net@recreate, 4, net has not answered in band for 15 s",
    "power-cut=net@recreate, 4, net has not answered in band for 15 s",
    "probe=cmp@recreate, 4, cmp is REVERTING",
    "expectation@recreate, 4, what recreate is expected to bring has not come",
    "operator-lost@recreate, 1, the nodes undo by themselves",
    "disk-full=ctl@recreate, 5, not proven",
  })
  void whatGoesWrongIsShown(String fault, int exit, String text) throws Exception {
    assertThat(recreates("--fault", fault, "--format", "json")).as(folder.err()).isZero();
    JsonNode rehearsal = new ObjectMapper().readTree(folder.out()).at("/plans/0/rehearsals/0");
    assertThat(rehearsal.get("exit").asInt()).as(rehearsal.toString()).isEqualTo(exit);
    assertThat(rehearsal.get("text").asText()).contains(text);
    assertThat(rehearsal.get("moments").findValuesAsText("text"))
        .contains("recreate runs on ctl")
        .doesNotContain("confirmed; nothing of the guard is left on any node.");
  }

  @Test
  void aFaultThatCannotBeIsNamed() throws Exception {
    assertThat(recreates("--fault", "node-lost=x@recreate")).isEqualTo(2);
    assertThat(folder.err()).contains("no armed node x, expected one of ctl, net, cmp");
    assertThat(recreates("--fault", "node-lost=net@other")).isEqualTo(2);
    assertThat(folder.err()).contains("no step other, expected one of recreate");
    assertThat(recreates("--fault", "flood")).isEqualTo(2);
    assertThat(folder.err()).contains("--fault flood: expected one of node-lost=NODE@STEP");
  }

  @Test
  void aRefusedPlanIsNotRehearsed() throws Exception {
    Path plan = folder.command("p.yaml", "cmp", List.of("ip", "link", "set", "enp6s18", "down"));
    assertThat(folder.reviews(plan.toString(), "--rehearse")).isEqualTo(3);
    assertThat(folder.out()).doesNotContain("rehearsal");
  }
}
