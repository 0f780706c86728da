package io.safeops.action;

/** A result that an action computes for a cluster, if the action can be done there. */
@FunctionalInterface
public interface Feasible<T> {

  /**
   * @throws ActionException when it cannot be done
   */
  T get() throws ActionException;

  /**
   * The result, or {@code instead} if the action cannot be done: such an action changes nothing and
   * stops nothing.
   */
  static <T> T or(T instead, Feasible<T> wanted) {
    try {
      return wanted.get();
    } catch (ActionException cannotBeDone) {
      return instead;
    }
  }
}
