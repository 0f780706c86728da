package io.safeops.action.file;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.ArgumentPlace;
import io.safeops.action.Arguments;
import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.Refused;
import io.safeops.action.Script;
import io.safeops.action.ScriptRole;
import io.safeops.action.ShellText;
import io.safeops.action.StepNodes;
import io.safeops.action.Understanding;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.document.Schema;
import io.safeops.document.SecretMask;
import io.safeops.document.Value;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.Node;
import io.safeops.plan.ParamType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An action that sets or removes one key of an INI file, on some nodes. Owner and mode stay, the
 * file is replaced as a whole or not at all, and the undo restores the old bytes. Another step
 * restarts the service that reads the file.
 *
 * <p>The effect is known only for a {@link KnownKey}. Every other key is opaque. A file that
 * decides whether the node boots, who can log in or who is root is refused.
 *
 * @param file an absolute path
 * @param value the new value; empty removes the key
 */
public record IniKey(
    List<String> nodes, String file, String section, String key, Optional<String> value)
    implements Action {

  static final String NAME = "file.ini";

  public IniKey {
    nodes = List.copyOf(nodes);
    file = DecidingFiles.plain(file);
  }

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "set or remove one key of an INI file. Another step restarts the service that reads the file",
        Schema.fields(
                Schema.required("file", ParamType.PATH.schema(), "the file, an absolute path"),
                Schema.required(
                    "section", ParamType.STRING.schema(), "the section, without the brackets"),
                Schema.required("key", ParamType.STRING.schema(), "the key"),
                Schema.optional("value", ParamType.STRING.schema(), "the new value"),
                Schema.optional("absent", Schema.word("true"), "true removes the key"))
            .exactlyOneOf("value", "absent"),
        IniKey::bind);
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

  /** A name that has no other meaning in the syntax of the file. */
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

  private Optional<KnownKey> known() {
    return value.isPresent() ? KnownKey.of(file, section, key) : Optional.empty();
  }

  @Override
  public Understanding understanding() {
    return refusal().isPresent()
        ? Understanding.REFUSED
        : known().isPresent() ? Understanding.UNDERSTOOD : Understanding.OPAQUE;
  }

  @Override
  public Optional<String> refusal() {
    return DecidingFiles.refuse(file);
  }

  @Override
  public Optional<ArgumentPlace> offending() {
    return refusal().map(why -> ArgumentPlace.ofText("file"));
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    if (refusal().isPresent()) {
      return new Refused(refusal().get());
    }
    Optional<KnownKey> known = known();
    OnNodes.Builder operation = Operation.onNodes();
    List<Expectation> expect = new ArrayList<>();
    List<ComponentItem> readers = new ArrayList<>();
    for (String name : StepNodes.named(nodes)) {
      Node node =
          before
              .node(name)
              .orElseThrow(() -> ActionException.about("node", name, "there is no node " + name));
      String unit = "";
      if (known.isPresent()) {
        Component reader = known.get().readerOn(node);
        readers.add(new ComponentItem(name, reader.name()));
        unit = reader.unit();
      }
      operation.act(name, script(ScriptRole.ACT, unit), script(ScriptRole.UNDO, unit));
      expect.add(
          new CheckExpectation(
              name,
              file + " says: " + line(),
              script(ScriptRole.CHECK, unit),
              Duration.ofSeconds(0)));
    }
    if (known.isPresent()) {
      known.get().check(value.orElseThrow(), before);
    }
    Footprint footprint =
        known.isPresent() ? Footprint.of(readers) : Footprint.ofAll(before, nodes);
    return operation.expect(expect).footprint(footprint).build();
  }

  /**
   * @param reader the unit that reads the file when it starts; empty if it is not known
   */
  Script script(ScriptRole role, String reader) {
    boolean check = role == ScriptRole.CHECK;
    ShellText text = check ? new ShellText().unguarded() : new ShellText();
    text.assign("INI_FILE", file)
        .assign("INI_SECTION", section)
        .assign("INI_KEY", key)
        .assign("INI_MODE", value.isPresent() ? "set" : "remove")
        .assign("INI_VALUE", value.orElse(""))
        .assign("INI_READER", reader)
        .include("guarded.sh");
    if (!check) {
      text.assign("FILE_DECIDING", DecidingFiles.lines())
          .include("service/services.sh")
          .include("file/files.sh");
    }
    return text.include("file/ini.sh").line("ini_" + role.word()).script();
  }

  private String line() {
    String set = value.map(text -> " = " + SecretMask.value(key, text)).orElse(" absent");
    return "[" + section + "] " + key + set;
  }

  /**
   * None: files are not part of the facts. The service that reads a known key reads it at its next
   * start, and works with the new value too.
   */
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
