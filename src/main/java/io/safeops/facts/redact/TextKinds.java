package io.safeops.facts.redact;

import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each text in the records of the facts is. Whoever adds a component with text to a record
 * adds it here; a test fails otherwise, and so does a redaction.
 */
final class TextKinds {

  private static final Map<String, TextKind> KINDS = kinds();

  private TextKinds() {}

  /**
   * @throws IllegalStateException if nobody has said what it is
   */
  static TextKind of(Class<?> record, RecordComponent component) {
    String name = record.getSimpleName() + "." + component.getName();
    TextKind kind = KINDS.get(name);
    if (kind == null) {
      throw new IllegalStateException("nobody has said what text " + name + " is");
    }
    return kind;
  }

  /** The names of all components that are declared. */
  static List<String> declared() {
    return KINDS.keySet().stream().sorted().toList();
  }

  private static void all(Map<String, TextKind> kinds, TextKind kind, String... components) {
    for (String component : components) {
      if (kinds.put(component, kind) != null) {
        throw new IllegalStateException(component + " is declared twice");
      }
    }
  }

  private static Map<String, TextKind> kinds() {
    Map<String, TextKind> kinds = new HashMap<>();
    all(
        kinds,
        TextKind.CLOSED,
        "Cluster.format",
        "Address.family",
        "Nic.kind",
        "Bridge.forwarding",
        "BridgeInterface.linkState",
        "BridgeInterface.adminState",
        "Component.name",
        "Component.process",
        "Component.answer",
        "Certificate.owner",
        "DatabaseStatus.name",
        "DatabaseMember.database",
        "DatabaseMember.model",
        "RouterNat.type");
    all(kinds, TextKind.TIME, "Cluster.collectedAt", "Certificate.notAfter");
    all(
        kinds,
        TextKind.KEYWORD,
        "Node.roles",
        "Address.scope",
        "Bridge.datapathType",
        "Bridge.failMode",
        "Bridge.protocols",
        "BridgePort.kind",
        "BridgePort.vlanMode",
        "BridgePort.bondMode",
        "BridgePort.lacp",
        "BridgePort.restrictions",
        "BridgeInterface.kind",
        "BridgeInterface.bfd",
        "BootAddress.source",
        "Component.unit",
        "Component.state",
        "Component.execStart",
        "Component.execStop",
        "Component.unitFile",
        "Component.connection",
        "Component.status",
        "Certificate.file",
        "DiskSpace.path",
        "LogicalPort.type",
        "Encap.type",
        "PortBinding.type",
        "NeutronSegment.type",
        "StaticRoute.policy",
        "BfdSession.status",
        "RaftStatus.role",
        "RowReference.table",
        "RowReference.column",
        "WholeRow.mayRefer",
        "ControllerVersion.running",
        "ControllerVersion.installed",
        "ControllerVersion.southboundSchema",
        "ControllerVersion.openFlow",
        "DatabaseStatus.schemaVersion");
    all(
        kinds,
        TextKind.REMOTE,
        "Bridge.controllers",
        "Component.listeners",
        "DatabaseStatus.remotes",
        "DatabaseStatus.readOnly",
        "Neutron.endpoint",
        "RaftServer.address");
    all(
        kinds,
        TextKind.FREE,
        "Node.absent",
        "Node.unreachable",
        "Node.problems",
        "BridgePort.error",
        "BridgeInterface.error",
        "DatabaseStatus.problem",
        "Neutron.problem",
        "WholeRow.problem",
        "DatabaseMember.problem");
    all(
        kinds,
        TextKind.NAME,
        "Node.name",
        "Node.address",
        "Node.hostname",
        "Node.bootId",
        "Node.systemId",
        "Nic.name",
        "Nic.mac",
        "Address.ip",
        "Nic.master",
        "Nic.lower",
        "Nic.ovsBridge",
        "Nic.altNames",
        "Nic.peer",
        "Route.gateway",
        "Route.device",
        "Route.source",
        "BootAddress.nic",
        "Bridge.name",
        "Bridge.node",
        "BridgePort.name",
        "BridgePort.bridge",
        "BridgePort.interfaces",
        "BridgePort.peer",
        "BridgeInterface.name",
        "BridgeMapping.physnet",
        "BridgeMapping.bridge",
        "BridgeMapping.node",
        "Component.node",
        "ManagementPath.server",
        "ManagementPath.client",
        "ManagementPath.device",
        "ManagementPath.chain",
        "ManagementPath.uplinks",
        "ManagementPath.bridges",
        "LogicalSwitch.name",
        "LogicalSwitch.uuid",
        "LogicalPort.name",
        "LogicalPort.uuid",
        "LogicalPort.switchName",
        "Chassis.name",
        "Chassis.hostname",
        "Chassis.node",
        "Encap.ip",
        "Chassis.transportZones",
        "PortBinding.logicalPort",
        "PortBinding.switchName",
        "PortBinding.chassis",
        "PortBinding.requestedChassis",
        "PortBinding.additionalChassis",
        "PortBinding.requestedAdditionalChassis",
        "PortBinding.virtualParent",
        "PortBinding.parentPort",
        "PortBinding.haChassisGroup",
        "DatabaseStatus.node",
        "NeutronNetwork.id",
        "NeutronNetwork.name",
        "NeutronSegment.id",
        "NeutronSegment.networkId",
        "NeutronSegment.physnet",
        "NeutronRouter.id",
        "NeutronRouter.name",
        "NeutronGateway.networkId",
        "NeutronAddress.subnetId",
        "NeutronAddress.ip",
        "NeutronGateway.qosPolicy",
        "NeutronFloatingIp.id",
        "NeutronFloatingIp.address",
        "NeutronFloatingIp.networkId",
        "NeutronFloatingIp.routerId",
        "NeutronFloatingIp.portId",
        "WholeRow.uuid",
        "LogicalRouter.name",
        "LogicalRouter.uuid",
        "RouterPort.name",
        "RouterPort.uuid",
        "RouterPort.routerName",
        "RouterPort.networks",
        "GatewayChassis.name",
        "GatewayChassis.uuid",
        "GatewayChassis.portName",
        "GatewayChassis.chassisName",
        "RouterPort.chassisGroup",
        "RouterPort.mac",
        "RouterPort.peer",
        "RouterNat.externalIp",
        "RouterNat.logicalIp",
        "RouterNat.externalMac",
        "RouterNat.logicalPort",
        "StaticRoute.outputPort",
        "StaticRoute.routeTable",
        "StaticRoute.bfd",
        "ChassisGroup.name",
        "ChassisGroup.uuid",
        "Member.uuid",
        "Member.chassisName",
        "DhcpOptions.uuid",
        "DhcpOptions.cidr",
        "BfdSession.logicalPort",
        "BfdSession.dstIp",
        "BfdSession.chassis",
        "DatabaseMember.node",
        "RaftStatus.serverId",
        "RaftServer.id",
        "RowReference.by",
        "Cluster.policyRouters",
        "Cluster.loadBalancers");
    all(
        kinds,
        TextKind.ADDRESS,
        "Route.destination",
        "BootAddress.address",
        "LogicalPort.addresses",
        "LogicalPort.portSecurity",
        "StaticRoute.prefix",
        "StaticRoute.nexthop",
        "RaftStatus.leader");
    all(kinds, TextKind.ROUTE, "NeutronRouter.routes");
    all(kinds, TextKind.ROW, "WholeRow.name");
    all(
        kinds,
        TextKind.SETTINGS,
        "BridgePort.externalIds",
        "BridgePort.options",
        "BridgePort.otherConfig",
        "BridgeInterface.options",
        "BridgeInterface.externalIds",
        "Bridge.externalIds",
        "Node.externalIds",
        "LogicalSwitch.externalIds",
        "LogicalSwitch.otherConfig",
        "LogicalPort.options",
        "LogicalPort.externalIds",
        "Chassis.externalIds",
        "Chassis.otherConfig",
        "PortBinding.options",
        "PortBinding.externalIds",
        "DatabaseStatus.options",
        "LogicalRouter.options",
        "LogicalRouter.externalIds",
        "GatewayChassis.options",
        "GatewayChassis.externalIds",
        "RouterPort.options",
        "RouterPort.externalIds",
        "RouterNat.options",
        "ChassisGroup.externalIds",
        "Member.externalIds",
        "DhcpOptions.options",
        "DhcpOptions.externalIds");
    all(kinds, TextKind.NAMES, "Chassis.mappings");
    all(kinds, TextKind.KEYWORDS, "Node.tools");
    all(kinds, TextKind.REASONS, "DatabaseStatus.unread");
    all(kinds, TextKind.COLUMNS, "LogicalPort.rest", "WholeRow.columns");
    return Map.copyOf(kinds);
  }
}
