package io.safeops.approval;

import java.util.Comparator;
import java.util.List;

/**
 * The rules that judge the plan, beside those that are part of the program.
 *
 * @param added the rules of the operator's own policies, sorted by id
 * @param waivers the rules that are set aside, built in or not, sorted by id
 */
public record BoundRules(List<Added> added, List<BoundWaiver> waivers) {

  /**
   * A rule of a policy that is not part of the program.
   *
   * @param digest of its text, 64 hexadecimal digits
   */
  public record Added(String rule, String digest) {}

  public BoundRules {
    added = added.stream().sorted(Comparator.comparing(Added::rule)).toList();
    waivers = waivers.stream().sorted(Comparator.comparing(BoundWaiver::rule)).toList();
  }
}
