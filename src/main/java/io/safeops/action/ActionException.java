package io.safeops.action;

/**
 * An action cannot be done on this cluster: what it names is not there, or the facts do not say
 * what it would need. The message is for the operator and says what to give.
 */
public class ActionException extends Exception {

  private static final long serialVersionUID = 1L;

  public ActionException(String message) {
    super(message);
  }
}
