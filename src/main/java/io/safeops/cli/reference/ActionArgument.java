package io.safeops.cli.reference;

import io.safeops.action.registry.Actions;
import io.safeops.document.Schema;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An argument of an action, as its schema declares it.
 *
 * @param type what its value is
 * @param about what it means
 */
record ActionArgument(String name, boolean required, String type, String about) {

  /** The arguments of an action, in the order in which it asks for them. */
  static List<ActionArgument> of(String action) {
    return Actions.key(action).schema() instanceof Schema.Fields fields
        ? fields.keys().stream()
            .map(
                key ->
                    new ActionArgument(
                        key.name(), key.required(), type(key.schema()), key.description()))
            .toList()
        : List.of();
  }

  /** What an action does, in a line. */
  static String aboutAction(String action) {
    String about = Actions.key(action).description();
    return about.isEmpty() ? "" : Character.toUpperCase(about.charAt(0)) + about.substring(1) + ".";
  }

  private static String type(Schema schema) {
    if (schema instanceof Schema.Text text) {
      return text.expected().isEmpty() ? "text" : text.expected();
    }
    if (schema instanceof Schema.Words words) {
      return "one of " + String.join(", ", words.words());
    }
    if (schema instanceof Schema.WholeNumber number) {
      return "a whole number from " + number.least() + " to " + number.most();
    }
    if (schema instanceof Schema.ListOf list) {
      return "a list of: " + type(list.member());
    }
    if (schema instanceof Schema.MapOf map) {
      return "a map with values of: " + type(map.value());
    }
    if (schema instanceof Schema.AnyOf any) {
      return any.choices().stream().map(ActionArgument::type).collect(Collectors.joining(", or "));
    }
    if (schema instanceof Schema.WithParameters with) {
      return type(with.schema());
    }
    if (schema instanceof Schema.Named named) {
      return type(named.schema().get());
    }
    if (schema instanceof Schema.Fields fields) {
      return "a map with "
          + fields.keys().stream().map(Schema.Key::name).collect(Collectors.joining(", "));
    }
    if (schema instanceof Schema.Flag) {
      return "true or false";
    }
    return schema instanceof Schema.Duration ? "a duration such as 20s" : "any value";
  }
}
