package io.safeops.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.cli.option.BadInput;
import io.safeops.document.HomeDirectory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineWordsTest {

  @Test
  void blanksSeparateWordsAndQuotesKeepThem() throws Exception {
    assertThat(LineWords.of("  review   plan.yaml\t-p a=b  "))
        .containsExactly("review", "plan.yaml", "-p", "a=b");
    assertThat(LineWords.of("apply p --because 'it''s' -p name=\"x \\\"y\\\" \\z\" a\\ b"))
        .containsExactly("apply", "p", "--because", "its", "-p", "name=x \"y\" \\z", "a b");
    assertThat(LineWords.of("apply --because \"\" p ''"))
        .containsExactly("apply", "--because", "", "p", "");
    assertThat(LineWords.of("review '$HOME' *.yaml !!"))
        .containsExactly("review", "$HOME", "*.yaml", "!!");
  }

  @Test
  void emptyLinesAndRemarksHaveNoWords() throws Exception {
    assertThat(LineWords.of("")).isEmpty();
    assertThat(LineWords.of("   ")).isEmpty();
    assertThat(LineWords.of(" # apply plan.yaml")).isEmpty();
    assertThat(LineWords.of("show a#b")).containsExactly("show", "a#b");
  }

  @Test
  void aTildeIsTheHomeDirectoryUnlessItIsQuoted() throws Exception {
    String home = HomeDirectory.ofProcess().toString();
    assertThat(LineWords.of("review ~/plans/ '~/x' a~/b ~kim"))
        .containsExactly("review", home + "/plans/", "~/x", "a~/b", "~kim");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply 'plan", "apply \"plan", "apply plan\\", "runs\napply x"})
  void aLineThatIsNotWholeIsRefused(String line) {
    assertThatThrownBy(() -> LineWords.of(line)).isInstanceOf(BadInput.class);
  }

  @Test
  void theWordBeforeTheCursorIsTheOneThatIsTyped() {
    assertThat(LineWords.beforeCursor("rev pl").words()).containsExactly("rev", "pl");
    assertThat(LineWords.beforeCursor("rev ").words()).containsExactly("rev", "");
    assertThat(LineWords.beforeCursor("").words()).containsExactly("");
    assertThat(LineWords.beforeCursor("rev 'my pl").words()).containsExactly("rev", "my pl");
    assertThat(LineWords.beforeCursor("rev 'my pl").start()).isEqualTo(4);
  }

  @Test
  void whatIsQuotedIsReadAsOneWord() throws Exception {
    for (String text : List.of("a b", "it's", "say \"x\"", "#x", "~/x", "back\\slash", "plain")) {
      assertThat(LineWords.of("show " + LineWords.quoted(text))).containsExactly("show", text);
    }
  }
}
