package io.safeops.action.northbound;

import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.plan.ParamType;
import java.util.List;
import java.util.Optional;

/**
 * An action that deletes a localnet port of a logical switch, its way out to a provider network.
 * The undo makes the recorded row again.
 *
 * @param switchName the name or UUID of the switch
 */
public record LocalnetDelete(String switchName, String portName) implements NorthboundAction {

  static final String NAME = "ovn.localnet.delete";

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "delete a localnet port of a logical switch, its way out to a provider network",
        Schema.fields(
            Schema.required(
                "switch", ParamType.OVN_SWITCH.schema(), "the name or UUID of the switch"),
            Schema.required("name", ParamType.OVN_PORT.schema(), "the name of the localnet port")),
        arguments -> {
          Optional<String> target = arguments.required("switch", ParamType.OVN_SWITCH);
          Optional<String> port = arguments.required("name", ParamType.OVN_PORT);
          return target.isPresent() && port.isPresent()
              ? Optional.of(new LocalnetDelete(target.get(), port.get()))
              : Optional.empty();
        });
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<PortChange> changes(Cluster before) throws ActionException {
    LogicalSwitch target = SwitchLookup.find(before, switchName);
    Optional<LogicalPort> port =
        target.getLocalnets().stream().filter(each -> each.name().equals(portName)).findFirst();
    if (port.isEmpty()) {
      throw ActionException.about(
          "localnet",
          portName,
          "switch "
              + target.name()
              + " has no localnet "
              + portName
              + "; it has "
              + LocalnetRecreate.names(target));
    }
    return List.of(new PortChange(SwitchLookup.key(target), port, Optional.empty(), false));
  }

  @Override
  public String describe() {
    return io.safeops.transport.ShellQuote.words(List.of("ovn-nbctl", "lsp-del", portName));
  }
}
