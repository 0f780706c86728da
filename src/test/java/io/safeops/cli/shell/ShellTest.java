package io.safeops.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.command.Main;
import io.safeops.cli.view.ShellView;
import io.safeops.facts.model.Cluster;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Lines without a terminal. */
class ShellTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<List<String>> ran = new ArrayList<>();

  private int reads(String... lines) throws Exception {
    CommandLine shell = Main.commandLine();
    shell.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    ShellCommands commands =
        new ShellCommands() {
          @Override
          public CommandLine of(List<String> words) {
            ran.add(words);
            return Main.commandLine(words.toArray(String[]::new));
          }

          @Override
          public Optional<Cluster> read(CommandLine executed) {
            return Optional.empty();
          }

          @Override
          public boolean wasLeft(CommandLine executed) {
            return false;
          }
        };
    return new Shell(
            commands,
            new LineDefaults(Optional.empty(), List.of()),
            Optional.empty(),
            new ShellView(shell))
        .read(new ByteArrayInputStream(String.join("\n", lines).getBytes(UTF_8)));
  }

  /** The next line may change the cluster: nobody is there to see that it still should. */
  @Test
  void linesRunUpToTheFirstThatFails() throws Exception {
    assertThat(
            reads(
                "policy explain paths/no-loop",
                "",
                "# apply x",
                "pol list",
                "schema nosuch",
                "schema plan"))
        .isEqualTo(2);
    assertThat(out.toString())
        .contains("a loop in a layer-2 segment", "paths/stay")
        .doesNotContain("draft-07");
    assertThat(err.toString())
        .contains(
            "line 5: exit 2: wrong usage, or a file that does not load",
            "line 5: the lines below it were not run")
        .doesNotContain("line 3", "line 4", "line 6", "safeops>");
  }

  /** Seen: "not started, no node is armed" after facts, all meanings of 3 after a review. */
  @Test
  void oneMeaningOfAStatusIsSaidTheOneOfTheCommand() {
    assertThat(LineEnd.said(ShellWord.REVIEW, 3))
        .isEqualTo("exit 3: refused by a rule; nothing was touched");
    assertThat(LineEnd.said(ShellWord.DOCTOR, 3)).isEqualTo("exit 3: faults were found");
    assertThat(LineEnd.said(ShellWord.APPLY, 6)).isEqualTo("exit 6: not run; nothing was touched");
    assertThat(LineEnd.said(ShellWord.FACTS, 6))
        .isEqualTo("exit 6: a node, or Neutron, could not be read");
    assertThat(LineEnd.said(ShellWord.ATTACH, 1))
        .isEqualTo("exit 1: not followed to the end; `runs` tells whether a run is open");
    assertThat(LineEnd.said(ShellWord.SCHEMA, 1)).isEqualTo("exit 1: safeops itself failed");
    assertThat(LineEnd.said(ShellWord.ATTACH, 4))
        .isEqualTo("exit 4: rolled back, proven to be as before");
  }

  @Test
  void theStatusIs0IfNoLineFails() throws Exception {
    assertThat(reads("schema plan")).isZero();
    assertThat(reads()).isZero();
  }

  @Test
  void exitEndsIt() throws Exception {
    assertThat(reads("exit", "schema nosuch")).isZero();
    assertThat(ran).isEmpty();
    assertThat(reads("exit now", "schema plan")).isEqualTo(2);
    assertThat(err.toString()).contains("line 1: safeops: `exit` stands alone");
  }

  @Test
  void theBeginningOfAWordThatChangesRunsNothing() throws Exception {
    for (String line : List.of("app recreate-localnet", "rollb x", "a", "conf x --code K7M2QX")) {
      assertThat(reads(line)).as(line).isEqualTo(2);
    }
    assertThat(ran).isEmpty();
    assertThat(err.toString())
        .contains(
            "line 1: safeops: nothing was done: `apply` can change the cluster, so type the whole"
                + " word",
            "line 1: safeops: nothing was done: `confirm` can");
  }

  @Test
  void aCommandIsTakenAsSafeopsShowsIt() throws Exception {
    assertThat(reads("safeops schema plan")).isZero();
    assertThat(out.toString()).contains("draft-07");
  }

  @Test
  void helpExplainsTheWords() throws Exception {
    assertThat(reads("help", "help rev", "help policy list", "help app")).isEqualTo(2);
    assertThat(out.toString())
        .contains(
            "These can change the cluster, and must be typed whole:",
            "  rollback    Undo a change now",
            "Usage: safeops review",
            "Usage: safeops policy list");
  }

  @Test
  void anOpenQuoteIsSaid() throws Exception {
    assertThat(reads("apply 'plan")).isEqualTo(2);
    assertThat(err.toString()).contains("line 1: safeops: a quote has no end");
    assertThat(ran).isEmpty();
  }
}
