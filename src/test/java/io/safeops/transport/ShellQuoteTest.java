package io.safeops.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.house.TestTools;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a shell makes of quoted words: random ones, with everything that a shell reads as syntax.
 */
class ShellQuoteTest {

  private static final long SEED = 20261120;
  private static final String HOSTILE =
      "'\"\\$`!*?[]{}()<>|&;#~=% \t\n\r-abcAB09_./:,@^+\u00e4\u20ac\u202e\u0001\u007f";

  @Tag("process")
  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "busybox sh", "bash"})
  void randomWordsComeBackAsTheyWere(String shell) throws Exception {
    List<String> argv = new ArrayList<>(List.of(shell.split(" ")));
    TestTools.need(argv.get(0));
    Random random = new Random(SEED);
    for (int round = 0; round < 20; round++) {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        words.add(word(random));
      }
      String script = "printf '%s\\0' " + ShellQuote.words(words) + "\n";
      Process process =
          new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      // Not as an argument: in the POSIX locale Java makes question marks of what is not ASCII
      // there.
      try (OutputStream in = process.getOutputStream()) {
        in.write(script.getBytes(StandardCharsets.UTF_8));
      }
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(printed)
          .as("seed %d, round %d", SEED, round)
          .isEqualTo(words.stream().map(word -> word + "\0").collect(Collectors.joining()));
      assertThat(process.waitFor()).isZero();
    }
  }

  private static String word(Random random) {
    int length = random.nextInt(12);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(HOSTILE.charAt(random.nextInt(HOSTILE.length())));
    }
    return word.toString();
  }

  @Test
  void plainWordsStayReadableAndAssignmentsDoNot() {
    assertThat(ShellQuote.words(List.of("ovn-nbctl", "--timeout=5", "a b", "", "X=1", "=x")))
        .isEqualTo("ovn-nbctl --timeout=5 'a b' '' X=1 '=x'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A=b", "if", "{", "!", "a b", "it's", "for", "coproc", "no'=quote"})
  void theProgramOfACommandIsNeverSyntax(String program) throws Exception {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", new Command(List.of(program, "x")).shellLine())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(127);
    assertThat(said).contains(program).contains("not found");
  }

  @Test
  void anOrdinaryProgramStaysReadable() {
    assertThat(Command.of("ovn-nbctl", "show").shellLine()).isEqualTo("ovn-nbctl show");
    assertThat(Command.of("/bin/sh", "-c", "a b").shellLine()).isEqualTo("/bin/sh -c 'a b'");
    assertThat(Command.of("true").shellLine()).isEqualTo("'true'");
  }

  @Test
  void nulIsRefused() {
    assertThatThrownBy(() -> ShellQuote.word("a\0b")).isInstanceOf(IllegalArgumentException.class);
  }
}
