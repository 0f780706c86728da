package io.safeops.plan;

import dev.cel.common.types.CelKind;
import io.safeops.document.DocumentNode;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.NearestName;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the steps of a plan, with the parameter values filled in. */
final class StepReader {

  private static final int MOST_STEPS = 100;
  private static final List<String> KEYS = List.of("id", "nodes", "serial", "expect");
  static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  static final Pattern SERIAL = Pattern.compile("([1-9][0-9]{0,3})(%?)");

  static final String ID_EXPECTED = "an id: lower-case letters, digits, dashes and underscores";
  static final String SERIAL_EXPECTED = "a number of nodes or a share such as 10%";

  private final Collection<String> actions;
  private final ParameterSubstitution parameterSubstitution;
  private final Map<String, String> values;
  private final Problems problems;
  private final ExpectReader expectations;
  private final Map<String, Integer> ids = new HashMap<>();

  /**
   * @param actions the names of all actions
   * @param values the parameter values
   */
  StepReader(
      Collection<String> actions,
      ParameterSubstitution parameterSubstitution,
      Map<String, String> values,
      Problems problems) {
    this.actions = actions;
    this.parameterSubstitution = parameterSubstitution;
    this.values = values;
    this.problems = problems;
    this.expectations = new ExpectReader(parameterSubstitution, values, problems);
  }

  List<Step> read(Value steps) {
    List<Value> written = steps.list();
    if (steps.isList() && written.isEmpty()) {
      steps.report("`steps`: a plan has at least one step");
    }
    if (written.size() > MOST_STEPS) {
      steps.report("`steps`: more than " + MOST_STEPS);
      return List.of();
    }
    List<Step> read = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      step(written.get(i), i + 1).ifPresent(read::add);
    }
    return read;
  }

  private Optional<Step> step(Value value, int number) {
    MapReader map = value.map();
    String id = id(map.optional("id"), number);
    Optional<NodeSelector> nodes = nodes(map.optional("nodes"));
    Optional<Serial> serial = serial(map.optional("serial"));
    List<Check.TimedCheck> expect = expectations.read(map.optional("expect"));
    if (!value.isMap()) {
      return Optional.empty();
    }
    return action(value, map)
        .map(
            action -> {
              Value arguments = map.optional(action.value());
              DocumentNode tree =
                  arguments.node().orElseGet(() -> new Mapping(List.of(), action.at()));
              if (!(tree instanceof Mapping)) {
                arguments.report(
                    "`" + action.value() + "`: expected a map of arguments, found " + tree.kind());
              }
              return Step.builder(id, action, tree)
                  .nodes(nodes)
                  .serial(serial)
                  .expect(expect)
                  .secrets(parameterSubstitution.secrets(values))
                  .build();
            });
  }

  private String id(Value value, int number) {
    String id = value.text(ID, ID_EXPECTED).map(Located::value).orElse("step-" + number);
    Integer before = ids.putIfAbsent(id, number);
    if (before != null) {
      value.report("`id`: step " + before + " already has the id `" + id + "`");
    }
    return id;
  }

  /** The key that names the action; reports every other unknown key. */
  private Optional<Located<String>> action(Value value, MapReader map) {
    List<Located<String>> found = new ArrayList<>();
    for (Located<String> key : map.others()) {
      if (actions.contains(key.value())) {
        found.add(key);
      } else if (key.value().indexOf('.') < 0 && NearestName.to(key.value(), KEYS).isPresent()) {
        problems.add(
            key.at(), "unknown key `" + key.value() + "`" + NearestName.hint(key.value(), KEYS));
      } else {
        problems.add(key.at(), unknownAction(key.value()));
        return Optional.empty();
      }
    }
    if (found.isEmpty()) {
      value.report("a step needs one action: " + String.join(", ", new TreeSet<>(actions)));
      return Optional.empty();
    }
    if (found.size() > 1) {
      problems.add(
          found.get(1).at(),
          "`"
              + found.get(1).value()
              + "` is a second action beside `"
              + found.get(0).value()
              + "`: write two steps");
    }
    return Optional.of(found.get(0));
  }

  private String unknownAction(String name) {
    String hint = NearestName.hint(name, actions);
    return "unknown action `"
        + name
        + "`"
        + (hint.isEmpty()
            ? ", known actions are " + String.join(", ", new TreeSet<>(actions))
            : hint);
  }

  private Optional<NodeSelector> nodes(Value value) {
    if (!value.isPresent()) {
      return Optional.empty();
    }
    MapReader map = value.map();
    Value role = map.optional("role");
    Value names = map.optional("names");
    Value where = map.optional("where");
    map.finish();
    long selectors = List.of(role, names, where).stream().filter(Value::isPresent).count();
    if (selectors != 1) {
      if (value.isMap()) {
        value.report("`nodes`: expected one of role, names, where, found " + selectors);
      }
      return Optional.empty();
    }
    if (role.isPresent()) {
      return ParamType.NODE.read(role).map(text -> new NodeSelector.Role(text.value()));
    }
    if (names.isPresent()) {
      return Optional.of(
          new NodeSelector.Names(
              names.list().stream().flatMap(name -> ParamType.NODE.read(name).stream()).toList()));
    }
    return where
        .scalar()
        .flatMap(
            text ->
                parameterSubstitution
                    .celEnvironment()
                    .with("it", io.safeops.facts.node.Node.class)
                    .compile(text, CelKind.BOOL, problems))
        .map(
            condition ->
                new NodeSelector.Where(condition, parameterSubstitution.variables(values)));
  }

  private static Optional<Serial> serial(Value value) {
    Optional<Located<String>> text = value.text(SERIAL, SERIAL_EXPECTED);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = SERIAL.matcher(text.get().value());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    boolean percent = !matcher.group(2).isEmpty();
    if (percent && amount > 100) {
      value.report("`serial`: more than 100%");
      return Optional.empty();
    }
    return Optional.of(new Serial(amount, percent));
  }
}
