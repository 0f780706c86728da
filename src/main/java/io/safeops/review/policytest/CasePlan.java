package io.safeops.review.policytest;

import io.safeops.action.registry.Actions;
import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.DocumentNode.MapEntry;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.DocumentNode.Sequence;
import io.safeops.document.FileHeader;
import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.plan.Plan;
import io.safeops.plan.PlanFile;
import io.safeops.review.policytest.PolicyCase.Planned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plan of a case: {@code steps} and {@code guard} as in a plan file, or {@code exec} with
 * command lines as on a console, each with the node that it is typed on: {@code net# ovs-vsctl
 * ...}.
 *
 * @param inventory what the inventory says about nodes; every other node has a console
 * @param maintenance what the inventory says about maintenance windows
 */
record CasePlan(Value steps, Value exec, Value guard, Value inventory, Value maintenance) {

  static final Pattern LINE = Pattern.compile("([a-z0-9][a-z0-9.-]{0,62})# *(\\S.*)");
  static final String LINE_EXPECTED = "a line of a console, as net# ovs-vsctl show";
  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']+|\"[^\"]*\"|'[^']*')++");

  static CasePlan read(MapReader map, Problems problems) {
    CasePlan plan =
        new CasePlan(
            map.optional("steps"),
            map.optional("exec"),
            map.optional("guard"),
            map.optional("inventory"),
            map.optional("maintenance"));
    if (plan.steps.isPresent() && plan.exec.isPresent()) {
      plan.exec.report("`exec`: give either `steps` or `exec`");
    }
    plan.inventory.entries().forEach(node -> node.value().map());
    boolean more =
        plan.guard.isPresent() || plan.inventory.isPresent() || plan.maintenance.isPresent();
    if (!plan.isThere() && more) {
      problems.add(
          map.at(),
          "`guard`, `inventory` and `maintenance` belong to a plan: give `steps` or `exec`");
    }
    return plan;
  }

  private boolean isThere() {
    return steps.isPresent() || exec.isPresent();
  }

  /** The plan with its inventory; empty if the case has no plan, or after a problem. */
  Optional<Planned> planned(Located<String> name, Cluster cluster, Problems problems) {
    if (!isThere()) {
      return Optional.empty();
    }
    try {
      Position at = name.at();
      List<MapEntry> entries = new ArrayList<>(header("Plan", at));
      guard.node().ifPresent(node -> entries.add(new MapEntry(text("guard", at), node)));
      steps
          .node()
          .or(this::typed)
          .ifPresent(node -> entries.add(new MapEntry(text("steps", at), node)));
      Plan plan = PlanFile.of(new Mapping(entries, at), Actions.names()).plan(Map.of());
      Actions.check(plan);
      Mapping said =
          inventory.node().orElse(null) instanceof Mapping map ? map : new Mapping(List.of(), at);
      return Optional.of(
          new Planned(plan, Inventory.of(inventory(cluster, said, maintenance.node()))));
    } catch (DocumentException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  private Optional<DocumentNode> typed() {
    List<DocumentNode> typed = new ArrayList<>();
    for (Value line : exec.list()) {
      line.text(LINE, LINE_EXPECTED)
          .flatMap(text -> line.scalar())
          .ifPresent(text -> typed.add(step(text)));
    }
    return Optional.of(new Sequence(typed, exec.at()));
  }

  private static DocumentNode step(Scalar line) {
    Matcher matcher = LINE.matcher(line.text());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(line.text());
    }
    List<DocumentNode> argv = new ArrayList<>();
    Matcher words = WORD.matcher(matcher.group(2));
    while (words.find()) {
      argv.add(line.withText(words.group().replaceAll("[\"']", "")));
    }
    Position at = line.at();
    DocumentNode names = new Sequence(List.of(line.withText(matcher.group(1))), at);
    Mapping command =
        map(at, entry("argv", new Sequence(argv, at)), entry("undo", text("none", at)));
    return map(at, entry("exec", command), entry("nodes", map(at, entry("names", names))));
  }

  /** An inventory of the cluster's nodes. A node has a console unless the case says otherwise. */
  static DocumentNode inventory(Cluster cluster, Mapping said, Optional<DocumentNode> maintenance) {
    Position at = said.at();
    List<MapEntry> nodes = new ArrayList<>();
    for (io.safeops.facts.node.Node node : cluster.nodes()) {
      List<DocumentNode> roles = new ArrayList<>();
      node.roles().forEach(role -> roles.add(text(role, at)));
      DocumentNode console =
          map(
              at,
              entry("console", text("its console", at)),
              entry("survives", new Sequence(List.of(text("nic", at), text("lan", at)), at)));
      List<MapEntry> entries = new ArrayList<>();
      entries.add(entry("address", text(node.address(), at)));
      entries.add(entry("roles", new Sequence(roles, at)));
      entries.add(entry("oob", console));
      if (said.entry(node.name()).map(MapEntry::value).orElse(null) instanceof Mapping more) {
        for (MapEntry each : more.entries()) {
          entries.removeIf(entry -> entry.key().text().equals(each.key().text()));
          entries.add(each);
        }
      }
      nodes.add(new MapEntry(text(node.name(), at), new Mapping(entries, at)));
    }
    for (MapEntry each : said.entries()) {
      if (cluster.node(each.key().text()).isEmpty()) {
        nodes.add(each);
      }
    }
    List<MapEntry> entries = new ArrayList<>(header("Inventory", at).subList(0, 2));
    entries.add(new MapEntry(text("nodes", at), new Mapping(nodes, at)));
    maintenance.ifPresent(windows -> entries.add(new MapEntry(text("maintenance", at), windows)));
    return new Mapping(entries, at);
  }

  private static List<MapEntry> header(String kind, Position at) {
    return List.of(
        entry("apiVersion", text(FileHeader.API_VERSION, at)),
        entry("kind", text(kind, at)),
        entry("metadata", map(at, entry("name", text("case", at)))));
  }

  private static MapEntry entry(String key, DocumentNode value) {
    return new MapEntry(text(key, value.at()), value);
  }

  private static Mapping map(Position at, MapEntry... entries) {
    return new Mapping(List.of(entries), at);
  }

  private static Scalar text(String text, Position at) {
    return Scalar.of(at.file(), text).at(at);
  }
}
