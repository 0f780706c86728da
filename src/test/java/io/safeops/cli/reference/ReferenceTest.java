package io.safeops.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.registry.Actions;
import io.safeops.cli.command.Main;
import io.safeops.policy.BuiltInFiles;
import io.safeops.policy.PolicySet;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/** The pages in docs are those that the code makes. */
class ReferenceTest {

  private static final Path DOCS = Path.of("docs");
  private static Map<String, String> made;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws Exception {
    made = ReferenceFiles.of(Main.commandLine().getCommandSpec()).texts();
  }

  @Test
  void everyPageIsUpToDate() throws Exception {
    assertThat(differences(DOCS)).as("write the pages again: ./safeops reference docs").isEmpty();
  }

  /** What is missing, left over, or has another text below a folder. */
  private static List<String> differences(Path docs) throws Exception {
    List<String> differences = new ArrayList<>();
    List<String> there = ReferenceFiles.there(docs);
    for (String file : new TreeSet<>(made.keySet())) {
      if (!there.contains(file)) {
        differences.add("missing: docs/" + file);
      } else if (!Files.readString(docs.resolve(file)).equals(made.get(file))) {
        differences.add("out of date: docs/" + file);
      }
    }
    there.stream()
        .filter(file -> !made.containsKey(file))
        .forEach(file -> differences.add("left over: docs/" + file));
    return differences;
  }

  /** Seen: "A line is a command without" in the list of commands, and broken lines below. */
  @Test
  void theListOfCommandsHasWholeSentences() {
    wholeSentences(Main.commandLine().getCommandSpec());
  }

  private static void wholeSentences(CommandSpec command) {
    List<String> about = List.of(command.usageMessage().description());
    if (!about.isEmpty()) {
      assertThat(about.get(0)).as(command.qualifiedName()).endsWith(".");
      // A longer line is broken by picocli, and then the rest of it stands alone.
      assertThat(about)
          .as(command.qualifiedName())
          .allMatch(line -> line.endsWith(".") || line.length() < 80);
    }
    command.subcommands().values().forEach(each -> wholeSentences(each.getCommandSpec()));
  }

  @Test
  void theCommandWritesThemAndDeletesWhatIsLeftOver() throws Exception {
    Path old = folder.resolve("reference/commands/old.md");
    Files.createDirectories(old.getParent());
    Files.writeString(old, "old");
    Path other = Files.writeString(folder.resolve("lab.md"), "not made");
    assertThat(differences(folder))
        .contains("left over: docs/reference/commands/old.md", "missing: docs/man/safeops.1");
    assertThat(
            Main.run(
                new ByteArrayOutputStream(),
                new ByteArrayOutputStream(),
                "reference",
                folder.toString()))
        .isZero();
    assertThat(differences(folder)).isEmpty();
    assertThat(other).hasContent("not made");
    Files.writeString(folder.resolve("man/safeops.1"), "edited");
    assertThat(differences(folder)).containsExactly("out of date: docs/man/safeops.1");
  }

  @Test
  void everythingHasItsPage() throws Exception {
    for (String action : Actions.names()) {
      assertThat(made.get("reference/actions/" + action + ".md")).contains("# " + action + "\n");
    }
    for (String playbook : BuiltInFiles.playbooks()) {
      assertThat(made.get("reference/playbooks/" + playbook + ".md"))
          .contains(
              "When to use it: ", "What it does: ", "What it needs: ", "What it cannot undo: ")
          .contains("safeops apply " + playbook);
    }
    PolicySet.load(List.of())
        .rules()
        .forEach(
            rule -> {
              String id = rule.id().value();
              assertThat(made.get("reference/rules/" + id.replaceFirst("/.*", "") + ".md"))
                  .contains("\n## " + id + "\n", rule.message().text());
            });
    assertThat(made.get("reference/commands/review.md"))
        .contains("| `--report FORMAT=FILE` | Write the review in this form to a file, too.");
    assertThat(made.get("reference/commands/policy-explain.md"))
        .contains("# safeops policy explain");
    assertThat(made.keySet()).noneMatch(file -> file.contains("run-process"));
  }

  @Test
  void anActionNamesItsArgumentsAndAStepThatUsesIt() {
    assertThat(made.get("reference/actions/ovn.localnet.recreate.md"))
        .containsPattern("\\| `switch` \\|.* yes \\|")
        .containsPattern("\\| `tag` \\|.* no \\|")
        .contains("- ovn.localnet.recreate:\n", "The nodes undo it.");
    assertThat(made.get("reference/actions/openstack.router.gateway.md"))
        .contains("Only the run undoes it", "safeops recover RUN");
  }

  /** The manual pages repeat the table of exit codes. */
  @Test
  void exitCodesAreThoseOfTheArchitecture() throws Exception {
    List<String> listed = new ArrayList<>();
    Pattern.compile("(?m)^\\| ([0-9]) \\| (.*) \\|$")
        .matcher(Files.readString(DOCS.resolve("architecture.md")))
        .results()
        .forEach(row -> listed.add(row.group(2)));
    assertThat(ExitStatuses.MEANINGS).isEqualTo(listed);
  }
}
