package io.safeops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.file.FactsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long a command takes from a cold start: beside an interpreter that does nothing, and
 * beside the check that a user of Ansible (Debian's {@code ansible-core}) makes of a playbook.
 */
class StartUpBenchmark {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";

  /** What the plan does, as a playbook of Ansible. */
  private static final String PLAYBOOK =
      """
      - hosts: all
        gather_facts: false
        vars: {switch: %s}
        tasks:
          - name: remove the localnet port
            ansible.builtin.command: ovn-nbctl --if-exists lsp-del localnet
          - name: make it again
            ansible.builtin.command: ovn-nbctl lsp-add {{ switch }} localnet
          - name: check
            ansible.builtin.command: ovn-nbctl lsp-list {{ switch }}
            register: ports
            failed_when: "'localnet' not in ports.stdout"
      """
          .formatted(SWITCH);

  @TempDir Path dir;

  @Test
  void reviewOfFactsFromAFile() throws Exception {
    String[] review = review();
    String safeops = Path.of("safeops").toAbsolutePath().toString();
    new Race()
        .add("python3 -c pass", () -> runs("python3", "-c", "pass"))
        .add("safeops --version", () -> runs(safeops, "--version"))
        .add("safeops review --facts", () -> runs(review))
        .run(3, 21)
        .expectAtMost("safeops --version", 12)
        .expectAtMost("safeops review --facts", 40);
  }

  @Test
  void reviewBesideTheCheckOfAPlaybook() throws Exception {
    Path playbook = Files.writeString(dir.resolve("playbook.yaml"), PLAYBOOK);
    assertThat(Path.of("/usr/bin/ansible-playbook"))
        .as("the peer: apt-get install ansible-core")
        .isExecutable();
    String[] review = review();
    new Race()
        .add("ansible-playbook --syntax-check", () -> runs(syntaxCheck(playbook)))
        .add("safeops review --facts", () -> runs(review))
        .run(3, 21)
        .expectAtMost("safeops review --facts", 3);
  }

  /** The review of a playbook, on facts and an inventory that this writes. */
  private String[] review() throws Exception {
    Path facts = dir.resolve("facts.json");
    FactsFile.save(RecordedNodes.cluster(), facts);
    Path inventory =
        Files.writeString(
            dir.resolve("inventory.yaml"),
            """
            apiVersion: safeops/v1
            kind: Inventory
            nodes:
              ctl: {address: 192.0.2.11, roles: [central, chassis], oob: [{name: console, console: a, survives: [nic, lan]}]}
              net: {address: 192.0.2.12, roles: [chassis, gateway], oob: [{name: console, console: b, survives: [nic, lan]}]}
              cmp: {address: 192.0.2.13, roles: [chassis], oob: [{name: console, console: c, survives: [nic, lan]}]}
            """);
    return new String[] {
      Path.of("safeops").toAbsolutePath().toString(),
      "review",
      "playbooks/recreate-localnet.yaml",
      "-p",
      "switch=" + SWITCH,
      "-i",
      inventory.toString(),
      "--facts",
      facts.toString(),
      "--waive",
      "management-path/survives-reboot",
      "--because",
      "the recording does not say it"
    };
  }

  private static String[] syntaxCheck(Path playbook) {
    return new String[] {"/usr/bin/ansible-playbook", "--syntax-check", playbook.toString()};
  }

  private void runs(String... argv) throws Exception {
    Path said = dir.resolve("said");
    Process process =
        new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    process.getOutputStream().close();
    assertThat(process.waitFor())
        .as(() -> String.join(" ", List.of(argv)) + ": " + read(said))
        .isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException unreadable) {
      return unreadable.toString();
    }
  }
}
