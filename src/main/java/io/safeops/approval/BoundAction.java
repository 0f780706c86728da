package io.safeops.approval;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A step as a typed action on nodes and things, with what it makes of them.
 *
 * @param step id of the step; of a batch, with its number
 * @param action as {@code ovn.localnet.recreate}
 * @param commands the exact commands, or what they amount to, without secrets
 * @param notUndone what its undo does not restore: one line each
 * @param after the after-image: what each thing will be that the step changes; nothing if the thing
 *     will be gone
 */
public record BoundAction(
    String step,
    String action,
    Targets targets,
    List<String> commands,
    List<String> notUndone,
    Map<String, Optional<String>> after) {

  /**
   * What a step acts on.
   *
   * @param voters the nodes that make the change, sorted
   * @param soft the nodes that only protect themselves, sorted
   * @param things what it reads or writes, as the footprint has it
   */
  public record Targets(List<String> voters, List<String> soft, List<String> things) {
    public Targets {
      voters = voters.stream().sorted().distinct().toList();
      soft = soft.stream().sorted().distinct().toList();
      things = things.stream().sorted().distinct().toList();
    }
  }

  public BoundAction {
    commands = List.copyOf(commands);
    notUndone = List.copyOf(notUndone);
    after = Collections.unmodifiableMap(new TreeMap<>(after));
  }
}
