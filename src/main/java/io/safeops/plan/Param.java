package io.safeops.plan;

import io.safeops.document.Position;
import io.safeops.document.Value;
import java.util.List;
import java.util.Optional;

/**
 * A parameter that a plan declares.
 *
 * @param name lower-case letters, digits and underscores
 * @param defaultValue the value if none is given; a parameter without one is required, unless it is
 *     optional
 * @param optional whether it may have no value. Then its argument is left out; an expectation or
 *     probe is left out if none of its optional parameters has a value
 * @param allowed the allowed values; empty: every value of the type
 * @param at the position of its declaration
 */
public record Param(
    String name,
    ParamType type,
    Optional<String> defaultValue,
    boolean optional,
    List<String> allowed,
    String description,
    Position at) {

  public Param {
    allowed = List.copyOf(allowed);
  }

  public boolean isRequired() {
    return defaultValue.isEmpty() && !optional;
  }

  /** Why a value is refused; empty if it is accepted. */
  public Optional<String> refuse(String value) {
    Optional<String> refused = type.refuse(value);
    if (refused.isPresent() || allowed.isEmpty() || allowed.contains(value)) {
      return refused;
    }
    return Optional.of(Value.quote(value) + " is not one of " + String.join(", ", allowed));
  }

  /** An accepted value, for reading a plan before its values are known. */
  String example() {
    return defaultValue.orElse(allowed.isEmpty() ? type.example() : allowed.get(0));
  }

  /** A parameter by its parts. */
  public static Builder builder(String name, ParamType type, Position at) {
    return new Builder(name, type, at);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name, type, at)
        .defaultValue(defaultValue)
        .optional(optional)
        .allowed(allowed)
        .description(description);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private final ParamType type;
    private Optional<String> defaultValue = Optional.empty();
    private boolean optional;
    private List<String> allowed = List.of();
    private String description = "";
    private final Position at;

    private Builder(String name, ParamType type, Position at) {
      this.name = name;
      this.type = type;
      this.at = at;
    }

    public Builder defaultValue(Optional<String> newDefaultValue) {
      defaultValue = newDefaultValue;
      return this;
    }

    public Builder optional(boolean newOptional) {
      optional = newOptional;
      return this;
    }

    public Builder allowed(List<String> newAllowed) {
      allowed = newAllowed;
      return this;
    }

    public Builder description(String newDescription) {
      description = newDescription;
      return this;
    }

    public Param build() {
      return new Param(name, type, defaultValue, optional, allowed, description, at);
    }
  }
}
