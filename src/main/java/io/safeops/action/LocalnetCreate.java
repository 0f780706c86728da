package io.safeops.action;

import io.safeops.cluster.Cluster;
import io.safeops.cluster.LogicalSwitch;
import java.util.List;
import java.util.Optional;

/**
 * Gives a logical switch a way out to a provider network. It will make a second one if asked to:
 * that this is a loop is for the rules to say.
 *
 * @param switchName name or UUID
 * @param portName {@code ln-SWITCH} unless given; must be given where Neutron owns the switch
 */
record LocalnetCreate(
    String switchName, Optional<String> portName, String physnet, Optional<Long> tag)
    implements NorthboundAction {

  static final String NAME = "ovn.localnet.create";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<PortChange> changes(Cluster before) throws ActionException {
    LogicalSwitch target = Switches.find(before, switchName);
    String port = Switches.localnetName(target, portName);
    if (Switches.port(before, port).isPresent()) {
      throw new ActionException(
          "there is a port "
              + port
              + " already, on switch "
              + Switches.port(before, port).orElseThrow().switchName());
    }
    return List.of(
        new PortChange(
            Switches.key(target),
            Optional.empty(),
            Optional.of(Switches.localnet(target, port, physnet, tag)),
            false));
  }

  @Override
  public String describe() {
    return Described.localnet(switchName, portName.orElse("ln-" + switchName), physnet, tag);
  }
}
