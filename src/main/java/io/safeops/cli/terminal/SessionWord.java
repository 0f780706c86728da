package io.safeops.cli.terminal;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the operator typed at the prompt of a run. A word that changes the cluster, or what the run
 * will do, counts only when it is typed whole; the others may be shortened.
 */
sealed interface SessionWord {

  /**
   * Do the next step.
   *
   * @param all whether this session then says go to all steps that follow
   */
  record Go(boolean all) implements SessionWord {}

  /** Take the change back. */
  record Rollback() implements SessionWord {}

  /** Move the deadline. */
  record Extend(Duration length) implements SessionWord {}

  /** Keep the change: here is the code. */
  record Confirm(String code) implements SessionWord {}

  /**
   * Show something.
   *
   * @param topic one of {@link #TOPICS}; empty for how the run stands
   * @param argument what follows the topic; may be empty
   */
  record Show(String topic, String argument) implements SessionWord {}

  /** List the nodes, as they stand. */
  record Nodes() implements SessionWord {}

  /** List the probes of the nodes. */
  record Probe() implements SessionWord {}

  /** List the paths that the plan cuts. */
  record Paths() implements SessionWord {}

  /** Show again what happened. */
  record Log() implements SessionWord {}

  /** Explain the words. */
  record Help() implements SessionWord {}

  /** Leave the session; the run goes on. */
  record Detach() implements SessionWord {}

  /** Enter alone, which does nothing. */
  record Nothing() implements SessionWord {}

  /**
   * It is no word of a session.
   *
   * @param why one line for the operator
   */
  record Unclear(String why) implements SessionWord {}

  /** Words that must be typed whole. */
  List<String> WHOLE = List.of("go", "rollback", "extend", "confirm");

  /** Words that may be shortened. */
  List<String> SHORT = List.of("show", "nodes", "probe", "paths", "log", "help", "detach");

  /** What {@code show} can show. */
  List<String> TOPICS = List.of("step", "undo", "commands", "diff", "rules", "facts");

  /** Without a length, {@code extend} moves the deadline by this. */
  Duration USUAL_EXTENSION = Duration.ofMinutes(2);

  /**
   * Words that an operator may type for another reason, and that look like a code: a code can be
   * tried only five times.
   */
  Set<String> NO_CODE =
      Set.of(
          "revert", "status", "detach", "attach", "resume", "accept", "reject", "refuse", "return",
          "repeat", "escape", "answer", "verify", "update", "change", "expand");

  /** As a guard makes it: without characters that look alike, 0 and O, 1 and I and L. */
  Pattern CODE = Pattern.compile("[2-9A-HJKMNP-Za-hjkmnp-z]{6}");

  Pattern LENGTH = Pattern.compile("([0-9]{1,5})(s|m)?");

  /** Whether to try it as a code: other words must not use up the five tries. */
  static boolean isCode(String word) {
    return CODE.matcher(word).matches() && !NO_CODE.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Reads one line. */
  static SessionWord of(String line) {
    String[] words = line.strip().split("\\s+");
    String first = words[0].toLowerCase(Locale.ROOT);
    String second = words.length > 1 ? words[1] : "";
    if (first.isEmpty()) {
      return new Nothing();
    }
    if (words.length > (first.startsWith("s") ? 3 : 2)) {
      return new Unclear("too many words; `help` explains them");
    }
    switch (first) {
      case "go":
        return second.isEmpty() || second.equals("all")
            ? new Go(!second.isEmpty())
            : new Unclear("`go`, or `go all` for all steps that follow");
      case "rollback":
        return second.isEmpty() ? new Rollback() : new Unclear("`rollback` stands alone");
      case "extend":
        return extend(second);
      case "confirm":
        return confirm(second);
      case "?", "\\?", "\\help", "-help", "--help":
        return new Help();
      case "quit", "exit", "q", "\\q", "bye":
        return new Unclear(
            "`detach` leaves this session, and the run goes on; `rollback` takes the change back");
      default:
        break;
    }
    if (words.length == 1 && isCode(words[0])) {
      return new Confirm(words[0]);
    }
    if (words.length == 1 && words[0].matches("[0-9A-Za-z]{6}") && words[0].matches(".*[0-9].*")) {
      return new Unclear(
          "this is no code, so it was not tried: a code has no 0, no O, no 1, no I and no L");
    }
    return shortened(first, second, words.length > 2 ? words[2] : "");
  }

  private static SessionWord extend(String length) {
    if (length.isEmpty()) {
      return new Extend(USUAL_EXTENSION);
    }
    Matcher matcher = LENGTH.matcher(length.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return new Unclear("`extend` and a length, such as `extend 60s` or `extend 2m`");
    }
    long number = Long.parseLong(matcher.group(1));
    return new Extend(
        "m".equals(matcher.group(2)) ? Duration.ofMinutes(number) : Duration.ofSeconds(number));
  }

  private static SessionWord confirm(String code) {
    return isCode(code)
        ? new Confirm(code)
        : new Unclear(
            "`confirm` and the code of six letters and digits; a code has no 0, no O, no 1, no I"
                + " and no L, so this was not tried");
  }

  private static SessionWord shortened(String first, String second, String third) {
    Optional<String> whole = WHOLE.stream().filter(word -> word.startsWith(first)).findFirst();
    List<String> meant = SHORT.stream().filter(word -> word.startsWith(first)).toList();
    if (meant.isEmpty() && whole.isPresent()) {
      return new Unclear(
          "nothing was done: `" + whole.get() + "` changes something, so type the whole word");
    }
    if (meant.size() != 1) {
      return new Unclear(
          meant.isEmpty()
              ? "unknown; `help` explains the words"
              : "unclear: " + String.join(" or ", meant));
    }
    return switch (meant.get(0)) {
      case "show" -> show(second, third);
      case "nodes" -> new Nodes();
      case "probe" -> new Probe();
      case "paths" -> new Paths();
      case "log" -> new Log();
      case "detach" -> new Detach();
      default -> new Help();
    };
  }

  private static SessionWord show(String topic, String argument) {
    if (topic.isEmpty()) {
      return new Show("", "");
    }
    List<String> meant =
        TOPICS.stream().filter(word -> word.startsWith(topic.toLowerCase(Locale.ROOT))).toList();
    return meant.size() == 1
        ? new Show(meant.get(0), argument)
        : new Unclear("`show` and one of " + String.join(", ", TOPICS));
  }
}
