package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.view.Failures;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A run on approvals that do not cover it is refused, with every reason; keys are not real. */
class BreakGlassCommandTest {

  private static final Instant NOW = Instant.parse("2026-12-01T20:00:00Z");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ApprovalWorld world = new ApprovalWorld(NOW);

  @TempDir private Path folder;

  @BeforeEach
  void anApprovalByAlice() throws Exception {
    Files.writeString(
        folder.resolve("plan.yaml"),
        """
        apiVersion: safeops/v1
        kind: Plan
        metadata: {name: night}
        params:
          switch: {type: ovn-switch, description: the switch}
        steps:
          - id: localnet
            ovn.localnet.recreate: {switch: "${switch}"}
        """);
    Files.writeString(
        folder.resolve("inventory.yaml"),
        """
        apiVersion: safeops/v1
        kind: Inventory
        defaults:
          ssh: {known_hosts: known_hosts}
        nodes:
          ctl: {address: 192.0.2.11, roles: [central], oob: {console: its, survives: [nic]}}
          net: {address: 192.0.2.12, roles: [chassis], oob: {console: its, survives: [nic]}}
          cmp: {address: 192.0.2.13, roles: [chassis], oob: {console: its, survives: [nic]}}
        """);
    List<String> words = new ArrayList<>(plan("approve"));
    words.addAll(
        List.of(
            "--key", "alice-key", "--as", "alice", "--expires", "12h", "-o", file().toString()));
    assertThat(runs(new ApproveCommand(world), words)).as(err.toString()).isZero();
  }

  private Path file() {
    return folder.resolve("night.approval");
  }

  private List<String> plan(String command) {
    return List.of(
        folder.resolve("plan.yaml").toString(),
        "-i",
        folder.resolve("inventory.yaml").toString(),
        "-p",
        "switch=neutron-11111111-1111-4111-8111-111111111111");
  }

  private int runs(Object command, List<String> words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(Failures::inCommand)
        .execute(words.toArray(String[]::new));
  }

  private int breaksGlass(String key, String... more) {
    List<String> words = new ArrayList<>(plan("break-glass"));
    words.addAll(List.of("--key", key, "--approval", file().toString()));
    words.addAll(Arrays.asList(more));
    return runs(new BreakGlassCommand(world), words);
  }

  private void isRefused(int exit, String why) {
    assertThat(exit).as(err.toString()).isEqualTo(6);
    assertThat(err.toString())
        .contains("not run; nothing was touched. The approvals do not cover it:")
        .contains(why);
  }

  @Test
  void theApproverDoesNotRunIt() {
    isRefused(
        breaksGlass("alice-key", "--reason", "the LAN is down"),
        "it is signed by the operator (alice): somebody else has to approve");
  }

  @Test
  void aKeyThatNobodyKnowsRunsNothing() {
    isRefused(
        breaksGlass("mallory-key", "--reason", "the LAN is down"),
        "you may not run plans on approvals: nobody may sign with this key");
  }

  @Test
  void anExpiredOneDoesNotCount() {
    world.now = NOW.plus(Duration.ofHours(13));
    isRefused(
        breaksGlass("bob-key", "--reason", "the LAN is down"),
        "it was valid until 2026-12-02T08:00:00Z");
  }

  @Test
  void aClusterThatWasMadeAnewIsAnotherOne() {
    world.northbound = Optional.of("bbbbbbbb-0000-4000-8000-000000000002");
    isRefused(breaksGlass("bob-key", "--reason", "the LAN is down"), "_uuid of NB_Global");
  }

  @Test
  void onePlanIsNotAnother() throws Exception {
    Path plan = folder.resolve("plan.yaml");
    Files.writeString(plan, Files.readString(plan) + "guard: {deadline: 200s}\n");
    isRefused(breaksGlass("bob-key", "--reason", "the LAN is down"), "digest of the plan");
  }

  @Test
  void aByteOfTheApprovalIsChanged() throws Exception {
    Files.writeString(file(), Files.readString(file()).replace("night", "niggt"));
    assertThat(breaksGlass("bob-key", "--reason", "the LAN is down")).isIn(2, 6);
    assertThat(out.toString()).doesNotContain("is a process of its own");
  }

  @Test
  void aRevokedOneDoesNotCount() {
    Path list = folder.resolve("revocations");
    List<String> words =
        List.of(
            file().toString(),
            "--because",
            "the key of alice was lost",
            "--key",
            "bob-key",
            "-o",
            list.toString());
    assertThat(runs(new ApprovalsRevokeCommand(world), words)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("list 1, valid until 2026-12-31T20:00:00Z");
    isRefused(
        breaksGlass("bob-key", "--reason", "the LAN is down", "--revocations", list.toString()),
        "it was revoked (list 1): the key of alice was lost");
    world.now = NOW.plus(Duration.ofDays(31));
    assertThat(
            breaksGlass("bob-key", "--reason", "the LAN is down", "--revocations", list.toString()))
        .isEqualTo(6);
    assertThat(err.toString()).contains("get a newer one");
  }

  @Test
  void aReasonIsNeeded() {
    assertThat(breaksGlass("bob-key")).isEqualTo(2);
    assertThat(err.toString()).contains("--reason is needed");
    assertThat(breaksGlass("bob-key", "--reason", "  ")).isEqualTo(2);
  }

  @Test
  void aFileThatIsNoApprovalIsNamedWithItsPlace() throws Exception {
    Files.writeString(file(), "{");
    assertThat(breaksGlass("bob-key", "--reason", "the LAN is down")).isEqualTo(2);
    assertThat(err.toString()).contains("night.approval:1:");
  }
}
