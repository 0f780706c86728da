package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.inventory.Inventory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host keys are those of the known_hosts files that the inventory names. */
class HostKeysTest {

  @TempDir private Path folder;

  private static String line(String hosts, String key) {
    return hosts
        + " ssh-ed25519 "
        + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8))
        + "\n";
  }

  private static String fingerprint(String key) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
  }

  private HostKeys keys(String known) throws Exception {
    Files.writeString(folder.resolve("known_hosts"), known);
    return HostKeys.of(
        Inventory.load(
            Files.writeString(
                folder.resolve("inventory.yaml"),
                """
                apiVersion: safeops/v1
                kind: Inventory
                defaults:
                  ssh: {known_hosts: known_hosts}
                nodes:
                  ctl: {address: 192.0.2.11, ssh: {port: 2222}}
                  net:
                    address: 192.0.2.12
                    ssh: {jump: door@bastion}
                    oob: {address: 198.51.100.12, survives: [nic]}
                """)));
  }

  @Test
  void eachHostOnAnyWayHasItsKeys() throws Exception {
    HostKeys keys =
        keys(
            line("[192.0.2.11]:2222", "ctl")
                + line("192.0.2.12,198.51.100.12", "net")
                + line("192.0.2.*", "net-too")
                + line("bastion", "door")
                + line("elsewhere", "other"));
    assertThat(keys.fingerprints().keySet())
        .containsExactly("192.0.2.11 2222", "192.0.2.12 22", "198.51.100.12 22", "bastion 22");
    assertThat(keys.fingerprints().get("192.0.2.11 2222")).containsExactly(fingerprint("ctl"));
    assertThat(keys.fingerprints().get("192.0.2.12 22"))
        .containsExactlyInAnyOrder(fingerprint("net"), fingerprint("net-too"));
    assertThat(keys.fingerprints().get("198.51.100.12 22")).containsExactly(fingerprint("net"));
    assertThat(keys.fingerprints().get("bastion 22")).containsExactly(fingerprint("door"));
  }

  @Test
  void aKeyThatIsRevokedIsNotTrusted() throws Exception {
    HostKeys keys = keys(line("192.0.2.12", "net") + "@revoked " + line("*", "net"));
    assertThat(keys.fingerprints().get("192.0.2.12 22")).isEmpty();
  }

  @Test
  void whatIsNotKnownHasNoKeys() throws Exception {
    assertThat(keys("# nothing\n").fingerprints().values())
        .hasSize(4)
        .allMatch(each -> each.isEmpty());
  }
}
