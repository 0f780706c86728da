package io.safeops.cli.command;

import io.safeops.cli.page.RunPage;
import io.safeops.cli.page.RunStory;
import io.safeops.guard.NodeKind;
import io.safeops.paths.BreakingCommands;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.RunSpec.ConfirmationInput;
import io.safeops.run.store.FileJournal;
import io.safeops.run.store.RunStore;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A run with its files, as a test wants it, and the page that tells it. */
final class StoredRun {

  static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

  static final String SECRET = "hunter2-hunter2";

  private static final String INVENTORY =
      """
      apiVersion: safeops/v1
      kind: Inventory
      nodes:
        ctl: {address: 192.0.2.11, roles: [central], oob: {console: its, survives: [nic]}}
        net: {address: 192.0.2.12, roles: [chassis], oob: {console: its, survives: [nic]}}
        cmp: {address: 192.0.2.13, roles: [chassis], oob: {console: its, survives: [nic]}}
      """;

  private static final String PLAN =
      """
      apiVersion: safeops/v1
      kind: Plan
      metadata: {name: recreate-and-more}
      params: {word: {type: secret, description: it}}
      steps:
        - id: recreate
          ovn.localnet.recreate:
            {switch: neutron-11111111-1111-4111-8111-111111111111, physnet: physnet2}
        - id: vendor
          exec: {argv: [vendor-setup, "${word}"], undo: none}
          nodes: {names: [cmp]}
        - id: cut
          ovs.bridge.port.remove: {bridge: br-ex, port: enp6s18}
          nodes: {names: [net]}
      """;

  final Path state;
  final RunStore store;
  final String id;
  final Path plan;

  /**
   * @param folder with room for all files
   * @param waivers of the request
   */
  StoredRun(Path folder, Map<String, String> waivers) throws Exception {
    state = folder.resolve("state");
    store = new RunStore(state.resolve("safeops").resolve("runs"));
    id = store.create(at(0), new Random(1));
    plan = Files.writeString(folder.resolve("plan.yaml"), PLAN);
    Path inventory = Files.writeString(folder.resolve("inventory.yaml"), INVENTORY);
    Files.writeString(store.reviewedFacts(id), BreakingCommands.healthyFacts());
    RunRequest request =
        RunRequest.builder(plan.toString(), inventory.toString())
            .params(Map.of("word", SECRET))
            .waivers(waivers)
            .user("kim")
            .host("desk")
            .build();
    request.reviewed(PreparedRequest.of(request).plan()).save(store.request(id));
  }

  /** Another plan, of a run that was asked for and reviewed in the same way. */
  void plan(String text) throws Exception {
    Files.writeString(plan, text);
    RunRequest request =
        RunRequest.builder(plan.toString(), plan.resolveSibling("inventory.yaml").toString())
            .user("kim")
            .host("desk")
            .build();
    request.reviewed(PreparedRequest.of(request).plan()).save(store.request(id));
  }

  private static Clock at(int seconds) {
    return Clock.fixed(BEGIN.plusSeconds(seconds), ZoneOffset.UTC);
  }

  /** Writes the events on, ten seconds apart, from the beginning. */
  void journal(List<RunEvent> events) throws Exception {
    for (int i = 0; i < events.size(); i++) {
      try (FileJournal journal = FileJournal.open(store.journal(id), at(10 * i))) {
        journal.write(events.get(i));
      }
    }
  }

  String page() throws IOException {
    return RunPage.of(story());
  }

  RunStory story() {
    return ShowCommand.story(store, id, "", BEGIN.plusSeconds(3600));
  }

  /** A run that ends with its change undone. */
  static List<RunEvent> rolledBack() {
    Map<String, NodeKind> nodes = new LinkedHashMap<>();
    nodes.put("net", NodeKind.VOTER);
    nodes.put("cmp", NodeKind.SOFT);
    Optional<Duration> left = Optional.of(Duration.ofSeconds(300));
    return List.of(
        new RunEvent.RunStarted("kim runs recreate", "0123abcd", "kim", nodes),
        new RunEvent.RuleSetAside("rule own/x is set aside", "own/x", "known since may"),
        new RunEvent.Checking("asking 2 nodes"),
        new RunEvent.NodeNote("net: the disk is slow", "net"),
        new RunEvent.ArmingBegan("arming net, cmp"),
        new RunEvent.Armed("all nodes are armed", left),
        new RunEvent.StepProposed("recreate: ovn-nbctl lsp-del", "recreate", Optional.of(1)),
        new RunEvent.GoGiven("lee said go for recreate", "recreate", "lee"),
        new RunEvent.StepBegan("recreate begins", "recreate"),
        new RunEvent.StepDone("recreate is done", "recreate"),
        new RunEvent.StepHolds("recreate holds", "recreate"),
        new RunEvent.DeadlineExtended("pat moved the deadline by 60 s", left),
        new RunEvent.QuietBegan("20 s of quiet"),
        new RunEvent.CodeShown(
            "net shows the code", Optional.of(ConfirmationInput.IN_BAND), "net", "tty1", left),
        new RunEvent.CodeRefused("pat typed a wrong code"),
        new RunEvent.CodeAccepted("pat typed the code"),
        new RunEvent.NodesGivenUp("cmp is given up", Set.of("cmp"), "it burned"),
        new RunEvent.RollbackBegan("undoing: lee said rollback", "lee said rollback"),
        new RunEvent.Undone("every node has undone its part"),
        new RunEvent.Ended(
            new Outcome(Outcome.End.ROLLED_BACK, "undone, and everything is as it was")));
  }
}
