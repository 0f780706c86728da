package io.safeops.action;

import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.plan.ParamType;
import io.safeops.plan.Step;
import io.safeops.transport.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All actions by name, and how a step of a plan becomes one. */
public final class Actions {

  private static final String EXEC = "exec";

  private Actions() {}

  /** The names that a step may have. */
  public static List<String> names() {
    return List.of(
        LocalnetCreate.NAME,
        LocalnetDelete.NAME,
        LocalnetRecreate.NAME,
        BridgePorts.ADD,
        BridgePorts.REMOVE,
        BridgeProtocols.NAME,
        EXEC);
  }

  /** Whether a step of this action needs to know its nodes; the others find theirs. */
  public static boolean needsNodes(String name) {
    return name.startsWith("ovs.") || name.equals(EXEC);
  }

  /**
   * Binds the arguments of a step.
   *
   * @param nodes that the step is done on; none where they are not known yet, then the action binds
   *     but has no operation
   * @param problems takes what is wrong with the arguments, with its place
   * @return empty after a problem
   */
  public static Optional<Action> bind(Step step, List<String> nodes, Problems problems) {
    int before = problems.count();
    MapReader arguments = Value.root(step.arguments(), problems).map();
    Optional<Action> action =
        switch (step.action().value()) {
          case LocalnetCreate.NAME -> create(arguments);
          case LocalnetDelete.NAME -> delete(arguments);
          case LocalnetRecreate.NAME -> recreate(arguments);
          case BridgePorts.ADD -> bridgePort(arguments, nodes, true);
          case BridgePorts.REMOVE -> bridgePort(arguments, nodes, false);
          case BridgeProtocols.NAME -> protocols(arguments, nodes);
          case EXEC -> exec(arguments, nodes);
          default -> {
            problems.add(step.action().at(), "unknown action `" + step.action().value() + "`");
            yield Optional.empty();
          }
        };
    arguments.finish();
    return problems.count() > before ? Optional.empty() : action;
  }

  private static Optional<Action> create(MapReader arguments) {
    Optional<String> target = text(arguments.required("switch"), ParamType.OVN_SWITCH);
    Optional<String> port = text(arguments.optional("name"), ParamType.OVN_PORT);
    Optional<String> physnet = text(arguments.required("physnet"), ParamType.PHYSNET);
    Optional<Long> tag = tag(arguments);
    return target.isPresent() && physnet.isPresent()
        ? Optional.of(new LocalnetCreate(target.get(), port, physnet.get(), tag))
        : Optional.empty();
  }

  private static Optional<Action> delete(MapReader arguments) {
    Optional<String> target = text(arguments.required("switch"), ParamType.OVN_SWITCH);
    Optional<String> port = text(arguments.required("name"), ParamType.OVN_PORT);
    return target.isPresent() && port.isPresent()
        ? Optional.of(new LocalnetDelete(target.get(), port.get()))
        : Optional.empty();
  }

  private static Optional<Action> recreate(MapReader arguments) {
    Optional<String> port = text(arguments.optional("name"), ParamType.OVN_PORT);
    Optional<String> physnet = text(arguments.optional("physnet"), ParamType.PHYSNET);
    Optional<Long> tag = tag(arguments);
    return text(arguments.required("switch"), ParamType.OVN_SWITCH)
        .map(target -> new LocalnetRecreate(target, port, physnet, tag));
  }

  private static Optional<Action> bridgePort(MapReader arguments, List<String> nodes, boolean add) {
    Optional<String> bridge = text(arguments.required("bridge"), ParamType.BRIDGE);
    Optional<String> port = text(arguments.required("port"), ParamType.IFNAME);
    if (bridge.isEmpty() || port.isEmpty()) {
      return Optional.empty();
    }
    BridgePortEdit edit =
        add
            ? BridgePortEdit.add(bridge.get(), port.get(), Optional.empty(), false)
            : BridgePortEdit.remove(bridge, port.get(), false);
    return Optional.of(
        new BridgePorts(
            add ? BridgePorts.ADD : BridgePorts.REMOVE,
            nodes,
            List.of(edit),
            List.of("ovs-vsctl", add ? "add-port" : "del-port", bridge.get(), port.get())));
  }

  private static Optional<Action> protocols(MapReader arguments, List<String> nodes) {
    Optional<String> bridge = text(arguments.required("bridge"), ParamType.BRIDGE);
    Value include = arguments.optional("include");
    Value exactly = arguments.optional("exactly");
    if (include.isPresent() == exactly.isPresent()) {
      include.report("give either `include` or `exactly`: OpenFlow versions");
      return Optional.empty();
    }
    ProtocolEdit.Mode mode =
        include.isPresent() ? ProtocolEdit.Mode.INCLUDE : ProtocolEdit.Mode.EXACTLY;
    List<String> versions = new ArrayList<>();
    for (Value version : (include.isPresent() ? include : exactly).list()) {
      version.oneOf(ProtocolEdit.VERSIONS).ifPresent(known -> versions.add(known.value()));
    }
    if (include.isPresent() && versions.isEmpty()) {
      include.report("`include`: an empty list changes nothing");
    }
    return bridge.map(
        name ->
            new BridgeProtocols(
                BridgeProtocols.NAME, nodes, name, new ProtocolEdit(mode, versions)));
  }

  private static Optional<Action> exec(MapReader arguments, List<String> nodes) {
    List<String> argv = argv(arguments.required("argv"));
    Value undo = arguments.required("undo");
    Optional<List<String>> back = Optional.empty();
    if (undo.isMap()) {
      MapReader map = undo.map();
      List<String> words = argv(map.required("argv"));
      map.finish();
      back = Optional.of(words);
    } else if (undo.isPresent() && !undo.textOrEmpty().equals("none")) {
      undo.report("`undo`: expected a map with `argv`, or the word none");
    }
    if (argv.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(CommandReader.read(argv, back, nodes));
  }

  /** Words of a command; whatever they hold, they are quoted when they run. */
  private static List<String> argv(Value value) {
    List<String> words = value.texts().stream().map(Located::value).toList();
    if (value.isList() && (words.isEmpty() || words.get(0).isEmpty())) {
      value.report("`argv`: the first word is the program");
    }
    for (String word : words) {
      if (word.codePoints().anyMatch(c -> Character.isISOControl(c))) {
        value.report("`argv`: " + Value.quote(word) + " holds a control character");
      }
    }
    if (!words.isEmpty() && words.get(0).startsWith("-")) {
      value.report("`argv`: " + Quote.word(words.get(0)) + " is no program");
    }
    return words;
  }

  private static Optional<String> text(Value value, ParamType type) {
    return value.isPresent() ? type.read(value).map(Located::value) : Optional.empty();
  }

  private static Optional<Long> tag(MapReader arguments) {
    return arguments.optional("tag").integer(1, 4094).map(Located::value);
  }
}
