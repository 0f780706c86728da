package io.safeops.cli.shell;

import io.safeops.document.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words of the shell. All but the last two are commands of safeops. */
enum ShellWord {
  DOCTOR(Effect.READS),
  FACTS(Effect.READS),
  TOPOLOGY(Effect.READS),
  REVIEW(Effect.READS),
  APPLY(Effect.CHANGES),
  CONFIRM(Effect.CHANGES),
  ROLLBACK(Effect.CHANGES_HERE),
  EXTEND(Effect.CHANGES),
  SHOW(Effect.READS),
  ATTACH(Effect.CHANGES),
  WATCH(Effect.READS),
  RUNS(Effect.READS),
  RECOVER(Effect.CHANGES_HERE),
  POLICY(Effect.READS),
  SCHEMA(Effect.READS),
  HELP(Effect.READS),
  EXIT(Effect.READS);

  /** What a word does to the cluster. */
  private enum Effect {
    READS,
    /** It changes the cluster, or opens a session whose words do. */
    CHANGES,
    /** The same, and the process of the shell itself does so. */
    CHANGES_HERE
  }

  /** Commands of safeops and of its launcher that make no sense here. */
  private static final Set<String> ELSEWHERE =
      Set.of("init", "shell", "reference", "lab", "demo", "run-process", "warm-up");

  private final Effect effect;

  ShellWord(Effect effect) {
    this.effect = effect;
  }

  /** What a typed word means. */
  sealed interface Meaning {}

  /** It is this word. */
  record Found(ShellWord word) implements Meaning {}

  /**
   * It is no word, or not one alone.
   *
   * @param why one line for the operator
   */
  record Unclear(String why) implements Meaning {}

  /** As it is typed. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it can change the cluster; then it counts only when it is typed whole. */
  boolean isWhole() {
    return effect != Effect.READS;
  }

  /**
   * Whether the shell's own process may tell nodes what to do. Then Ctrl-C ends the process, as it
   * does outside of the shell: a node that was not asked to the end must not count as one that did
   * not answer.
   */
  boolean isStoppedWithTheShell() {
    return effect == Effect.CHANGES_HERE;
  }

  /** Whether safeops has a command of this name. */
  boolean isCommand() {
    return this != HELP && this != EXIT;
  }

  /**
   * Finds the word. The beginning of one that only reads is enough, if no other word begins so.
   *
   * @param typed not empty
   */
  static Meaning of(String typed) {
    if (typed.equals("?")) {
      return new Found(HELP);
    } else if (typed.equals("quit")) {
      return new Found(EXIT);
    }
    List<ShellWord> meant =
        Arrays.stream(values()).filter(each -> each.word().startsWith(typed)).toList();
    for (ShellWord each : meant) {
      if (each.word().equals(typed)) {
        return new Found(each);
      }
    }
    if (meant.isEmpty()) {
      return new Unclear(unknown(typed));
    }
    String words =
        String.join(" or ", meant.stream().map(each -> "`" + each.word() + "`").toList());
    if (meant.stream().allMatch(ShellWord::isWhole)) {
      return new Unclear(
          "nothing was done: " + words + " can change the cluster, so type the whole word");
    }
    return meant.size() == 1 ? new Found(meant.get(0)) : new Unclear("unclear: " + words);
  }

  private static String unknown(String typed) {
    if (ELSEWHERE.contains(typed)) {
      return "`" + typed + "` is no word of the shell: type `safeops " + typed + "` outside of it";
    }
    return "there is no word `"
        + typed
        + "`"
        + NearestName.to(typed, Arrays.stream(values()).map(ShellWord::word).toList())
            .map(near -> ", did you mean `" + near + "`?")
            .orElse("; `help` lists the words");
  }
}
