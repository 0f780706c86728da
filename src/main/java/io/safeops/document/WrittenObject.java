package io.safeops.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object of JSON that safeops writes, by the schema that {@code safeops schema} prints for those
 * who read it. While assertions are on, as in tests, a key that the schema does not declare, a
 * value that is not as it says, and a key that is missing end in an {@link AssertionError}. So
 * nothing is written that the schema does not describe.
 */
public final class WrittenObject {

  private final Schema.Fields form;
  private final Map<String, Object> members = new LinkedHashMap<>();

  private WrittenObject(Schema.Fields form) {
    this.form = form;
  }

  /** An object without keys so far. */
  public static WrittenObject by(Schema.Fields form) {
    return new WrittenObject(form);
  }

  /**
   * The same with one more key. Keys keep the order in which they come.
   *
   * @param value a text, a number, a truth value, or a list or map of such
   */
  public WrittenObject with(String key, Object value) {
    members.put(key, value);
    return this;
  }

  /** The same with all keys of another object. */
  public WrittenObject withAll(Map<String, Object> more) {
    members.putAll(more);
    return this;
  }

  /** The object, with all of its keys. */
  public Map<String, Object> done() {
    return checked(form, Collections.unmodifiableMap(members));
  }

  /** An object that was made elsewhere, if it is as the schema says. */
  public static <M extends Map<String, ?>> M checked(Schema.Fields form, M object) {
    assert Misfit.of(form, object).isEmpty() : Misfit.of(form, object).orElse("");
    return object;
  }
}
