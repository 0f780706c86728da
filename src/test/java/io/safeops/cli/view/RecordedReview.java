package io.safeops.cli.view;

import io.safeops.facts.collect.RecordedNodes;
import io.safeops.review.Review;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reviews of plans for the recorded nodes ctl, net and cmp. */
public final class RecordedReview {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";

  private RecordedReview() {}

  /**
   * The review of a plan that takes a switch.
   *
   * @param folder for the inventory
   * @param waived rules that are set aside
   */
  public static Review of(String plan, Path folder, List<String> waived) throws Exception {
    Path inventory =
        Files.writeString(
            folder.resolve("inventory.yaml"),
            """
            apiVersion: safeops/v1
            kind: Inventory
            nodes:
              ctl: {address: 192.0.2.11, roles: [central, chassis], oob: [{name: console, console: a, survives: [nic, lan]}]}
              net: {address: 192.0.2.12, roles: [chassis, gateway], oob: [{name: console, console: b, survives: [nic, lan]}]}
              cmp: {address: 192.0.2.13, roles: [chassis], oob: [{name: console, console: c, survives: [nic, lan]}]}
            """);
    Map<String, String> waivers = new LinkedHashMap<>();
    waived.forEach(rule -> waivers.put(rule, "the test needs it"));
    PreparedRequest prepared =
        PreparedRequest.of(
            RunRequest.builder(plan, inventory.toString())
                .params(Map.of("switch", SWITCH))
                .waivers(waivers)
                .build());
    return prepared.reviewer().review(prepared.plan(), RecordedNodes.cluster());
  }
}
