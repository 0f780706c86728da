package io.safeops.action;

import io.safeops.action.footprint.Footprint;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An operation that the run does itself; no script runs on any node. One node is armed all the same
 * and counts the step: it keeps other runs out, confirms before the change that it still waits,
 * shows the code, and knows how the run ended.
 *
 * @param node the node that is armed
 */
public record ThroughApi(
    String node, ApiChange change, List<Expectation> expect, Footprint footprint)
    implements Operation {

  public ThroughApi {
    expect = List.copyOf(expect);
  }

  @Override
  public ThroughApi expecting(List<Expectation> other) {
    return new ThroughApi(node, change, other, footprint);
  }

  @Override
  public List<String> voters() {
    return List.of(node);
  }

  @Override
  public Optional<ApiChange> api() {
    return Optional.of(change);
  }

  @Override
  public <T> T match(
      Function<OnNodes, T> onNodes, Function<ThroughApi, T> throughApi, Function<Refused, T> no) {
    return throughApi.apply(this);
  }
}
