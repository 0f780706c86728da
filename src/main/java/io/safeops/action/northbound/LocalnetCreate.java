package io.safeops.action.northbound;

import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.CommandText;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.plan.ParamType;
import java.util.List;
import java.util.Optional;

/**
 * An action that gives a logical switch a localnet port to a provider network. It does not refuse a
 * second localnet, which would make a loop: the rules refuse that.
 *
 * @param switchName the name or UUID of the switch
 * @param portName the name of the new port, by default {@code ln-SWITCH}; it must be given if
 *     Neutron owns the switch
 */
public record LocalnetCreate(
    String switchName, Optional<String> portName, String physnet, Optional<Long> tag)
    implements NorthboundAction {

  static final String NAME = "ovn.localnet.create";

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "give a logical switch a localnet port to a provider network",
        Schema.fields(
            Schema.required(
                "switch", ParamType.OVN_SWITCH.schema(), "the name or UUID of the switch"),
            Schema.optional(
                "name",
                ParamType.OVN_PORT.schema(),
                "the name of the new port, ln-SWITCH if missing; it must be given if Neutron owns the switch"),
            Schema.required("physnet", ParamType.PHYSNET.schema(), "the provider network"),
            Arguments.tag("the VLAN tag, 1 to 4094; none if missing")),
        arguments -> {
          Optional<String> target = arguments.required("switch", ParamType.OVN_SWITCH);
          Optional<String> port = arguments.optional("name", ParamType.OVN_PORT);
          Optional<String> physnet = arguments.required("physnet", ParamType.PHYSNET);
          Optional<Long> tag = arguments.tag();
          return target.isPresent() && physnet.isPresent()
              ? Optional.of(new LocalnetCreate(target.get(), port, physnet.get(), tag))
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
    String port = SwitchLookup.localnetName(target, portName);
    if (SwitchLookup.port(before, port).isPresent()) {
      throw ActionException.about(
          "port",
          port,
          "there is a port "
              + port
              + " already, on switch "
              + SwitchLookup.port(before, port).orElseThrow().switchName());
    }
    return List.of(
        new PortChange(
            SwitchLookup.key(target),
            Optional.empty(),
            Optional.of(SwitchLookup.localnet(target, port, physnet, tag)),
            false));
  }

  @Override
  public String describe() {
    return CommandText.localnet(switchName, portName.orElse("ln-" + switchName), physnet, tag);
  }
}
