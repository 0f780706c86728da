package io.safeops.action.northbound;

import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.CommandText;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.plan.ParamType;
import java.util.List;
import java.util.Optional;

/**
 * Gives a logical switch a way out to a provider network. It will make a second one if asked to:
 * that this is a loop is for the rules to say.
 *
 * @param switchName name or UUID
 * @param portName {@code ln-SWITCH} unless given; must be given where Neutron owns the switch
 */
public record LocalnetCreate(
    String switchName, Optional<String> portName, String physnet, Optional<Long> tag)
    implements NorthboundAction {

  static final String NAME = "ovn.localnet.create";

  public static ActionForm form() {
    return new ActionForm(
        NAME,
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
      throw new ActionException(
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
