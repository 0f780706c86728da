package io.safeops.action.northbound;

import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.plan.ParamType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An action that makes a switch's localnet again, or makes a missing one. One transaction deletes
 * the old row and inserts the new one, so that there are never two.
 *
 * @param switchName the name or UUID of the switch
 * @param portName the name of the port, by default that of the existing one
 * @param physnet the provider network, by default that of the existing port, else the only one that
 *     the nodes map
 * @param tag the VLAN tag, by default that of the existing port
 */
public record LocalnetRecreate(
    String switchName, Optional<String> portName, Optional<String> physnet, Optional<Long> tag)
    implements NorthboundAction {

  static final String NAME = "ovn.localnet.recreate";

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "make a switch's localnet again, or make a missing one",
        Schema.fields(
            Schema.required(
                "switch", ParamType.OVN_SWITCH.schema(), "the name or UUID of the switch"),
            Schema.optional(
                "name",
                ParamType.OVN_PORT.schema(),
                "the name of the port; that of the existing one if missing"),
            Schema.optional(
                "physnet",
                ParamType.PHYSNET.schema(),
                "the provider network; if missing, that of the existing port, else the only one that the nodes map"),
            Arguments.tag("the VLAN tag, 1 to 4094; that of the existing port if missing")),
        arguments -> {
          Optional<String> port = arguments.optional("name", ParamType.OVN_PORT);
          Optional<String> physnet = arguments.optional("physnet", ParamType.PHYSNET);
          Optional<Long> tag = arguments.tag();
          return arguments
              .required("switch", ParamType.OVN_SWITCH)
              .map(target -> new LocalnetRecreate(target, port, physnet, tag));
        });
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<PortChange> changes(Cluster before) throws ActionException {
    LogicalSwitch target = SwitchLookup.find(before, switchName);
    Optional<LogicalPort> existing = existing(target);
    return List.of(
        new PortChange(
            SwitchLookup.key(target),
            existing,
            Optional.of(existing.isPresent() ? changed(existing.get()) : missing(before, target)),
            true));
  }

  private Optional<LogicalPort> existing(LogicalSwitch target) throws ActionException {
    List<LogicalPort> localnets = target.getLocalnets();
    if (portName.isPresent()) {
      return localnets.stream().filter(each -> each.name().equals(portName.get())).findFirst();
    }
    if (localnets.size() > 1) {
      throw new ActionException(
          "switch "
              + target.name()
              + " has several localnets, "
              + names(target)
              + ": give the `name` of the one to recreate");
    }
    return localnets.stream().findFirst();
  }

  static String names(LogicalSwitch target) {
    String names =
        target.getLocalnets().stream().map(LogicalPort::name).collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }

  private LogicalPort changed(LogicalPort existing) {
    Map<String, String> options = new TreeMap<>(existing.options());
    physnet.ifPresent(value -> options.put("network_name", value));
    return existing.withOptions(options).withTag(tag.isPresent() ? tag : existing.tag());
  }

  private LogicalPort missing(Cluster before, LogicalSwitch target) throws ActionException {
    String port = SwitchLookup.localnetName(target, portName);
    Optional<LogicalPort> taken = SwitchLookup.port(before, port);
    if (taken.isPresent()) {
      throw new ActionException(
          "the name "
              + port
              + " is taken, on switch "
              + taken.get().switchName()
              + " by a port of type `"
              + taken.get().type()
              + "`");
    }
    return SwitchLookup.localnet(target, port, SwitchLookup.physnet(before, physnet), tag);
  }

  @Override
  public String describe() {
    return "replace the localnet of switch "
        + switchName
        + portName.map(value -> ", name " + value).orElse("")
        + physnet.map(value -> ", network_name " + value).orElse("")
        + tag.map(value -> ", tag " + value).orElse("")
        + "\n  in one transaction that fails if any localnet has changed";
  }
}
