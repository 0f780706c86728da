package io.safeops.cli.shell;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.reference.CommandForm;
import io.safeops.cli.terminal.LineHistory.Keep;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Says which lines of the shell are kept for later sessions. A line with a code is forgotten at
 * once. A line with a parameter that is a secret, or may be one, and a line that is no command are
 * kept until the end of the session.
 */
final class KeptLines {

  private final Supplier<CommandForm> safeops;

  KeptLines(Supplier<CommandForm> safeops) {
    this.safeops = safeops;
  }

  Keep of(String line) {
    List<String> words;
    try {
      words = LineWords.of(line);
    } catch (BadInput unreadable) {
      return Keep.HERE;
    }
    List<String> own = Shell.withoutSafeops(words);
    if (own.isEmpty()
        || own.get(0).equals(ShellWord.CONFIRM.word())
        || own.stream().anyMatch(word -> word.startsWith("--code"))) {
      return Keep.NEVER;
    }
    // What is no word may be a code that was typed at the wrong prompt.
    if (!(ShellWord.of(own.get(0)) instanceof ShellWord.Found found)) {
      return Keep.HERE;
    }
    return found.word() == ShellWord.EXIT
            || safeops.get().commands().stream()
                .filter(each -> each.word().equals(found.word().word()))
                .anyMatch(each -> mayHoldASecret(LineSoFar.of(each, own.subList(1, own.size()))))
        ? Keep.HERE
        : Keep.ALWAYS;
  }

  private static boolean mayHoldASecret(LineSoFar line) {
    List<String> plans = line.arguments().stream().filter(word -> word.indexOf('=') < 0).toList();
    // One that stands alone may lack its -p.
    List<String> parameters =
        Stream.concat(
                line.values("-p").stream(),
                line.arguments().stream().filter(word -> word.indexOf('=') >= 0))
            .toList();
    if (parameters.isEmpty()) {
      return false;
    }
    PlansOfLine known = PlansOfLine.of(plans);
    return parameters.stream().anyMatch(each -> !known.isPublic(each.replaceFirst("=.*", "")));
  }
}
