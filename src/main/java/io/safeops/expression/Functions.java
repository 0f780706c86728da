package io.safeops.expression;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the class whose public static methods are functions of a record in expressions: {@code
 * static List<Port> portsOf(Machine it, String name)} is {@code machine.portsOf('a')}. A function
 * that looks a thing up by its name costs a rule one step, where {@code exists} costs one for every
 * thing there is.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Functions {

  /** The class, whose functions each take the record first. */
  Class<?> value();
}
