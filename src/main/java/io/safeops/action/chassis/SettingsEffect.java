package io.safeops.action.chassis;

import io.safeops.facts.model.Cluster;
import io.safeops.predict.ControllerPrediction;
import java.util.List;

/**
 * Predicts the facts after the settings of a chassis change: its connection to the Southbound, its
 * row there, the tunnels between it and the others, the patch pairs of its mappings.
 */
public final class SettingsEffect {

  private SettingsEffect() {}

  public static Cluster of(List<NodeSettings> changes, Cluster before) {
    Cluster after = before;
    for (NodeSettings change : changes) {
      String name = change.before().name();
      Cluster written =
          after.withNode(name, node -> node.withExternalIds(change.after().externalIds()));
      after = ControllerPrediction.of(after, written, name);
    }
    return after;
  }
}
