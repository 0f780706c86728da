package io.safeops.action;

import io.safeops.cluster.Cluster;
import io.safeops.document.Value;
import io.safeops.plan.ParamType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sets or removes one key of an INI file, on some nodes. Owner and mode stay, the file changes at
 * once or not at all, and the undo puts the bytes back that were there. What reads the file is told
 * by a step of its own.
 *
 * @param file an absolute path
 * @param value the key is removed where there is none
 */
record IniKey(List<String> nodes, String file, String section, String key, Optional<String> value)
    implements Action {

  static final String NAME = "file.ini";

  IniKey {
    nodes = List.copyOf(nodes);
  }

  static ActionForm form() {
    return new ActionForm(NAME, IniKey::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    Optional<String> file = arguments.required("file", ParamType.PATH);
    Optional<String> section = name(arguments.map().required("section"), "]");
    Optional<String> key = name(arguments.map().required("key"), "=:#;[");
    Value value = arguments.map().optional("value");
    Value absent = arguments.map().optional("absent");
    boolean removed = absent.isPresent() && absent.textOrEmpty().equals("true");
    if (value.isPresent() == absent.isPresent() || (absent.isPresent() && !removed)) {
      value.report("give either `value` or `absent: true`");
      return Optional.empty();
    }
    Optional<String> text =
        value.isPresent()
            ? ParamType.STRING.read(value).map(each -> each.value())
            : Optional.empty();
    return file.isPresent() && section.isPresent() && key.isPresent()
        ? Optional.of(new IniKey(arguments.nodes(), file.get(), section.get(), key.get(), text))
        : Optional.empty();
  }

  /** A name that the file's own syntax cannot mistake for something else. */
  private static Optional<String> name(Value value, String never) {
    Optional<String> text =
        value.isPresent()
            ? ParamType.STRING.read(value).map(each -> each.value())
            : Optional.empty();
    boolean wrong =
        text.filter(
                each ->
                    !each.equals(each.strip()) || each.chars().anyMatch(c -> never.indexOf(c) >= 0))
            .isPresent();
    if (wrong) {
      value.report(
          "`" + value.name() + "`: expected a name without spaces around it and without " + never);
      return Optional.empty();
    }
    return text;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    Map<String, Script> act = new HashMap<>();
    Map<String, Script> undo = new HashMap<>();
    List<Expectation> expect = new ArrayList<>();
    for (String node : StepNodes.named(nodes)) {
      if (before.node(node).isEmpty()) {
        throw new ActionException("there is no node " + node);
      }
      act.put(node, script("act"));
      undo.put(node, script("undo"));
      expect.add(
          new CheckExpectation(
              node, file + " says: " + line(), script("check"), Duration.ofSeconds(0)));
    }
    return new Operation(act, undo, Map.of(), expect, Footprint.EMPTY, Optional.empty());
  }

  Script script(String verb) {
    return (verb.equals("check") ? new ShellText().unguarded() : new ShellText())
        .assign("INI_FILE", file)
        .assign("INI_SECTION", section)
        .assign("INI_KEY", key)
        .assign("INI_MODE", value.isPresent() ? "set" : "remove")
        .assign("INI_VALUE", value.orElse(""))
        .include("guarded.sh")
        .include("ini.sh")
        .line("ini_" + verb)
        .script();
  }

  private String line() {
    return "[" + section + "] " + key + value.map(text -> " = " + text).orElse(" absent");
  }

  /** Files are no part of the facts. */
  @Override
  public Cluster effect(Cluster before) {
    return before;
  }

  @Override
  public String describe() {
    return nodes.stream()
        .map(node -> node + ": " + file + ": " + line())
        .collect(Collectors.joining("\n"));
  }
}
