package io.safeops.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.command.Main;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineDefaultsTest {

  private static final LineDefaults DEFAULTS =
      new LineDefaults(Optional.of("inv.yaml"), List.of(Path.of("a"), Path.of("b")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "review p.yaml | review --inventory inv.yaml --policies a --policies b p.yaml",
        "apply p -p x=y | apply --inventory inv.yaml --policies a --policies b p -p x=y",
        "doctor | doctor --inventory inv.yaml --policies a --policies b",
        "review -i own p | review --policies a --policies b -i own p",
        "review -iown p | review --policies a --policies b -iown p",
        "review --inventory=own p | review --policies a --policies b --inventory=own p",
        "doctor --policies c | doctor --inventory inv.yaml --policies c",
        "--no-color facts | --no-color facts --inventory inv.yaml",
        "policy list | policy list --policies a --policies b",
        "policy explain x | policy explain --policies a --policies b x",
        "recover 20260101-000000-none | recover --inventory inv.yaml 20260101-000000-none",
        "runs | runs",
        "schema plan | schema plan",
        "show 20260101-000000-none | show 20260101-000000-none",
        "review --nosuch p | review --nosuch p",
        "review | review"
      })
  void aLineGetsWhatItLacks(String typed, String run) {
    List<String> words = List.of(typed.split(" "));
    assertThat(DEFAULTS.fill(Main.commandLine(), words)).isEqualTo(List.of(run.split(" ")));
  }
}
