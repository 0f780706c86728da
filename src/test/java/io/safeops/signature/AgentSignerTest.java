package io.safeops.signature;

import static io.safeops.signature.Signers.MESSAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.transport.AgentFixture;
import io.safeops.transport.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Optional;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing through an ssh agent: which of its keys. */
class AgentSignerTest {

  private static final KeyPair ED25519 = Keys.ed25519();
  private static final KeyPair ECDSA = Keys.ecdsa();
  private static final KeyPair RSA = Keys.rsa();

  @TempDir Path dir;
  private Path socket;

  @BeforeEach
  void place() {
    socket = dir.resolve("agent");
  }

  @Test
  void theOnlyKeySigns() throws Exception {
    for (KeyPair pair : new KeyPair[] {ED25519, ECDSA, RSA}) {
      Files.deleteIfExists(socket);
      try (AgentFixture agent = new AgentFixture(socket, pair);
          MessageSigner signer = AgentSigner.open(socket, Optional.empty())) {
        assertThat(signer.key().line()).isEqualTo(PublicKeyEntry.toString(pair.getPublic()));
        SshSignature.parse(signer.sign(SignatureNamespace.APPROVAL, MESSAGE))
            .verify(MESSAGE, SignatureNamespace.APPROVAL);
        assertThat(agent.signatures).hasValue(1);
      }
    }
  }

  @Test
  void aFileSaysWhichOfSeveralKeys() throws Exception {
    try (AgentFixture agent = new AgentFixture(socket, ED25519, RSA);
        MessageSigner signer = AgentSigner.open(socket, Optional.of(publicHalf(RSA)))) {
      assertThat(signer.key().type()).isEqualTo("ssh-rsa");
      signer.sign(SignatureNamespace.APPROVAL, MESSAGE);
      assertThat(agent.signatures).hasValue(1);
    }
  }

  @Test
  void severalKeysAreNamedWhereNoneIsChosen() throws Exception {
    try (AgentFixture agent = new AgentFixture(socket, ED25519, RSA)) {
      refused(
          Optional.empty(),
          "the ssh agent holds 2 keys, say which one by `agent:FILE.pub`: SHA256:");
      refused(Optional.empty(), "(ssh-rsa) key in the agent");
      assertThat(agent.signatures).hasValue(0);
    }
  }

  @Test
  void aKeyThatTheAgentDoesNotHoldIsNamed() throws Exception {
    Path file = publicHalf(ECDSA);
    String name = SshPublicKey.parse(Files.readString(file)).toString();
    try (AgentFixture agent = new AgentFixture(socket, ED25519)) {
      refused(
          Optional.of(file),
          "the ssh agent does not hold the key " + name + " of " + file + ": add it with ssh-add");
      refused(Optional.of(dir.resolve("missing.pub")), "missing.pub: no such file");
      assertThat(agent.signatures).hasValue(0);
    }
  }

  @Test
  void anAgentWithoutKeysOrWithoutAnAnswerIsExplained() throws Exception {
    refused(Optional.empty(), "no ssh agent answers at " + socket + " (SSH_AUTH_SOCK)");
    try (AgentFixture agent = new AgentFixture(socket)) {
      refused(Optional.empty(), "the ssh agent holds no key that can sign: add one with ssh-add");
      assertThat(agent.signatures).hasValue(0);
    }
  }

  /** An agent that signs with another key than it was asked for is found out. */
  @Test
  void aSignatureOfAnotherKeyIsNotPassedOn() throws Exception {
    KeyPair mixed = new KeyPair(ED25519.getPublic(), Keys.ed25519().getPrivate());
    try (AgentFixture agent = new AgentFixture(socket, mixed);
        MessageSigner signer = AgentSigner.open(socket, Optional.empty())) {
      assertThatThrownBy(() -> signer.sign(SignatureNamespace.APPROVAL, MESSAGE))
          .isInstanceOf(SignatureException.class)
          .hasMessageContaining("does not fit the message");
      assertThat(agent.signatures).hasValue(1);
    }
  }

  private void refused(Optional<Path> publicKey, String sentence) {
    assertThatThrownBy(() -> AgentSigner.open(socket, publicKey))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining(sentence);
  }

  private Path publicHalf(KeyPair pair) throws IOException {
    Path key = dir.resolve("key");
    Keys.writePublic(key, pair);
    return dir.resolve("key.pub");
  }
}
