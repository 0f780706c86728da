package io.safeops.approval;

import io.safeops.document.SecretMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program of the inventory with its arguments.
 *
 * @param words for people: secrets are masked
 * @param salted the digest of the words that are masked, if any is
 */
public record BoundCommand(List<String> words, Optional<String> salted) {

  public BoundCommand {
    words = List.copyOf(words);
  }

  /** The command that these arguments start. */
  static BoundCommand of(List<String> argv, SecretDigests digests) {
    List<String> shown = SecretMask.arguments(argv);
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i < argv.size(); i++) {
      if (!shown.get(i).equals(argv.get(i))) {
        secrets.add(argv.get(i));
      }
    }
    return new BoundCommand(
        shown.stream().map(PlainLine::of).toList(),
        secrets.isEmpty()
            ? Optional.empty()
            : Optional.of(digests.of("command", String.join("\0", secrets))));
  }

  @Override
  public String toString() {
    return "`" + String.join(" ", words) + "`" + salted.map(digest -> " " + digest).orElse("");
  }
}
