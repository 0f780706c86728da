package io.safeops.action.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code systemctl} or {@code service} command line about units with known effect, or the reason
 * why it is not understood.
 *
 * @param change empty if it is not understood
 * @param refusal empty if it is understood
 */
public record ServiceCommandLine(Optional<ServiceChange> change, Optional<String> refusal) {

  /** Options that change the output and the questions, not the effect. */
  private static final List<String> OPTIONS =
      List.of("-q", "--quiet", "--no-ask-password", "--no-pager", "--system");

  public static ServiceCommandLine systemctl(List<String> argv, List<String> nodes) {
    List<String> words = new ArrayList<>();
    for (String word : argv.subList(1, argv.size())) {
      if (!word.startsWith("-")) {
        words.add(word);
      } else if (!OPTIONS.contains(word)) {
        return refused("option `" + word + "` of systemctl is not understood");
      }
    }
    if (words.size() < 2) {
      return notUnderstood("systemctl", words);
    }
    return of("systemctl", words, words.get(0), words.subList(1, words.size()), nodes);
  }

  public static ServiceCommandLine service(List<String> argv, List<String> nodes) {
    List<String> words = argv.subList(1, argv.size());
    if (words.size() != 2 || words.get(0).startsWith("-")) {
      return notUnderstood("service", words);
    }
    return of("service", words, words.get(1), words.subList(0, 1), nodes);
  }

  private static ServiceCommandLine of(
      String program, List<String> words, String verb, List<String> units, List<String> nodes) {
    Optional<ServiceVerb> known = ServiceVerb.of(verb);
    if (known.isEmpty()) {
      return notUnderstood(program, words);
    }
    for (String unit : units) {
      if (!KnownUnits.isKnown(unit)) {
        return refused(
            "safeops does not know what unit "
                + unit
                + " does; it knows "
                + String.join(", ", KnownUnits.names()));
      }
    }
    return new ServiceCommandLine(
        Optional.of(new ServiceChange("exec", nodes, known.get(), Optional.empty(), units)),
        Optional.empty());
  }

  private static ServiceCommandLine notUnderstood(String program, List<String> words) {
    return refused(
        "`"
            + program
            + " "
            + String.join(" ", words)
            + "` is not understood: start, stop, restart, try-restart and reload-or-restart of"
            + " units of OVN, OVS and Neutron are");
  }

  private static ServiceCommandLine refused(String why) {
    return new ServiceCommandLine(Optional.empty(), Optional.of(why));
  }
}
