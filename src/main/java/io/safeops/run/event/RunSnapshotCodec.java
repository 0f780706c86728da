package io.safeops.run.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.guard.NodeKind;
import io.safeops.run.event.RunSnapshot.NodeSnapshot;
import io.safeops.run.event.RunSnapshot.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a {@link RunSnapshot} is written in JSON on the run's socket: {@code {"steps": 3, "lease":
 * 15000, "nodes": [{"name": "net", "kind": "voter", "state": "ARMED", "silent": 200, "untilUndo":
 * 187000, "probes": "storm:watching"}], "progress": {"done": 1, "all": 2, "slow": ["net"]}}}, with
 * all times in milliseconds.
 */
public final class RunSnapshotCodec {

  private RunSnapshotCodec() {}

  /** Its keys and values. */
  public static Map<String, Object> members(RunSnapshot snapshot) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("steps", snapshot.steps());
    members.put("lease", snapshot.lease().toMillis());
    members.put("nodes", snapshot.nodes().stream().map(RunSnapshotCodec::node).toList());
    snapshot
        .progress()
        .ifPresent(
            progress ->
                members.put(
                    "progress",
                    Map.of(
                        "done", progress.done(), "all", progress.all(), "slow", progress.slow())));
    return members;
  }

  private static Map<String, Object> node(NodeSnapshot node) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", node.name());
    members.put("kind", node.kind().wireName());
    members.put("state", node.state());
    node.silent().ifPresent(length -> members.put("silent", length.toMillis()));
    node.untilUndo().ifPresent(length -> members.put("untilUndo", length.toMillis()));
    node.outOfBand().ifPresent(length -> members.put("outOfBand", length.toMillis()));
    members.put("probes", node.probes());
    return members;
  }

  /** Reads what {@link #members} has given. */
  public static RunSnapshot read(JsonNode tree) {
    List<NodeSnapshot> nodes = new ArrayList<>();
    for (JsonNode node : tree.path("nodes")) {
      nodes.add(
          new NodeSnapshot(
              node.path("name").asText(),
              node.path("kind").asText().equals(NodeKind.SOFT.wireName())
                  ? NodeKind.SOFT
                  : NodeKind.VOTER,
              node.path("state").asText(),
              millis(node.path("silent")),
              millis(node.path("untilUndo")),
              millis(node.path("outOfBand")),
              node.path("probes").asText()));
    }
    return new RunSnapshot(
        tree.path("steps").asInt(),
        Duration.ofMillis(tree.path("lease").asLong()),
        nodes,
        progress(tree.path("progress")));
  }

  private static Optional<Progress> progress(JsonNode tree) {
    if (!tree.isObject()) {
      return Optional.empty();
    }
    List<String> slow = new ArrayList<>();
    tree.path("slow").forEach(name -> slow.add(name.asText()));
    return Optional.of(new Progress(tree.path("done").asInt(), tree.path("all").asInt(), slow));
  }

  private static Optional<Duration> millis(JsonNode number) {
    return number.isIntegralNumber()
        ? Optional.of(Duration.ofMillis(number.asLong()))
        : Optional.empty();
  }
}
