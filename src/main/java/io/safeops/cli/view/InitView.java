package io.safeops.cli.view;

import io.safeops.facts.collect.InventoryDraft;
import io.safeops.facts.collect.InventoryDraft.DraftNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows the inventory that was written: {@code init}.
 *
 * <p>JSON: one object, {@code {"inventory": FILE, "nodes": [{"name", "address", "roles"}],
 * "leftOut": [TEXT]}}. The reason why none was written goes to standard error in both forms.
 */
public sealed interface InitView {

  static InitView of(Format format) {
    return format.choose(Text::new, Json::new);
  }

  Output output();

  /** An inventory was written. */
  void written(Path file, InventoryDraft draft);

  /** None was written. */
  default void problem(String why) {
    output().remark("safeops: " + why);
  }

  /** For people. */
  record Text(Output output) implements InitView {
    @Override
    public void written(Path file, InventoryDraft draft) {
      output.line(file + ": " + draft.nodes().size() + " nodes");
      for (DraftNode node : draft.nodes()) {
        output.line(
            "  " + node.name() + "  " + node.address() + "  " + String.join(", ", node.roles()));
      }
      draft.leftOut().forEach(line -> output.line("left out: " + line));
      output.line(
          "check the file and write `oob` for each node, then run: safeops doctor -i " + file);
    }
  }

  /** For programs. */
  record Json(Output output) implements InitView {
    @Override
    public void written(Path file, InventoryDraft draft) {
      List<Map<String, Object>> nodes = new ArrayList<>();
      for (DraftNode node : draft.nodes()) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", node.name());
        line.put("address", node.address());
        line.put("roles", node.roles());
        nodes.add(line);
      }
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("inventory", file.toString());
      all.put("nodes", nodes);
      all.put("leftOut", draft.leftOut());
      output.json(all);
    }
  }
}
