package io.safeops.action;

/**
 * The error that an action cannot be done on this cluster: it names something that does not exist,
 * or the facts lack something that it needs. The message tells the operator what to write.
 */
public class ActionException extends Exception {

  private static final long serialVersionUID = 1L;

  public ActionException(String message) {
    super(message);
  }
}
