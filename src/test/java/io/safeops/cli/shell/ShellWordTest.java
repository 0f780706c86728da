package io.safeops.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.command.Main;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {

  @ParameterizedTest
  @CsvSource({
    "rev, REVIEW",
    "review, REVIEW",
    "doc, DOCTOR",
    "d, DOCTOR",
    "ru, RUNS",
    "pol, POLICY",
    "w, WATCH",
    "exi, EXIT",
    "quit, EXIT",
    "?, HELP",
    "apply, APPLY",
    "rollback, ROLLBACK",
    "recover, RECOVER"
  })
  void aWordIsFound(String typed, ShellWord word) {
    assertThat(ShellWord.of(typed)).isEqualTo(new ShellWord.Found(word));
  }

  /** Every beginning of every word that can change the cluster. */
  @Test
  void noBeginningOfAWordThatChangesTheClusterIsThatWord() {
    List<ShellWord> whole = Arrays.stream(ShellWord.values()).filter(ShellWord::isWhole).toList();
    assertThat(whole)
        .containsExactlyInAnyOrder(
            ShellWord.APPLY,
            ShellWord.CONFIRM,
            ShellWord.ROLLBACK,
            ShellWord.EXTEND,
            ShellWord.ATTACH,
            ShellWord.RECOVER);
    for (ShellWord each : whole) {
      for (int length = 1; length < each.word().length(); length++) {
        assertThat(ShellWord.of(each.word().substring(0, length)))
            .as(each.word().substring(0, length))
            .isInstanceOf(ShellWord.Unclear.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app| nothing was done: `apply` can change the cluster, so type the whole word",
        "a| nothing was done: `apply` or `attach` can change the cluster, so type the whole word",
        "re| unclear: `review` or `recover`",
        "ex| unclear: `extend` or `exit`",
        "reveiw| there is no word `reveiw`, did you mean `review`?",
        "K7M2QX| there is no word `K7M2QX`; `help` lists the words",
        "init| `init` is no word of the shell: type `safeops init` outside of it",
        "APPLY| there is no word `APPLY`, did you mean `apply`?"
      })
  void whatIsUnclearIsSaid(String typed, String why) {
    assertThat(ShellWord.of(typed)).isEqualTo(new ShellWord.Unclear(why));
  }

  /** A new command must be made a word, or be left out on purpose. */
  @Test
  void everyCommandIsAWordOrIsNamedAsElsewhere() {
    for (var command : Main.commandLine().getSubcommands().values()) {
      String name = command.getCommandName();
      ShellWord.Meaning meaning = ShellWord.of(name);
      assertThat(meaning)
          .as(name)
          .satisfiesAnyOf(
              each -> assertThat(each).isInstanceOf(ShellWord.Found.class),
              each ->
                  assertThat(((ShellWord.Unclear) each).why()).contains("is no word of the shell"));
    }
    for (ShellWord word : ShellWord.values()) {
      if (word.isCommand()) {
        assertThat(Main.commandLine().getSubcommands()).containsKey(word.word());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rollback", "recover"})
  void commandsThatTellNodesThemselvesAreNotInterruptedHalfway(String word) {
    assertThat(((ShellWord.Found) ShellWord.of(word)).word().isStoppedWithTheShell()).isTrue();
  }
}
