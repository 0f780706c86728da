package io.safeops.action;

import io.safeops.paths.model.ThingName;
import java.util.Optional;

/**
 * The error that an action cannot be done on this cluster: it names something that does not exist,
 * or the facts lack something that it needs. The message tells the operator what to write.
 */
public class ActionException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Optional<ThingName> thing;

  public ActionException(String message) {
    this(message, Optional.empty());
  }

  /** The same, because of the thing that has this name in the step. */
  public ActionException(String message, Optional<ThingName> thing) {
    super(message);
    this.thing = thing;
  }

  /**
   * The same.
   *
   * @param kind what the thing is, as arguments call it: {@code bridge}
   */
  public static ActionException about(String kind, String name, String message) {
    return new ActionException(message, Optional.of(new ThingName(kind, name)));
  }

  /** The thing that is missing, or that is there already, if it is one. */
  public Optional<ThingName> thing() {
    return thing;
  }
}
