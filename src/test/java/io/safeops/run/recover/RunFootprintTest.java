package io.safeops.run.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.facts.file.ClusterSketch;
import io.safeops.facts.model.Cluster;
import io.safeops.policy.BuiltInFiles;
import io.safeops.run.store.FootprintFile;
import io.safeops.run.store.RunStore;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recovery compares within the footprint that the run stored. */
class RunFootprintTest {

  private static final Footprint STORED = Footprint.of(new BridgeItem("net", "br-ex"));

  @TempDir Path folder;
  private RunStore store;
  private String run = "";
  private Path plan;
  private Cluster before;

  @BeforeEach
  void create() throws Exception {
    Problems problems = new Problems();
    Value file = Value.root(BuiltInFiles.facts("healthy").orElseThrow(), problems);
    before =
        ClusterSketch.of(file.map().required("cluster").node().orElseThrow(), problems)
            .flatMap(sketch -> sketch.cluster(problems))
            .orElseThrow();
    store = new RunStore(folder.resolve("runs"));
    run = store.create(Clock.systemUTC(), new Random(1));
    Path inventory =
        Files.writeString(
            folder.resolve("inventory.yaml"),
            """
            apiVersion: safeops/v1
            kind: Inventory
            nodes:
              ctl: {address: 192.0.2.11, roles: [central, chassis]}
              net: {address: 192.0.2.12, roles: [chassis]}
              cmp: {address: 192.0.2.13, roles: [chassis]}
            """);
    plan =
        Files.writeString(
            folder.resolve("plan.yaml"),
            """
            apiVersion: safeops/v1
            kind: Plan
            metadata: {name: harmless}
            steps:
              - ovn.localnet.recreate: {switch: neutron-11111111-1111-4111-8111-111111111111}
            """);
    RunRequest request =
        RunRequest.builder(plan.toString(), inventory.toString()).user("me").build();
    request.reviewed(PreparedRequest.of(request).plan()).save(store.request(run));
  }

  @Test
  void aStoredFootprintNeedsNoPlan() throws Exception {
    FootprintFile.save(STORED, store.footprint(run));
    Files.delete(plan);
    assertThat(RunFootprint.of(store, run, before)).isEqualTo(STORED);
  }

  /** A run of an earlier version stored none. */
  @Test
  void withoutAStoredFootprintThePlanIsReviewed() throws Exception {
    RunRequest request = RunRequest.load(store.request(run));
    PreparedRequest prepared = PreparedRequest.of(request);
    Footprint reviewed = prepared.reviewer().review(prepared.plan(), before).footprint();
    assertThat(reviewed.isEmpty()).isFalse();
    assertThat(RunFootprint.of(store, run, before)).isEqualTo(reviewed);
    Files.writeString(plan, Files.readString(plan).replace("harmless", "changed"));
    assertThatThrownBy(() -> RunFootprint.of(store, run, before))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has changed since the run began");
  }

  /**
   * A damaged footprint is no smaller footprint: the run could then be called restored although it
   * is not.
   */
  @Test
  void aStoredFootprintThatCannotBeReadIsAnError() throws Exception {
    for (String text : List.of("", "{}", "[]", "[{\"kind\": \"moon\", \"name\": \"m\"}]", "[{")) {
      Files.writeString(store.footprint(run), text);
      assertThatThrownBy(() -> RunFootprint.of(store, run, before))
          .as(text)
          .isInstanceOf(IOException.class);
    }
  }
}
