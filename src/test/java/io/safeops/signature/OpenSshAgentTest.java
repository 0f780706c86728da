package io.safeops.signature;

import static io.safeops.signature.Signers.ALICE;
import static io.safeops.signature.Signers.MESSAGE;
import static io.safeops.signature.Signers.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.transport.ssh.Secrets;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing through the ssh-agent of this machine. */
@Tag("process")
class OpenSshAgentTest {

  @TempDir Path dir;
  private Path socket;
  private Process agent;
  private OpenSsh openSsh;

  @BeforeEach
  void start() throws Exception {
    socket = dir.resolve("agent");
    agent =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .start();
    // It prints where it listens when it does.
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(agent.getInputStream(), StandardCharsets.US_ASCII));
    assertThat(out.readLine()).contains("SSH_AUTH_SOCK");
    openSsh = new OpenSsh(dir).with("SSH_AUTH_SOCK", socket.toString());
  }

  @AfterEach
  void stop() throws Exception {
    agent.destroy();
    assertThat(agent.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private void add(String key) throws Exception {
    OpenSsh.Ended added = openSsh.run(new byte[0], "ssh-add", "-q", key);
    assertThat(added.exit()).as(added.text()).isZero();
  }

  private void counts(String armored, String line) throws Exception {
    Path signers = openSsh.signers(line);
    assertThat(
            AllowedSigners.load(signers)
                .verify(armored, MESSAGE, SignatureNamespace.APPROVAL, NOW)
                .principals())
        .containsExactly(ALICE);
    OpenSsh.Ended theirs = openSsh.verify(signers, ALICE, armored, MESSAGE);
    assertThat(theirs.exit()).as(theirs.text()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"ed25519, 256", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521", "rsa, 2048"})
  void theOnlyKeyOfTheAgentSigns(String type, int bits) throws Exception {
    openSsh.key("id", type, bits);
    add("id");
    try (MessageSigner signer = AgentSigner.open(socket, Optional.empty())) {
      assertThat(signer.key().line()).isEqualTo(openSsh.publicKey("id"));
      String armored = signer.sign(SignatureNamespace.APPROVAL, MESSAGE);
      counts(armored, ALICE + " " + openSsh.publicKey("id"));
    }
  }

  @ParameterizedTest
  @CsvSource({"ed25519, 256", "ecdsa, 256", "rsa, 2048"})
  void theCertificateInTheAgentSigns(String type, int bits) throws Exception {
    openSsh.key("ca", "ed25519", 256);
    openSsh.key("id", type, bits);
    Path certificate = openSsh.certify("ca", "id");
    add("id");
    assertThatThrownBy(() -> AgentSigner.open(socket, Optional.empty()))
        .hasMessageContaining("the ssh agent holds 2 keys, say which one")
        .hasMessageContaining("-cert-v01@openssh.com) id");
    try (MessageSigner signer =
        SignerChoice.parse("agent:" + certificate).open(Secrets.none(), Optional.of(socket))) {
      assertThat(signer.key().isCertificate()).isTrue();
      String armored = signer.sign(SignatureNamespace.APPROVAL, MESSAGE);
      counts(armored, "*@example.org cert-authority " + openSsh.publicKey("ca"));
    }
  }

  @Test
  void aKeyThatIsNoLongerInTheAgentSignsNothing() throws Exception {
    openSsh.key("id", "ed25519", 256);
    add("id");
    try (MessageSigner signer = AgentSigner.open(socket, Optional.empty())) {
      assertThat(openSsh.run(new byte[0], "ssh-add", "-q", "-D").exit()).isZero();
      assertThatThrownBy(() -> signer.sign(SignatureNamespace.APPROVAL, MESSAGE))
          .isInstanceOf(SignatureException.class)
          .hasMessage("the ssh agent refused to sign with id");
    }
  }
}
