package io.safeops.expression;

import java.util.List;
import java.util.stream.Stream;

/**
 * What expressions can ask of records beside the records' own fields. The records do not know of
 * it: the package that computes these things hands them in.
 *
 * <p>Each public static method takes the record first. In a class of fields {@code static
 * List<Port> openPorts(Machine it)} is {@code machine.openPorts}; in a class of functions {@code
 * static List<Port> portsOf(Machine it, String name)} is {@code machine.portsOf('a')}. A function
 * that looks a thing up by its name costs a rule one step, where {@code exists} costs one for every
 * thing there is.
 *
 * @param fields classes whose methods are fields
 * @param functions classes whose methods are functions
 */
public record RecordExtensions(List<Class<?>> fields, List<Class<?>> functions) {

  public RecordExtensions {
    fields = List.copyOf(fields);
    functions = List.copyOf(functions);
  }

  /** With the functions of one more class. */
  public RecordExtensions withFunctions(Class<?> more) {
    return new RecordExtensions(
        fields, Stream.concat(functions.stream(), Stream.of(more)).toList());
  }
}
