package io.safeops.action;

import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Schema;
import io.safeops.document.Value;
import io.safeops.plan.ParamType;
import io.safeops.transport.ShellQuote;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of one step, as its action reads them. An argument that is wrong is reported at its
 * place and is empty.
 *
 * @param nodes the nodes that the step is done on; none if they are not known yet
 */
public record Arguments(MapReader map, List<String> nodes) {

  /** An argument that must be given. */
  public Optional<String> required(String name, ParamType type) {
    return read(map.required(name), type);
  }

  /** An argument that may be left out. */
  public Optional<String> optional(String name, ParamType type) {
    return read(map.optional(name), type);
  }

  private static Optional<String> read(Value value, ParamType type) {
    return value.isPresent() ? type.read(value).map(Located::value) : Optional.empty();
  }

  /** The key of a VLAN tag. */
  public static Schema.Key tag(String description) {
    return Schema.optional("tag", new Schema.WholeNumber(1, 4094), description);
  }

  /** A VLAN tag, 1 to 4094. */
  public Optional<Long> tag() {
    return map.optional("tag").integer(1, 4094).map(Located::value);
  }

  /** The schema of the words of a command. */
  public static Schema argv() {
    return Schema.someOf(Schema.text());
  }

  /** The words of a command. They are always quoted when they run. */
  public static List<String> argv(Value value) {
    List<String> words = value.texts().stream().map(Located::value).toList();
    if (value.isList() && (words.isEmpty() || words.get(0).isEmpty())) {
      value.report("`argv`: the first word is the program");
    }
    for (String word : words) {
      if (word.codePoints().anyMatch(c -> Character.isISOControl(c))) {
        value.report("`argv`: " + Value.quote(word) + " holds a control character");
      }
    }
    if (!words.isEmpty() && words.get(0).startsWith("-")) {
      value.report("`argv`: " + ShellQuote.word(words.get(0)) + " is not a program");
    }
    return words;
  }
}
