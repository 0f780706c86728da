package io.safeops.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.command.Main;
import io.safeops.cli.reference.CommandForm;
import io.safeops.cli.terminal.LineHistory.Keep;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptLinesTest {

  @TempDir private Path folder;

  private static Keep keep(String line) {
    return new KeptLines(() -> CommandForm.of(Main.commandLine().getCommandSpec())).of(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "review recreate-localnet -p switch=public",
        "rev recreate-localnet -pswitch=public",
        "apply recreate-localnet -p swich=public",
        "doctor --facts facts.json",
        "safeops runs",
        "rollback 20260101-000000-none"
      })
  void commandsAreKept(String line) {
    assertThat(keep(line)).isEqualTo(Keep.ALWAYS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "confirm 20260101-000000-none --code K7M2QX",
        "confirm K7M2QX",
        "safeops confirm 20260101-000000-none --code=K7M2QX",
        "confrim 20260101-000000-none --code K7M2QX",
        "show --code K7M2QX"
      })
  void linesWithACodeAreForgottenAtOnce(String line) {
    assertThat(keep(line)).isEqualTo(Keep.NEVER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"K7M2QX", "reveiw recreate-localnet", "apply 'plan", "exit"})
  void whatIsNoCommandIsNotKeptForLater(String line) {
    assertThat(keep(line)).isEqualTo(Keep.HERE);
  }

  @Test
  void secretsAreNotKeptForLater() throws Exception {
    Path plan =
        Files.writeString(
            folder.resolve("plan.yaml"),
            """
            apiVersion: safeops/v1
            kind: Plan
            metadata: {name: vendor}
            params: {word: {type: secret}, host: {type: string}}
            steps:
              - exec: {argv: [vendor-setup, "${word}", "${host}"], undo: none}
                nodes: {names: [net]}
            """);
    assertThat(keep("apply " + plan + " -p host=a")).isEqualTo(Keep.ALWAYS);
    for (String line :
        new String[] {
          "apply " + plan + " -p word=hunter2",
          "apply " + plan + " -pword=hunter2",
          "apply -p host=a -p word=hunter2 " + plan,
          // A slip does not write it either.
          "apply " + plan + " -p wrod=hunter2",
          "apply " + plan + " word=hunter2",
          "apply " + folder.resolve("missing.yaml") + " -p host=hunter2",
          "review " + folder + " -p word=hunter2",
          "review recreate-localnet " + plan + " -p word=hunter2"
        }) {
      assertThat(keep(line)).as(line).isEqualTo(Keep.HERE);
    }
  }
}
