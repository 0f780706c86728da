package io.safeops.approval;

import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the part of an approval that says what it is about. */
final class BindingReader {

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern DIGEST_OR_UNKNOWN =
      Pattern.compile("[0-9a-f]{64}|" + ClusterIdentity.UNKNOWN);
  private static final String DIGEST_EXPECTED = "64 hexadecimal digits";

  private final CheckedTexts texts;
  private final Problems problems;

  BindingReader(CheckedTexts texts, Problems problems) {
    this.texts = texts;
    this.problems = problems;
  }

  /** Empty after a problem. */
  Optional<Binding> read(Value value) {
    MapReader map = value.map();
    Optional<String> program =
        known(
            texts.matching(
                map.required("program"), DIGEST_OR_UNKNOWN, DIGEST_EXPECTED + " or unknown"));
    Optional<ClusterIdentity> cluster = made(map.required("cluster"), this::cluster);
    BoundPlan plan = plan(map.required("plan").map());
    BoundGuard guard = guard(map.required("guard").map());
    List<BoundNode> nodes = list(map.required("nodes"), each -> new NodeReader(texts).read(each));
    List<BoundAction> actions = list(map.required("actions"), this::action);
    BeforeImage before = before(map.required("before").map());
    List<Variation> variations = list(map.required("mayVary"), this::variation);
    BoundRules rules = rules(map.required("rules").map());
    map.finish();
    if (!problems.isEmpty() || cluster.isEmpty()) {
      return Optional.empty();
    }
    return made(
        value,
        any ->
            Binding.builder(program, cluster.get())
                .plan(plan)
                .guard(guard)
                .nodes(nodes)
                .actions(actions)
                .before(before)
                .variations(variations)
                .rules(rules)
                .build());
  }

  private static Optional<String> known(String text) {
    return text.equals(ClusterIdentity.UNKNOWN) ? Optional.empty() : Optional.of(text);
  }

  /** Reports what a constructor refuses, with the place of the value. */
  private static <T> Optional<T> made(Value value, Function<Value, T> reader) {
    try {
      return Optional.of(reader.apply(value));
    } catch (IllegalArgumentException e) {
      value.report("`" + value.name() + "`: " + e.getMessage());
      return Optional.empty();
    }
  }

  private <T> List<T> list(Value value, Function<Value, T> reader) {
    List<T> members = new ArrayList<>();
    for (Value member : value.list()) {
      made(member, reader).ifPresent(members::add);
      if (problems.isFull()) {
        break;
      }
    }
    return members;
  }

  private ClusterIdentity cluster(Value value) {
    MapReader map = value.map();
    String northbound = texts.name(map.required("northbound"));
    String southbound = texts.name(map.required("southbound"));
    String endpoint = texts.name(map.required("endpoint"));
    String project = texts.name(map.required("project"));
    map.finish();
    return new ClusterIdentity(
        known(northbound), known(southbound), known(endpoint), known(project));
  }

  private BoundPlan plan(MapReader map) {
    String name = texts.name(map.required("name"));
    String digest = texts.matching(map.required("digest"), DIGEST, DIGEST_EXPECTED);
    List<BoundPlan.Parameter> parameters = list(map.required("parameters"), this::parameter);
    map.finish();
    return new BoundPlan(name, digest, parameters);
  }

  private BoundPlan.Parameter parameter(Value value) {
    MapReader map = value.map();
    String name = texts.name(map.required("name"));
    boolean secret = map.has("salted");
    String is =
        secret
            ? texts.matching(map.required("salted"), DIGEST, DIGEST_EXPECTED)
            : texts.line(map.required("value"));
    map.finish();
    return new BoundPlan.Parameter(name, is, secret);
  }

  private BoundGuard guard(MapReader map) {
    Duration deadline = duration(map.required("deadline"));
    Duration lease = duration(map.required("lease"));
    Duration hold = duration(map.required("hold"));
    Duration baseline = duration(map.required("baseline"));
    map.finish();
    return new BoundGuard(deadline, lease, hold, baseline);
  }

  private static Duration duration(Value value) {
    return value.duration().map(Located::value).orElse(Duration.ZERO);
  }

  private BoundAction action(Value value) {
    MapReader map = value.map();
    String step = texts.name(map.required("step"));
    String action = texts.name(map.required("action"));
    List<String> voters = texts.lines(map.required("voters"));
    List<String> soft = texts.lines(map.required("soft"));
    List<String> things = texts.lines(map.required("things"));
    List<String> commands = texts.lines(map.required("commands"));
    List<String> notUndone = texts.lines(map.required("notUndone"));
    Map<String, Optional<String>> after = new TreeMap<>();
    map.required("after").list().forEach(each -> thing(each.map(), true, after));
    map.finish();
    return new BoundAction(
        step, action, new BoundAction.Targets(voters, soft, things), commands, notUndone, after);
  }

  private void thing(MapReader map, boolean mayBeGone, Map<String, Optional<String>> things) {
    String thing = texts.name(map.required("thing"));
    boolean gone = mayBeGone && map.has("gone");
    Optional<String> is = gone ? Optional.empty() : Optional.of(texts.line(map.required("is")));
    if (gone) {
      texts.word(map.required("gone"), List.of("true"));
    }
    map.finish();
    things.put(thing, is);
  }

  private BeforeImage before(MapReader map) {
    String same = BeforeImage.Match.SAME.word();
    String match = texts.word(map.required("match"), List.of(same, BeforeImage.Match.ANY.word()));
    Map<String, Optional<String>> read = new TreeMap<>();
    map.required("things").list().forEach(each -> thing(each.map(), false, read));
    map.finish();
    Map<String, String> things = new TreeMap<>();
    read.forEach((thing, is) -> is.ifPresent(text -> things.put(thing, text)));
    return new BeforeImage(
        match.equals(same) ? BeforeImage.Match.SAME : BeforeImage.Match.ANY, things);
  }

  private Variation variation(Value value) {
    MapReader map = value.map();
    String kind = texts.word(map.required("kind"), List.of("row-uuid", "port-chassis"));
    if (!kind.equals("port-chassis")) {
      map.finish();
      return new Variation.RowUuid();
    }
    String port = texts.name(map.required("port"));
    List<String> nodes = texts.lines(map.required("nodes"));
    map.finish();
    return new Variation.PortChassis(port, nodes);
  }

  private BoundRules rules(MapReader map) {
    List<BoundRules.Added> added = list(map.required("added"), this::added);
    List<BoundWaiver> waivers = list(map.required("waived"), this::waiver);
    map.finish();
    return new BoundRules(added, waivers);
  }

  private BoundRules.Added added(Value value) {
    MapReader map = value.map();
    String rule = texts.name(map.required("rule"));
    String digest = texts.matching(map.required("digest"), DIGEST, DIGEST_EXPECTED);
    map.finish();
    return new BoundRules.Added(rule, digest);
  }

  private BoundWaiver waiver(Value value) {
    MapReader map = value.map();
    String rule = texts.name(map.required("rule"));
    String digest = texts.matching(map.required("digest"), DIGEST, DIGEST_EXPECTED);
    String because = texts.name(map.required("because"));
    List<BoundWaiver.Item> items = list(map.required("items"), this::item);
    map.finish();
    return new BoundWaiver(rule, digest, because, items);
  }

  private BoundWaiver.Item item(Value value) {
    MapReader map = value.map();
    String step = texts.line(map.required("step"));
    String item = texts.line(map.required("item"));
    List<String> parts = texts.lines(map.required("parts"));
    map.finish();
    return new BoundWaiver.Item(step, item, parts);
  }
}
