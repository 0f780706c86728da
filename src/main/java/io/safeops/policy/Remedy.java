package io.safeops.policy;

import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A plan that mends a violation, with its parameters.
 *
 * @param plan name of a playbook
 */
public record Remedy(String plan, Map<String, String> params) {

  public Remedy {
    params = Collections.unmodifiableMap(new TreeMap<>(params));
  }

  /**
   * The command, ready to paste into a shell. A parameter without a value is left out.
   *
   * @param inventory as the operator typed it, if they did
   */
  public String command(Optional<String> inventory) {
    List<String> words = new ArrayList<>(List.of("safeops", "apply"));
    inventory.ifPresent(typed -> words.addAll(List.of("-i", typed)));
    words.add(plan);
    params.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            words.addAll(List.of("-p", name + "=" + value));
          }
        });
    return ShellQuote.words(words);
  }
}
