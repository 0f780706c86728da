package io.safeops.action.exec;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ArgumentPlace;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.Refused;
import io.safeops.action.Script;
import io.safeops.action.ShellText;
import io.safeops.action.StepNodes;
import io.safeops.action.Understanding;
import io.safeops.action.footprint.Footprint;
import io.safeops.document.SecretMask;
import io.safeops.facts.model.Cluster;
import io.safeops.transport.ShellQuote;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A command that safeops has no model of. It runs as it is written, on the nodes of the step. The
 * undo command that its author wrote undoes it.
 *
 * @param undo the undo command; empty if the author wrote {@code none}
 * @param refused why it is refused as not understood; empty if it is merely opaque
 */
record OpaqueCommand(
    List<String> argv, Optional<List<String>> undo, List<String> nodes, Optional<Reason> refused)
    implements Action {

  /**
   * Why a command is refused.
   *
   * @param command the words of the command that is: itself, or one that it runs
   * @param ofUndo whether the undo command is, or runs, that one
   */
  record Reason(String text, List<String> command, boolean ofUndo) {

    Reason {
      command = List.copyOf(command);
    }
  }

  OpaqueCommand {
    argv = List.copyOf(argv);
    undo = undo.map(List::copyOf);
    nodes = List.copyOf(nodes);
  }

  @Override
  public String name() {
    return "exec";
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    if (refused.isPresent()) {
      return new Refused(refused.get().text());
    }
    Script act = new ShellText().command(argv).script();
    OnNodes.Builder operation = Operation.onNodes().footprint(Footprint.ofAll(before, nodes));
    for (String node : StepNodes.named(nodes)) {
      if (undo.isPresent()) {
        operation.act(node, act, new ShellText().command(undo.get()).script());
      } else {
        operation.actForGood(node, act, "no undo was given for: " + shown(argv));
      }
    }
    if (undo.isEmpty()) {
      operation.irreversible("the plan says `undo: none`");
    }
    return operation.build();
  }

  /** What is known of its effect, which may not be all: it is refused, or needs a waiver. */
  @Override
  public Cluster effect(Cluster before) {
    return KnownEffect.of(argv, nodes, before);
  }

  @Override
  public Understanding understanding() {
    return refused.isPresent() ? Understanding.REFUSED : Understanding.OPAQUE;
  }

  @Override
  public Optional<String> refusal() {
    return refused.map(Reason::text);
  }

  @Override
  public Optional<ArgumentPlace> offending() {
    boolean ofUndo = refused.filter(Reason::ofUndo).isPresent();
    List<String> line = ofUndo ? undo.orElse(argv) : argv;
    List<String> keys = ofUndo ? List.of("undo", "argv") : List.of("argv");
    return refused
        .flatMap(why -> WordPlaces.ofCommand(why.command(), line, keys))
        .or(() -> Optional.of(WordPlaces.whole(keys, 0)));
  }

  @Override
  public String describe() {
    String where = nodes.isEmpty() ? "" : nodes.stream().collect(Collectors.joining(", ")) + ": ";
    return where
        + shown(argv)
        + "\n  "
        + refusal()
            .orElse(
                "opaque: may do anything; undone by "
                    + undo.map(OpaqueCommand::shown).orElse("nothing: the plan says so"));
  }

  private static String shown(List<String> words) {
    return ShellQuote.words(SecretMask.arguments(words));
  }
}
