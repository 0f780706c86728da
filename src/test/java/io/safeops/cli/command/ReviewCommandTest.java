package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.facts.file.ClusterSketch;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.node.ManagementPath;
import io.safeops.policy.BuiltInFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A review of facts from a file. */
class ReviewCommandTest {

  private static final String NODES =
      """
      apiVersion: safeops/v1
      kind: Inventory
      nodes:
        ctl: {address: 192.0.2.11, roles: [central, chassis], oob: {console: its, survives: [nic]}}
        net: {address: 192.0.2.12, roles: [chassis], oob: {console: its, survives: [nic]}}
        cmp: {address: 192.0.2.13, roles: [chassis], oob: {console: its, survives: [nic]}}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path plan;

  @BeforeEach
  void plan() throws Exception {
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
  }

  @Test
  void neutronThatCouldNotBeAskedIsSaid() throws Exception {
    Cluster silent =
        healthy()
            .withNeutron(
                Optional.of(
                    new Neutron(
                        "http://n:9696",
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.of("nobody there"))));
    assertThat(reviews(silent, NODES)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains(
            "WARNED neutron-ownership/neutron-was-asked: safeops could not query Neutron (nobody");
  }

  @Test
  void maintenanceIsOfTheMomentOfTheFacts() throws Exception {
    String nights = NODES + "maintenance: {from: 22:00, to: 04:00, zone: UTC}\n";
    assertThat(reviews(at("2026-11-20T23:00:00Z"), nights)).as(out.toString()).isZero();

    assertThat(reviews(at("2026-11-20T12:00:00Z"), nights)).isEqualTo(3);
    assertThat(out.toString())
        .contains(
            "REFUSED blast-radius/maintenance-window: the inventory allows changes only during"
                + " maintenance (daily 22:00 to 04:00 UTC). The facts are from Fri 2026-11-20 12:00 UTC",
            "if you must: safeops runs what it refuses here, under guard, for your reason: --waive"
                + " blast-radius/maintenance-window --because");

    assertThat(
            reviews(
                at("2026-11-20T12:00:00Z"),
                nights,
                "--waive",
                "blast-radius/maintenance-window",
                "--because",
                "the customer asked"))
        .isZero();
    assertThat(out.toString()).contains("because: the customer asked");
  }

  /** Seen: a StackOverflowError, and a stack trace of a thousand lines. */
  @Test
  void aMappingStringOf48KilobytesIsRefusedInALine() throws Exception {
    String mappings = "physnet1:br-ex,".repeat(3300) + "physnet1:br-ex";
    Files.writeString(
        plan,
        """
        apiVersion: safeops/v1
        kind: Plan
        metadata: {name: long}
        steps:
          - exec:
              argv: [ovs-vsctl, set, open, ., "external_ids:ovn-bridge-mappings=%s"]
              undo: none
            nodes: {names: [net]}
        """
            .formatted(mappings));
    assertThat(reviews(healthy(), NODES)).isEqualTo(3);
    assertThat(out.toString()).contains("the value has 49514 characters; the limit is 1000");
    assertThat(err.toString()).isEmpty();
  }

  private void vendors(String step) throws Exception {
    Files.writeString(
        plan,
        """
        apiVersion: safeops/v1
        kind: Plan
        metadata: {name: vendor}
        steps:
          - id: vendor
            nodes: {names: [net]}
        """
            + "    "
            + step
            + "\n");
  }

  /** Management of net is on a NIC of its own, which no bridge has. */
  private static Cluster plain() throws Exception {
    ManagementPath path =
        new ManagementPath(
            "198.51.100.12",
            "198.51.100.1",
            "mgmt0",
            List.of("mgmt0"),
            List.of("mgmt0"),
            List.of());
    return healthy().withNode("net", node -> node.withPaths(path, node.southboundPath()));
  }

  @Test
  void aCommandThatNobodyKnowsMayCutItsNodeOff() throws Exception {
    vendors("exec: {argv: [vendor-setup, on], undo: {argv: [vendor-setup, off]}}");
    String without =
        NODES.replace(
            "192.0.2.12, roles: [chassis], oob: {console: its, survives: [nic]}", "192.0.2.12");
    assertThat(reviews(plain(), without)).isEqualTo(3);
    assertThat(out.toString())
        .contains(
            "REFUSED understood/opaque: step vendor: safeops does not know what",
            "it may do anything to net",
            "understood/opaque asks for an approval; nobody can give one yet, so your reason is"
                + " enough",
            "--waive understood/opaque --because",
            "REFUSED management-path/out-of-band: step vendor may change anything on net, even its"
                + " management path, and the inventory has no out-of-band path around it",
            "once vendor has begun, a rollback ends in 5 at best");
  }

  @Test
  void aCommandThatNobodyKnowsRunsForAReason() throws Exception {
    vendors("exec: {argv: [vendor-setup, on], undo: {argv: [vendor-setup, off]}}");
    String[] because = {"--waive", "understood/opaque", "--because", "the vendor says so"};
    assertThat(reviews(plain(), NODES, because)).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains(
            "because: the vendor says so (the operator's reason, instead of an approval)",
            "once vendor has begun, a rollback ends in 5 at best");
  }

  @Test
  void aFileThatNobodyModelsAsksForAnApproval() throws Exception {
    vendors("file.ini: {file: /etc/vendor.ini, section: db, key: password, value: hunter2}");
    assertThat(reviews(plain(), NODES)).isEqualTo(3);
    assertThat(out.toString())
        .contains("REFUSED understood/opaque", "net: /etc/vendor.ini: [db] password = MASKED")
        .doesNotContain("hunter2");
    assertThat(reviews(plain(), NODES, "--format", "json")).isEqualTo(3);
    assertThat(out.toString())
        .contains("\"unmodelled\":[\"vendor\"]", "\"meanwhile\":\"operator\"")
        .doesNotContain("hunter2");
  }

  /** Neither the key's name nor the value's form says that it is one: the plan does. */
  @Test
  void aSecretParameterIsShownNowhere() throws Exception {
    for (String step :
        List.of(
            "file.ini: {file: /etc/vendor.ini, section: db, key: answer, value: \"${word}\"}",
            "exec: {argv: [vendor-setup, \"${word}\"], undo: {argv: [echo, \"${word}\"]}}",
            "exec: {argv: [sh, -c, \"ip link set ${word} down\"], undo: none}")) {
      vendors(step);
      Files.writeString(
          plan,
          Files.readString(plan)
              .replace("steps:", "params: {word: {type: secret, description: it}}\nsteps:"));
      for (String format : List.of("text", "json")) {
        assertThat(reviews(plain(), NODES, "-p", "word=hunter2's", "--format", format))
            .isEqualTo(3);
      }
    }
    assertThat(out.toString()).contains("MASKED").doesNotContain("hunter2");
    assertThat(reviews(plain(), NODES, "-p", "word=-hunter2")).isEqualTo(2);
    assertThat(err.toString()).contains("begins with a dash").doesNotContain("hunter2");
  }

  @Test
  void aFileThatLetsInIsNeverWritten() throws Exception {
    vendors(
        "file.ini: {file: /etc/ssh/sshd_config, section: a, key: PermitRootLogin, value: 'yes'}");
    assertThat(reviews(plain(), NODES)).isEqualTo(3);
    assertThat(out.toString())
        .contains(
            "REFUSED understood/known-to-cut-off: step vendor: /etc/ssh/sshd_config decides who can log"
                + " in and who is root: safeops does not write such a file")
        .doesNotContain("--waive");
  }

  private static Cluster at(String moment) throws Exception {
    Cluster cluster = healthy();
    return new Cluster(
        cluster.format(),
        moment,
        cluster.nodes(),
        cluster.switches(),
        cluster.chassis(),
        cluster.bindings(),
        cluster.northbound(),
        cluster.southbound(),
        cluster.neutron());
  }

  private static Cluster healthy() throws Exception {
    Problems problems = new Problems();
    Value file = Value.root(BuiltInFiles.facts("healthy").orElseThrow(), problems);
    return ClusterSketch.of(file.map().required("cluster").node().orElseThrow(), problems)
        .flatMap(sketch -> sketch.cluster(problems))
        .orElseThrow();
  }

  private int reviews(Cluster facts, String nodes, String... more) throws Exception {
    Path inventory = Files.writeString(folder.resolve("inventory.yaml"), nodes);
    Path file = folder.resolve("facts.json");
    FactsFile.save(facts, file);
    String[] words = new String[6 + more.length];
    String[] first = {
      "review", "-i", inventory.toString(), "--facts", file.toString(), plan.toString()
    };
    System.arraycopy(first, 0, words, 0, first.length);
    System.arraycopy(more, 0, words, first.length, more.length);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }
}
