package io.safeops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator types at the prompt of a run. */
class SessionWordTest {

  /** Half a word, Enter alone, or a word with a slip changes nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "g",
        "gO!",
        "go on",
        "goall",
        "roll",
        "rollbac",
        "rollback now",
        "r",
        "e",
        "ext",
        "exten",
        "extend soon",
        "extend -5",
        "confirm",
        "confirm K7M20X",
        "conf K7M2QX",
        "yes",
        "y",
        "undo",
        "quit",
        "exit",
        "K7M2QO",
        "commit",
        "p",
        "x"
      })
  void changesNothing(String line) {
    assertThat(SessionWord.of(line))
        .isInstanceOfAny(SessionWord.Nothing.class, SessionWord.Unclear.class);
  }

  @Test
  void whatChangesSomethingIsTypedWhole() {
    assertThat(SessionWord.of("go")).isEqualTo(new SessionWord.Go(false));
    assertThat(SessionWord.of(" GO ")).isEqualTo(new SessionWord.Go(false));
    assertThat(SessionWord.of("go all")).isEqualTo(new SessionWord.Go(true));
    assertThat(SessionWord.of("rollback")).isEqualTo(new SessionWord.Rollback());
    assertThat(SessionWord.of("k7m2qx")).isEqualTo(new SessionWord.Confirm("k7m2qx"));
    assertThat(SessionWord.of("confirm K7M2QX")).isEqualTo(new SessionWord.Confirm("K7M2QX"));
    assertThat(SessionWord.of("extend")).isEqualTo(new SessionWord.Extend(Duration.ofMinutes(2)));
    assertThat(SessionWord.of("extend 60s"))
        .isEqualTo(new SessionWord.Extend(Duration.ofSeconds(60)));
    assertThat(SessionWord.of("extend 90"))
        .isEqualTo(new SessionWord.Extend(Duration.ofSeconds(90)));
    assertThat(SessionWord.of("extend 5m"))
        .isEqualTo(new SessionWord.Extend(Duration.ofMinutes(5)));
  }

  @ParameterizedTest
  @CsvSource({
    "s, Show",
    "show, Show",
    "n, Nodes",
    "nod, Nodes",
    "pr, Probe",
    "pa, Paths",
    "l, Log",
    "h, Help",
    "?, Help",
    "\\help, Help",
    "d, Detach",
    "show und, Show",
    "show facts net, Show"
  })
  void whatOnlyShowsMayBeShort(String line, String expected) {
    assertThat(SessionWord.of(line).getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void aTopicMayBeShortToo() {
    assertThat(SessionWord.of("sh f net")).isEqualTo(new SessionWord.Show("facts", "net"));
    assertThat(SessionWord.of("show")).isEqualTo(new SessionWord.Show("", ""));
    assertThat(SessionWord.of("show x")).isInstanceOf(SessionWord.Unclear.class);
  }

  @Test
  void aWordThatChangesIsNamedIfItWasCutShort() {
    assertThat(SessionWord.of("rollb"))
        .isEqualTo(
            new SessionWord.Unclear(
                "nothing was done: `rollback` changes something, so type the whole word"));
    assertThat(SessionWord.of("p")).isEqualTo(new SessionWord.Unclear("unclear: probe or paths"));
  }
}
