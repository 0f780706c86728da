package io.safeops.cli.view;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.node.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows the facts of a cluster: {@code facts}.
 *
 * <p>The facts themselves are JSON in both forms. With {@code --output FILE} the JSON form is one
 * object: {@code {"facts": FILE, "digest": DIGEST, "nodes": NUMBER, "unread": [NODE]}}, and {@code
 * "neutron"} with {@code read} or the reason why not, where the inventory names an OpenStack. What
 * could not be read goes to standard error in both forms.
 */
public sealed interface FactsView {

  static FactsView of(Format format) {
    return format.choose(Text::new, Json::new);
  }

  Output output();

  /**
   * Prints the facts.
   *
   * @throws IOException when standard output did not take them
   */
  default void facts(String json) throws IOException {
    output().document(json, "the facts");
  }

  /** Says how much was read; for a person who asked for no output. */
  default void summary(Cluster facts, String digest) {
    output()
        .line(
            "read: nodes "
                + facts.nodes().size()
                + ", logical switches "
                + facts.switches().size()
                + ", logical ports "
                + facts.getPorts().size()
                + ", digest "
                + digest);
    output().line("`facts -o FILE` keeps the facts, `facts --format json` prints them");
  }

  /** The facts with this digest were written to a file. */
  void saved(Cluster facts, String digest, Path file);

  /** Says which nodes could not be read, and why. */
  default void unread(Cluster facts) {
    for (Node node : facts.nodes()) {
      node.unreachable().ifPresent(why -> output().remark(node.name() + ": " + why));
    }
    facts.neutron().flatMap(Neutron::problem).ifPresent(why -> output().remark("Neutron: " + why));
  }

  /** For people. */
  record Text(Output output) implements FactsView {
    @Override
    public void saved(Cluster facts, String digest, Path file) {
      int nodes = facts.nodes().size();
      output.line(
          "saved "
              + file
              + ": "
              + nodes
              + (nodes == 1 ? " node" : " nodes")
              + ", digest "
              + digest);
    }
  }

  /** For programs. */
  record Json(Output output) implements FactsView {
    @Override
    public void saved(Cluster facts, String digest, Path file) {
      List<String> unread =
          facts.nodes().stream()
              .filter(node -> node.unreachable().isPresent())
              .map(Node::name)
              .toList();
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("facts", file.toString());
      line.put("digest", digest);
      line.put("nodes", facts.nodes().size());
      line.put("unread", unread);
      facts.neutron().ifPresent(asked -> line.put("neutron", asked.problem().orElse("read")));
      output.json(line);
    }
  }
}
