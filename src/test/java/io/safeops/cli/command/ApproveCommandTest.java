package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.approval.SignedApproval;
import io.safeops.cli.view.Failures;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** An approval is made, listed, shown and checked; the keys and the cluster are not real. */
class ApproveCommandTest {

  private static final Instant NOW = Instant.parse("2026-12-01T20:00:00.5Z");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ApprovalWorld world = new ApprovalWorld(NOW);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void files() throws Exception {
    file = folder.resolve("night.approval");
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
  }

  private int runs(Object command, String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(Failures::inCommand)
        .execute(words);
  }

  private int approves(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                folder.resolve("plan.yaml").toString(),
                "-i",
                folder.resolve("inventory.yaml").toString(),
                "-p",
                "switch=neutron-11111111-1111-4111-8111-111111111111",
                "--key",
                "alice-key",
                "--as",
                "alice",
                "-o",
                file.toString()));
    words.addAll(Arrays.asList(more));
    if (!words.contains("--expires")) {
      words.addAll(List.of("--expires", "12h"));
    }
    return runs(new ApproveCommand(world), words.toArray(String[]::new));
  }

  @Test
  void theReviewIsShownAndTheApprovalWritten() throws Exception {
    assertThat(approves("--purpose", "the night of Tuesday", "--uses", "2"))
        .as(err.toString())
        .isZero();
    assertThat(err.toString())
        .contains(
            "plan night",
            "the approval would say:",
            "approver   alice, as the approval says",
            "valid      2026-12-01T20:00:00Z to 2026-12-02T08:00:00Z, 2 runs, signed at",
            "node       net, armed");
    assertThat(out.toString().strip())
        .isEqualTo(
            file
                + " and "
                + file
                + ".sig: plan night by alice, 2026-12-01T20:00:00Z to 2026-12-02T08:00:00Z, 2 runs:"
                + " the night of Tuesday");
    assertThat(SignedApproval.read(file).approval().approver()).isEqualTo("alice");
    assertThat(world.asked).isEqualTo(1);
  }

  @Test
  void whoDoesNotAgreeSignsNothing() {
    world.agrees = false;
    assertThat(approves()).isEqualTo(6);
    assertThat(err.toString()).contains("not signed; nothing was written");
    assertThat(file).doesNotExist();
  }

  @Test
  void withoutATerminalNothingIsSigned() {
    world.hasTerminal = false;
    assertThat(approves()).isEqualTo(2);
    assertThat(err.toString()).contains("approve asks whether to sign: run it on a terminal");
  }

  @Test
  void aFileThatIsThereIsToldOfBeforeAnythingIsRead() throws Exception {
    Files.writeString(file, "mine");
    assertThat(approves()).isEqualTo(2);
    assertThat(err.toString()).contains("it exists, and an approval is never overwritten");
    assertThat(world.asked).isZero();
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--expires|soon|--expires soon: expected a time such as 12h or 7d",
        "--not-before|tomorrow|--not-before tomorrow: expected a time such as 2026-12-01T22:00:00Z",
        "--not-before|2026-12-01T19:00:00Z|not-before 2026-12-01T19:00:00Z is before the time of",
        "--uses|0|an approval covers 1 to 1000 runs, not 0",
        "--confirm|maybe|--confirm maybe: expected code or hold",
        "--before|other|--before other: expected same or any",
        "--may-move|vm1|--may-move vm1: expected PORT=NODE,NODE",
        "--may-move|vm1=net|port vm1 may move between two nodes or more"
      })
  void anOptionThatMakesNoSenseIsNamed(String option, String value, String message) {
    assertThat(approves(option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(world.asked).isZero();
  }

  @Test
  void nodesThatAreNotListedAreRefused() {
    assertThat(approves("--nodes", "ctl,net")).isEqualTo(3);
    assertThat(err.toString()).contains("the plan also touches cmp");
    assertThat(file).doesNotExist();
  }

  @Test
  void theTermsAreThoseOfTheOptions() throws Exception {
    assertThat(
            approves(
                "--not-before",
                "2026-12-05T22:00:00+01:00",
                "--expires",
                "2h",
                "--confirm",
                "hold",
                "--before",
                "any",
                "--take-back"))
        .as(err.toString())
        .isZero();
    assertThat(runs(new ApprovalsShowCommand(), file.toString())).isZero();
    assertThat(out.toString())
        .contains(
            "2026-12-05T21:00:00Z to 2026-12-05T23:00:00Z, one run",
            "confirm    by itself",
            "take back  covered",
            "may be anything, if the plan makes the same of them");
  }

  @Test
  void approvalsAreListedAndShown() {
    assertThat(approves()).as(err.toString()).isZero();
    assertThat(runs(new ApprovalsListCommand(), file.toString())).isZero();
    assertThat(out.toString().strip())
        .isEqualTo(
            file + "  plan night by alice, 2026-12-01T20:00:00Z to 2026-12-02T08:00:00Z, one run");
    assertThat(runs(new ApprovalsListCommand(), file.toString(), "--format", "json")).isZero();
    assertThat(out.toString())
        .startsWith("[{\"file\":\"" + file + "\",\"digest\":\"")
        .contains("\"plan\":\"night\",\"approver\":\"alice\"");
    assertThat(runs(new ApprovalsShowCommand(), file.toString(), "--format", "json")).isZero();
    assertThat(out.toString()).contains("\"statement\":{\"approver\":\"alice\",\"binding\":{");
  }

  private int checks(String... more) {
    List<String> words = new ArrayList<>(List.of(file.toString()));
    words.addAll(Arrays.asList(more));
    return runs(new ApprovalsCheckCommand(world), words.toArray(String[]::new));
  }

  @Test
  void aGoodApprovalIsGood() {
    assertThat(approves()).isZero();
    assertThat(checks()).isZero();
    assertThat(out.toString())
        .startsWith("good: " + file)
        .contains("signed by alice with SHA256:alice");
    assertThat(checks("--format", "json")).isZero();
    assertThat(out.toString()).contains("\"good\":true,\"refusals\":[],\"principals\":[\"alice\"]");
  }

  @Test
  void anApprovalThatIsOverIsNamed() {
    assertThat(approves()).isZero();
    world.now = NOW.plusSeconds(13 * 3600);
    assertThat(checks()).isEqualTo(6);
    assertThat(out.toString())
        .startsWith("NOT GOOD: " + file)
        .contains("it was valid until 2026-12-02T08:00:00Z, and the clock of this machine says");
    assertThat(checks("--format", "json")).isEqualTo(6);
    assertThat(out.toString()).contains("\"refusals\":[{\"kind\":\"expired\",\"text\":");
  }

  @Test
  void aByteThatWasChangedIsFound() throws Exception {
    assertThat(approves("--purpose", "for one")).isZero();
    Files.writeString(file, Files.readString(file).replace("for one", "for two"));
    assertThat(checks()).isEqualTo(6);
    assertThat(out.toString()).contains("its signature does not count: nobody may sign");
    Files.writeString(file, Files.readString(file).replace("\"uses\":\"1\"", "\"uses\":1"));
    assertThat(checks()).isEqualTo(2);
    assertThat(err.toString()).startsWith(file + ":1:");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(runs(new ApprovalsListCommand(), file.toString())).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo(file + ": no such file");
  }
}
