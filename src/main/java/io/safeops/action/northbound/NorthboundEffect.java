package io.safeops.action.northbound;

import io.safeops.facts.model.Cluster;
import io.safeops.predict.NorthboundPrediction;
import java.util.List;

/** Predicts the facts after ports of the Northbound change. */
public final class NorthboundEffect {

  private NorthboundEffect() {}

  public static Cluster of(List<PortChange> changes, Cluster before) {
    Cluster after = before;
    for (PortChange change : changes) {
      after = change.row().effect(after);
    }
    return NorthboundPrediction.of(before, after);
  }
}
