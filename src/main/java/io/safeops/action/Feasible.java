package io.safeops.action;

/** What an action amounts to on a cluster, if it can be done there. */
@FunctionalInterface
public interface Feasible<T> {

  /**
   * @throws ActionException when it cannot be done
   */
  T get() throws ActionException;

  /** That, or this instead: what cannot be done changes nothing and stops nothing. */
  static <T> T or(T instead, Feasible<T> wanted) {
    try {
      return wanted.get();
    } catch (ActionException cannotBeDone) {
      return instead;
    }
  }
}
