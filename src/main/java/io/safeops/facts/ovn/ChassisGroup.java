package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.List;
import java.util.Map;

/**
 * A row of the Northbound's table HA_Chassis_Group, with its chassis.
 *
 * @param uuid of the row; not part of its content
 */
public record ChassisGroup(
    String name, String uuid, Map<String, String> externalIds, List<ChassisGroup.Member> members) {

  /**
   * A row of the Northbound's table HA_Chassis.
   *
   * @param uuid of the row; not part of its content
   * @param chassisName the system-id of the chassis in the Southbound, which need not exist
   * @param priority 0 to 32767; the highest is the first choice
   */
  public record Member(
      String uuid, String chassisName, long priority, Map<String, String> externalIds) {
    public Member {
      Preconditions.between(
          "priority of HA chassis " + chassisName, priority, 0, GatewayChassis.MOST);
      externalIds = Preconditions.sorted(externalIds);
    }
  }

  public ChassisGroup {
    Preconditions.name("HA chassis group", name);
    externalIds = Preconditions.sorted(externalIds);
    members = List.copyOf(members);
  }
}
