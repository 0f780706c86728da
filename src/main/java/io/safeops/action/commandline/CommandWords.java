package io.safeops.action.commandline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Splits a command line into its words. Options before the command may have a value in a word of
 * its own, as {@code -t 10}. If that word were taken for the command, safeops would judge another
 * line than the one that runs.
 */
public final class CommandWords {

  /** ovs-vsctl(8), ovn-nbctl(8) and ovn-sbctl(8). */
  private static final Set<String> OF_DATABASES =
      Set.of(
          "-t",
          "--timeout",
          "--db",
          "-p",
          "--private-key",
          "-c",
          "--certificate",
          "-C",
          "--ca-cert",
          "--bootstrap-ca-cert",
          "-f",
          "--format",
          "-d",
          "--data");

  /** ovs-appctl(8) and ovn-appctl(8). */
  private static final Set<String> OF_DAEMONS = Set.of("-t", "--target", "-T", "--timeout");

  private static final Map<String, Set<String>> VALUED =
      Map.of(
          "ovs-vsctl",
          OF_DATABASES,
          "ovn-nbctl",
          OF_DATABASES,
          "ovn-sbctl",
          OF_DATABASES,
          "ovs-appctl",
          OF_DAEMONS,
          "ovn-appctl",
          OF_DAEMONS,
          "ovs-ofctl",
          Set.of("-O", "--protocols", "-F", "--flow-format", "-t", "--timeout"),
          "ip",
          Set.of("-f", "-family", "-n", "-netns", "-b", "-batch", "-l", "-loops", "-rc", "-rcvbuf"),
          "docker",
          Set.of("-H", "--host", "--context", "--config", "-l", "--log-level"),
          "podman",
          Set.of("--url", "--connection", "-c", "--log-level", "--root", "--runroot"));

  private CommandWords() {}

  /** The words after the program's name, with the value of each of its options in the same word. */
  static List<String> attached(List<String> argv) {
    Set<String> valued = VALUED.getOrDefault(program(argv), Set.of());
    List<String> words = new ArrayList<>();
    boolean own = true;
    for (int at = 1; at < argv.size(); at++) {
      String word = argv.get(at);
      own &= word.startsWith("-") && !word.equals("--");
      if (own && valued.contains(word) && at + 1 < argv.size()) {
        at++;
        words.add(word + (word.startsWith("--") ? "=" : "") + argv.get(at));
      } else {
        words.add(word);
      }
    }
    return words;
  }

  /** The program's name without its directory. */
  public static String program(List<String> argv) {
    String first = argv.isEmpty() ? "" : argv.get(0);
    return first.substring(first.lastIndexOf('/') + 1);
  }
}
