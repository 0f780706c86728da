package io.safeops.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.node.Node;
import io.safeops.schema.FileKind;
import io.safeops.schema.OutputSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The printed schema of a review and what is written say the same. That every review of the other
 * tests follows it, {@link ReviewedFolder} asserts.
 */
class ReviewSchemaTest {

  private static final OutputSchema SCHEMA = OutputSchema.of(FileKind.REVIEW);

  @TempDir private Path temporary;
  private ReviewedFolder folder;
  private final Set<String> used = new TreeSet<>();

  @BeforeEach
  void folder() throws Exception {
    folder = new ReviewedFolder(temporary);
  }

  private void reviews(int exit, String... words) {
    assertThat(folder.reviews(words)).as(folder.out() + folder.err()).isEqualTo(exit);
    used.addAll(SCHEMA.used(folder.json()));
  }

  @Test
  void eachKeyAndEachWordOfTheSchemaIsWritten() throws Exception {
    Path rules =
        folder.write(
            "rules/own.yaml",
            """
            apiVersion: safeops/v1
            kind: Policy
            metadata: {name: own}
            rules:
              - id: own/names
                each: plan.changes
                expression: "false"
                message: a step
                severity: warn
                waive: never
            """);
    Path plan =
        folder.write(
            "recreate.yaml",
            """
            apiVersion: safeops/v1
            kind: Plan
            metadata: {name: recreate}
            params:
              physnet: {type: physnet, default: physnet2, description: the physical network}
            guard: {deadline: 30m, lease: 5m, hold: 5s}
            steps:
              - ovn.localnet.recreate:
                  switch: neutron-11111111-1111-4111-8111-111111111111
                  physnet: "${physnet}"
            """);
    reviews(0, plan.toString(), "--policies", rules.getParent().toString(), "--rehearse");

    Path down = folder.command("down.yaml", "cmp", List.of("ip", "link", "set", "enp6s18", "down"));
    reviews(3, down.toString());
    List<String> less = List.of("ovs-vsctl", "del-port", "br-ex", "enp6s18");
    reviews(3, folder.command("less.yaml", "cmp", less).toString());
    List<String> more = List.of("ovs-vsctl", "add-port", "br-ex", "eth9");
    reviews(0, folder.command("more.yaml", "cmp", more).toString());
    Path opaque = folder.command("opaque.yaml", "cmp", List.of("vendor-setup"));
    reviews(3, opaque.toString(), "--waive", "understood/opaque", "--because", "known");

    Path broken = folder.write("broken.yaml", "kind: [\n");
    reviews(2, broken.toString());
    Path nowhere =
        folder.write(
            "nowhere.yaml",
            folder
                .read("down.yaml")
                .replace("nodes: {names: [cmp]}", "nodes: {where: \"it.name == 'x'\"}"));
    reviews(3, nowhere.toString());
    String unread =
        FactsFile.text(
            FactsFile.load(folder.path("facts.json"))
                .withNode(
                    "cmp",
                    node ->
                        Node.unread(
                            "cmp",
                            node.address(),
                            node.roles(),
                            Optional.empty(),
                            Optional.of("dead"))));
    folder.write("facts.json", unread);
    reviews(6, down.toString());

    Set<String> never = SCHEMA.declared();
    never.removeAll(used);
    assertThat(never).isEmpty();
  }

  @Test
  void newKeysOfANewerVersionAreNoErrorAndWrongValuesAre() throws Exception {
    reviews(3, folder.command("p.yaml", "cmp", List.of("vendor-setup")).toString());
    JsonNode review = folder.json();
    for (JsonNode object : List.of(review, review.at("/plans/0"), review.at("/plans/0/review"))) {
      ((ObjectNode) object).put("news", 1);
      assertThat(SCHEMA.problems(review)).isEmpty();
      assertThat(SCHEMA.strictProblems(review)).isNotEmpty();
      ((ObjectNode) object).remove("news");
    }
    assertThat(SCHEMA.strictProblems(review)).isEmpty();
    ((ObjectNode) review.at("/plans/0/review/guard")).put("holdSeconds", "20");
    assertThat(SCHEMA.problems(review)).isNotEmpty();
  }
}
