package io.safeops.action.northbound;

import io.safeops.action.ActionException;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An action from an {@code ovn-nbctl} command line that is understood. Its commands run as one
 * transaction, with the checks and the undo of any other change of ports.
 *
 * @param argv the command line as it was written
 */
public record NorthboundCommand(List<String> argv, List<PortEdit> edits)
    implements NorthboundAction {

  public NorthboundCommand {
    argv = List.copyOf(argv);
    edits = List.copyOf(edits);
  }

  @Override
  public String name() {
    return "exec";
  }

  @Override
  public List<PortChange> changes(Cluster before) throws ActionException {
    Map<String, LogicalPort> touched = new LinkedHashMap<>();
    Cluster after = before;
    for (PortEdit edit : edits) {
      Optional<LogicalPort> named = SwitchLookup.port(after, edit.port());
      String port = named.map(LogicalPort::name).orElse(edit.port());
      after = edit.apply(after);
      Optional<LogicalPort> row =
          SwitchLookup.port(after, port).or(() -> SwitchLookup.port(before, port));
      row.ifPresent(each -> touched.putIfAbsent(port, each));
    }
    List<PortChange> changes = new ArrayList<>();
    for (Map.Entry<String, LogicalPort> entry : touched.entrySet()) {
      Optional<LogicalPort> was = SwitchLookup.port(before, entry.getKey());
      Optional<LogicalPort> is = SwitchLookup.port(after, entry.getKey());
      if (was.equals(is)) {
        continue;
      }
      if (was.isPresent()
          && is.isPresent()
          && !was.get().switchName().equals(is.get().switchName())) {
        throw new ActionException(
            "port "
                + entry.getKey()
                + " would move from switch "
                + was.get().switchName()
                + " to "
                + is.get().switchName()
                + ", and no undo can restore that: delete it in one step and add it in another");
      }
      if (was.isPresent() && is.isPresent()) {
        requireModelled(was.get(), is.get());
      }
      Cluster holder = is.isPresent() ? after : before;
      changes.add(
          new PortChange(
              SwitchLookup.key(holder, is.or(() -> was).orElseThrow()),
              was,
              is,
              was.isPresent() && is.isPresent() && !was.get().uuid().equals(is.get().uuid())));
    }
    if (changes.isEmpty()) {
      throw new ActionException("this changes nothing: " + ShellQuote.words(argv));
    }
    return changes;
  }

  /** Refuses a command that removes or changes all options if one of them is not modelled. */
  private static void requireModelled(LogicalPort was, LogicalPort is) throws ActionException {
    Set<String> changed = new TreeSet<>(was.options().keySet());
    changed.addAll(is.options().keySet());
    changed.removeIf(
        key ->
            LogicalPort.isModelledOption(key)
                || Objects.equals(was.options().get(key), is.options().get(key)));
    if (!changed.isEmpty()) {
      throw new ActionException(
          "port "
              + was.name()
              + " would lose or change the options "
              + String.join(", ", changed)
              + ", and the effect of these is not known");
    }
  }

  @Override
  public String describe() {
    return ShellQuote.words(argv) + "\n understood; runs as one transaction with its own undo";
  }
}
