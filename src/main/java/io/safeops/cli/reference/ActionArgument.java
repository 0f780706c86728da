package io.safeops.cli.reference;

import io.safeops.action.registry.Actions;
import java.util.List;

/**
 * An argument of an action, as far as the registry tells it. This is the only place of the
 * reference that knows where arguments come from: when the registry can tell their types and what
 * they mean, {@link #of} takes them from there and the pages show two more columns.
 *
 * @param type what its value is; empty if the registry does not tell
 * @param about what it means; empty if the registry does not tell
 */
record ActionArgument(String name, boolean required, String type, String about) {

  /** The arguments of an action, in the order in which it asks for them. */
  static List<ActionArgument> of(String action) {
    return Actions.arguments(action).entrySet().stream()
        .map(each -> new ActionArgument(each.getKey(), each.getValue(), "", ""))
        .toList();
  }

  /** What an action does, in a line; empty if the registry does not tell. */
  static String aboutAction(String action) {
    return "";
  }
}
