package io.safeops.expression;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the class whose public static methods are functions of a record in expressions: {@code
 * static List<Port> portsOf(Machine it, String name)} is {@code machine.portsOf('a')}. A function
 * that looks up a record by name costs a rule one step, but {@code exists} costs one step for every
 * record.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Functions {

  /** The class with the functions. The first parameter of each function is the record. */
  Class<?> value();
}
