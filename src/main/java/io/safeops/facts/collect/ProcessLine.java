package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import io.safeops.facts.node.Component;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process, as its line of {@code /proc/PID/stat} shows it (proc(5)).
 *
 * @param program the name of its program, at most 15 characters
 * @param state {@code R}, {@code S}, {@code D}, {@code T}, {@code t}, {@code Z}, ...
 * @param parent the process id of its parent
 * @param cpuCentis the CPU time of all its threads. The kernel shows hundredths of a second on
 *     every architecture that OVN is built for
 */
record ProcessLine(long pid, String program, String state, long parent, long cpuCentis) {

  /** The name may hold spaces and brackets, so the last bracket ends it. */
  private static final Pattern LINE =
      Pattern.compile(
          "([0-9]{1,10}) \\((.*)\\) ([A-Za-z]) ([0-9]{1,10}) (?:-?[0-9]+ ){9}"
              + "([0-9]{1,15}) ([0-9]{1,15})(?: .*)?");

  /** Empty if it is not such a line. */
  static Optional<ProcessLine> of(String line) throws FactException {
    Matcher found = LINE.matcher(line);
    return found.matches()
        ? Optional.of(
            new ProcessLine(
                Long.parseLong(found.group(1)),
                UntrustedInput.text(found.group(2)),
                found.group(3),
                Long.parseLong(found.group(4)),
                Long.parseLong(found.group(5)) + Long.parseLong(found.group(6))))
        : Optional.empty();
  }

  /** As {@link Component#process} has it. A process that is just ending (X) is no more. */
  String word() {
    return switch (state) {
      case "T", "t" -> Component.STOPPED;
      case "Z" -> Component.ZOMBIE;
      case "X", "x" -> "";
      default -> Component.RUNS;
    };
  }
}
