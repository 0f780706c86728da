package io.safeops.action;

import io.safeops.action.footprint.Footprint;
import java.util.List;
import java.util.function.Function;

/**
 * Nothing that could ever run: what is not understood is for a rule to refuse, with all else.
 *
 * @param reason what it would do, or what to write instead
 */
public record Refused(String reason) implements Operation {

  @Override
  public List<Expectation> expect() {
    return List.of();
  }

  @Override
  public Footprint footprint() {
    return Footprint.EMPTY;
  }

  /** Nothing comes of it, whatever is expected. */
  @Override
  public Refused expecting(List<Expectation> other) {
    return this;
  }

  @Override
  public List<String> voters() {
    return List.of();
  }

  @Override
  public <T> T match(
      Function<OnNodes, T> onNodes, Function<ThroughApi, T> throughApi, Function<Refused, T> no) {
    return no.apply(this);
  }
}
