package io.safeops.action;

import io.safeops.action.footprint.Footprint;
import java.util.List;
import java.util.function.Function;

/**
 * An operation that can never run, because the action is not understood. A rule refuses it.
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

  /** Expectations change nothing: it never runs. */
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
