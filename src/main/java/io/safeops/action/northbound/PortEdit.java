package io.safeops.action.northbound;

import io.safeops.action.ActionException;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One command of {@code ovn-nbctl} on a logical switch port, and its effect on the rows. */
public sealed interface PortEdit {

  /** The name or UUID of the port. */
  String port();

  /** The keys of options that it sets or removes by name. */
  default List<String> options() {
    return List.of();
  }

  /**
   * The rows afterwards.
   *
   * @throws ActionException when ovn-nbctl would fail
   */
  Cluster apply(Cluster before) throws ActionException;

  /** {@code lsp-add SWITCH PORT}. */
  record Add(String switchName, String port, boolean mayExist) implements PortEdit {
    @Override
    public Cluster apply(Cluster before) throws ActionException {
      LogicalSwitch target = SwitchLookup.find(before, switchName);
      Optional<LogicalPort> existing = SwitchLookup.port(before, port);
      if (existing.isPresent()) {
        if (mayExist && existing.get().switchName().equals(target.name())) {
          return before;
        }
        throw ActionException.about(
            "port",
            port,
            "there is a port " + port + " already, on switch " + existing.get().switchName());
      }
      LogicalPort added = LogicalPort.builder(port, target.name()).enabled(true).build();
      return before.withSwitch(target.name(), each -> each.withPort(added));
    }
  }

  /** {@code lsp-del PORT}. */
  record Delete(String port, boolean ifExists) implements PortEdit {
    @Override
    public Cluster apply(Cluster before) throws ActionException {
      Optional<LogicalPort> existing = SwitchLookup.port(before, port);
      if (existing.isEmpty() && ifExists) {
        return before;
      }
      LogicalPort row = PortEdit.require(before, port);
      return before.withSwitch(row.switchName(), each -> each.withoutPort(row.name()));
    }
  }

  /** {@code lsp-set-type PORT TYPE}. */
  record SetType(String port, String type) implements PortEdit {
    @Override
    public Cluster apply(Cluster before) throws ActionException {
      return PortEdit.replace(before, PortEdit.changeable(before, port).withType(type));
    }
  }

  /** {@code lsp-set-options PORT [KEY=VALUE]...}: sets exactly these options. */
  record SetOptions(String port, Map<String, String> values) implements PortEdit {
    @Override
    public List<String> options() {
      return List.copyOf(values.keySet());
    }

    @Override
    public Cluster apply(Cluster before) throws ActionException {
      return PortEdit.replace(before, PortEdit.changeable(before, port).withOptions(values));
    }
  }

  /**
   * {@code set Logical_Switch_Port PORT options:KEY=VALUE}: sets this option and keeps the others.
   */
  record PutOption(String port, String key, String value) implements PortEdit {
    @Override
    public List<String> options() {
      return List.of(key);
    }

    @Override
    public Cluster apply(Cluster before) throws ActionException {
      LogicalPort row = PortEdit.changeable(before, port);
      Map<String, String> options = new TreeMap<>(row.options());
      options.put(key, value);
      return PortEdit.replace(before, row.withOptions(options));
    }
  }

  /** {@code remove Logical_Switch_Port PORT options KEY}. */
  record RemoveOption(String port, String key) implements PortEdit {
    @Override
    public List<String> options() {
      return List.of(key);
    }

    @Override
    public Cluster apply(Cluster before) throws ActionException {
      LogicalPort row = PortEdit.changeable(before, port);
      Map<String, String> options = new TreeMap<>(row.options());
      options.remove(key);
      return PortEdit.replace(before, row.withOptions(options));
    }
  }

  /** {@code lsp-set-enabled PORT enabled|disabled}. */
  record SetEnabled(String port, boolean enabled) implements PortEdit {
    @Override
    public Cluster apply(Cluster before) throws ActionException {
      return PortEdit.replace(before, PortEdit.changeable(before, port).withEnabled(enabled));
    }
  }

  /** {@code lsp-set-addresses PORT [ADDRESS]...}. */
  record SetAddresses(String port, List<String> addresses) implements PortEdit {
    @Override
    public Cluster apply(Cluster before) throws ActionException {
      return PortEdit.replace(
          before,
          PortEdit.changeable(before, port).withAddresses(addresses.stream().sorted().toList()));
    }
  }

  /** {@code set Logical_Switch_Port PORT tag=N}. */
  record SetTag(String port, long tag) implements PortEdit {
    @Override
    public Cluster apply(Cluster before) throws ActionException {
      return PortEdit.replace(before, PortEdit.changeable(before, port).withTag(Optional.of(tag)));
    }
  }

  private static LogicalPort require(Cluster before, String port) throws ActionException {
    NorthboundAccess.of(before);
    return SwitchLookup.port(before, port)
        .orElseThrow(() -> ActionException.about("port", port, "there is no logical port " + port));
  }

  /**
   * The port, if it may be changed. A port of another type than those modelled may be a way out of
   * the switch, so it is refused.
   */
  private static LogicalPort changeable(Cluster before, String port) throws ActionException {
    LogicalPort row = require(before, port);
    if (!LogicalPort.isModelled(row.type())) {
      throw new ActionException(
          "logical port "
              + row.name()
              + " of switch "
              + row.switchName()
              + " is of type "
              + row.type()
              + ": the effect of changing it is not known; it can only be deleted");
    }
    return row;
  }

  private static Cluster replace(Cluster before, LogicalPort row) {
    return before.withSwitch(row.switchName(), each -> each.withPort(row));
  }
}
