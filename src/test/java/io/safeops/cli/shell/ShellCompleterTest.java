package io.safeops.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.command.Main;
import io.safeops.cli.reference.CommandForm;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.policy.BuiltInFiles;
import io.safeops.review.policytest.PolicyTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Tab shows at the end of a line. */
class ShellCompleterTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";

  @TempDir private Path folder;
  private final KnownClusters clusters = new KnownClusters();
  private String inventory = "";

  @BeforeEach
  void files() throws Exception {
    inventory =
        Files.writeString(
                folder.resolve("inventory.yaml"),
                """
                apiVersion: safeops/v1
                kind: Inventory
                nodes:
                  alpha: {address: 192.0.2.11, roles: [central], oob: none}
                  beta: {address: 192.0.2.12, roles: [chassis], oob: none}
                """)
            .toString();
    Files.writeString(folder.resolve("four.yaml"), "# the four\nkind: Plan\n");
    Files.writeString(folder.resolve("values.yaml"), "kind: Values\n");
    Files.writeString(folder.resolve("notes.txt"), "kind: Plan\n");
    Files.writeString(folder.resolve(".hidden.yaml"), "kind: Plan\n");
    Files.writeString(folder.resolve("evil\u001b[2J.yaml"), "kind: Plan\n");
    Files.createDirectory(folder.resolve("sub"));
    FactsFile.save(healthy(), folder.resolve("facts.json"));
  }

  private static Cluster healthy() throws Exception {
    return PolicyTests.startingCluster("healthy");
  }

  /** The words that Tab shows after a line. */
  private List<Completion> tab(String line) {
    LineWords words = LineWords.beforeCursor(line.replace("@", folder.toString()));
    int last = words.words().size() - 1;
    return new ShellCompleter(
            () -> CommandForm.of(Main.commandLine().getCommandSpec()),
            new LineDefaults(Optional.of(inventory), List.of()),
            clusters)
        .of(words.words().subList(0, last), words.words().get(last));
  }

  private List<String> values(String line) {
    return tab(line).stream().map(each -> each.value().replace(folder.toString(), "@")).toList();
  }

  @Test
  void wordsAreShownWithWhatTheyDo() {
    assertThat(values("")).contains("review", "apply", "help", "exit").doesNotContain("init");
    assertThat(values("ro")).containsExactly("rollback");
    assertThat(tab("rollb"))
        .containsExactly(new Completion("rollback", "rollback", "Undo a change now", true));
    assertThat(values("safeops rev")).containsExactly("review");
    assertThat(values("help rev")).containsExactly("review");
    assertThat(values("policy ex")).containsExactly("explain");
    assertThat(values("nosuch ")).isEmpty();
  }

  @Test
  void optionsAreThoseOfTheCommand() {
    assertThat(values("review --fa"))
        .containsExactlyInAnyOrder("--facts", "--facts-age", "--fault");
    assertThat(values("rev -i")).containsExactly("-i");
    assertThat(values("rev --inv")).containsExactly("--inventory");
    assertThat(values("rev --inventory x --inv")).as("given already").isEmpty();
    assertThat(values("rev --policies x --pol")).as("may be repeated").isNotEmpty();
    assertThat(values("policy list --pol")).containsExactly("--policies");
    assertThat(values("runs ")).contains("--format");
    assertThat(tab("apply --yes")).hasSize(1).allMatch(each -> each.about().contains("Do not ask"));
    assertThat(values("review --format sar")).containsExactly("sarif");
    assertThat(values("review --format=sar")).containsExactly("--format=sarif");
    assertThat(values("review --report mark")).containsExactly("markdown=");
    assertThat(values("schema pol")).containsExactlyInAnyOrder("policy", "policy-test");
  }

  @Test
  void filesAreThoseThatFit() {
    assertThat(values("apply @/")).containsExactly("@/four.yaml", "@/sub/");
    assertThat(values("apply -i @/")).containsExactly("@/inventory.yaml", "@/sub/");
    assertThat(values("review x --values @/")).containsExactly("@/sub/", "@/values.yaml");
    assertThat(values("review x --facts @/fa")).containsExactly("@/facts.json");
    assertThat(values("review --policies @/")).containsExactly("@/sub/");
    assertThat(values("facts -o @/no")).containsExactly("@/notes.txt");
    assertThat(values("review --report sarif=@/no")).containsExactly("sarif=@/notes.txt");
    assertThat(values("apply @/none/")).isEmpty();
    assertThat(values("apply recreate-")).containsAll(List.of("recreate-localnet"));
    assertThat(values("review x recreate-l")).containsExactly("recreate-localnet");
    assertThat(values("apply x recreate-l")).as("apply takes one plan").isEmpty();
  }

  @Test
  void parametersAreThoseOfThePlanWithTheirTypes() {
    assertThat(values("apply recreate-localnet -p "))
        .containsExactlyInAnyOrder("switch=", "physnet=", "tag=", "name=", "from=", "vm=");
    assertThat(tab("apply recreate-localnet -p sw").get(0).about())
        .startsWith("ovn-switch: the logical switch");
    assertThat(tab("apply recreate-localnet -p ta").get(0).about())
        .startsWith("int, may be left out");
    assertThat(values("apply -p switch=a recreate-localnet -p s")).as("given already").isEmpty();
    assertThat(values("apply nosuch -p ")).isEmpty();
  }

  @Test
  void valuesAreThoseOfTheFacts() throws Exception {
    assertThat(values("apply recreate-localnet -p switch=")).as("nothing was read").isEmpty();
    assertThat(values("review recreate-localnet --facts @/facts.json -p switch=neu"))
        .contains("switch=" + SWITCH);
    clusters.keep(inventory, healthy());
    assertThat(values("review set-port-vlan --facts @/facts.json -p node=net -p port="))
        .as("the ports of a bridge, which its uplink is one of")
        .isNotEmpty()
        .doesNotContain("port=lo");
    assertThat(values("apply recreate-localnet -p switch=neu")).contains("switch=" + SWITCH);
    assertThat(values("apply restart-controller -p node="))
        .containsExactly("node=cmp", "node=ctl", "node=net");
    assertThat(values("apply recreate-localnet -i other.yaml -p switch="))
        .as("facts of another cluster")
        .isEmpty();
    assertThat(values("apply x --walk-to ")).containsExactlyInAnyOrder("cmp", "ctl", "net");
  }

  @Test
  void withoutFactsTheNodesAreThoseOfTheInventory() {
    assertThat(values("apply restart-controller -p node="))
        .containsExactly("node=alpha", "node=beta");
    assertThat(values("recover 20260101-000000-none --lost ")).containsExactly("alpha", "beta");
  }

  /** The name of a switch is what somebody typed somewhere. */
  @Test
  void hostileNamesOfTheClusterAreNotShown() throws Exception {
    Cluster hostile =
        FactsFile.load(
            "facts.json",
            Files.readString(folder.resolve("facts.json"))
                .replace(SWITCH, "x; reboot")
                .replaceAll("\"digest\"\\s*:\\s*\"[^\"]*\",?", "")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(hostile.switches()).anyMatch(each -> each.name().contains("reboot"));
    clusters.keep(inventory, hostile);
    assertThat(values("apply recreate-localnet -p physnet=")).isNotEmpty();
    assertThat(values("apply recreate-localnet -p switch="))
        .noneMatch(each -> each.contains("reboot"));
  }

  @Test
  void aDescriptionOfAPlanIsCleaned() throws Exception {
    assertThat(Completion.part("a=", "a=", "say \u001b[2J").candidate().descr())
        .doesNotContain("\u001b");
  }

  @Test
  void rulesAreKnown() {
    assertThat(values("policy explain paths/no-l")).containsExactly("paths/no-loop");
    assertThat(values("review x --waive paths/no-l")).containsExactly("paths/no-loop");
  }

  @Test
  void everyPlaybookCompletesItsParameters() {
    for (String playbook : BuiltInFiles.playbooks()) {
      tab("apply " + playbook + " -p ")
          .forEach(each -> assertThat(each.value()).as(playbook).matches("[a-z_]+=").isNotEmpty());
    }
  }
}
