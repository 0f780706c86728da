package io.safeops.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code safeops audit} says to wrong arguments. */
class AuditCommandTest {

  @ParameterizedTest
  @CsvSource({
    "audit, a command is missing: verify",
    "audit verify, 'give either a run, or --all'",
    "audit verify r1 --all, 'give either a run, or --all'",
    "audit verify no-such-run, no run no-such-run on this machine",
    "audit verify R1 --nodes-only -i nothing.yaml, not a run id: R1",
  })
  void wrongArgumentsAreNamed(String line, String message) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = Main.run(new ByteArrayOutputStream(), err, line.split(" "));
    assertThat(err.toString(UTF_8)).contains(message);
    assertThat(exit).isEqualTo(2);
  }

  @Test
  void anInventoryThatDoesNotLoadIsNamed() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            new ByteArrayOutputStream(),
            err,
            "audit",
            "verify",
            "r1",
            "--nodes-only",
            "-i",
            "/nothing.yaml");
    assertThat(err.toString(UTF_8)).contains("/nothing.yaml");
    assertThat(exit).isEqualTo(2);
  }
}
