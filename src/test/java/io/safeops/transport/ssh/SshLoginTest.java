package io.safeops.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.transport.AgentFixture;
import io.safeops.transport.Connection;
import io.safeops.transport.Keys;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import io.safeops.transport.thread.Parallel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Logging in: by files, passphrases and an agent. */
class SshLoginTest extends SshLoginFixture {

  @Test
  void logsInWithAnIdentityFileOfEachType() throws Exception {
    for (KeyPair pair : List.of(Keys.ed25519(), Keys.rsa(), Keys.ecdsa())) {
      try (SshServerFixture other = new SshServerFixture(Keys.rsa(), pair.getPublic())) {
        Path hosts = Files.writeString(dir.resolve("kh"), other.knownHostsLine());
        SshSettings settings =
            settings()
                .withPort(other.port())
                .withKnownHosts(hosts)
                .withIdentities(Keys.write(dir.resolve("key"), pair));
        try (Connection connection = open(settings)) {
          answers(connection);
        }
      }
    }
  }

  @Test
  void aRefusedKeyIsDeniedInWords() throws Exception {
    Path other = Keys.write(dir.resolve("other"), Keys.ed25519());
    TransportException failure = refused(settings().withIdentities(other, dir.resolve("missing")));
    assertThat(failure.kind()).isEqualTo(TransportFailure.DENIED);
    assertThat(failure)
        .hasMessageContaining("ssh ops@127.0.0.1")
        .hasMessageContaining(other.toString())
        .hasMessageContaining("missing (no such file)")
        .hasMessageContaining("publickey");
  }

  @Test
  void withoutAnyKeyTheMessageSaysWhatIsMissing() throws Exception {
    SshSettings none =
        SshSettings.of("ops", "127.0.0.1").withPort(server.port()).withKnownHosts(knownHosts);
    assertThat(refused(none))
        .hasMessageContaining("no key to log in with")
        .hasMessageContaining("no identity file and no agent");
  }

  @Test
  void thePassphraseOfAnEncryptedKeyIsAskedOnceForAllConnections() throws Exception {
    Path locked = Keys.write(dir.resolve("locked"), USER, "open sesame");
    AtomicInteger asked = new AtomicInteger();
    Keyring keyring =
        new Keyring(
            file -> {
              assertThat(file).isEqualTo(locked);
              asked.incrementAndGet();
              return "open sesame".toCharArray();
            });
    for (int i = 0; i < 3; i++) {
      try (Connection connection =
          new SshTransport(settings().withIdentities(locked), keyring).open(LIMIT)) {
        answers(connection);
      }
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void connectionsOpenedAtOnceShareTheOneAnswer() throws Exception {
    Path locked = Keys.write(dir.resolve("locked"), USER, "open sesame");
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch typing = new CountDownLatch(1);
    Keyring keyring =
        new Keyring(
            file -> {
              asked.incrementAndGet();
              try {
                assertThat(typing.await(700, TimeUnit.MILLISECONDS)).isFalse();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
              return "open sesame".toCharArray();
            });
    SshTransport transport = new SshTransport(settings().withIdentities(locked), keyring);
    SshTransport needsNone = new SshTransport(settings().withIdentities(locked, identity), keyring);
    Parallel.Task<SshTransport, Boolean> open =
        way -> {
          try (Connection connection = way.open(Duration.ofMinutes(1))) {
            answers(connection);
            return true;
          }
        };
    var outcomes = new Parallel(4).run(List.of(transport, transport, needsNone, transport), open);
    assertThat(outcomes)
        .hasSize(4)
        .allSatisfy(o -> assertThat(o).isInstanceOf(Parallel.Done.class));
    assertThat(asked).hasValue(1);
  }

  @Test
  void aWrongPassphraseIsNotAskedForAgain() throws Exception {
    Path locked = Keys.write(dir.resolve("locked"), USER, "open sesame");
    AtomicInteger asked = new AtomicInteger();
    Keyring keyring =
        new Keyring(
            file -> {
              asked.incrementAndGet();
              return "guess".toCharArray();
            });
    SshTransport transport = new SshTransport(settings().withIdentities(locked), keyring);
    for (int i = 0; i < 2; i++) {
      TransportException failure =
          catchThrowableOfType(TransportException.class, () -> transport.open(LIMIT));
      assertThat(failure.kind()).isEqualTo(TransportFailure.DENIED);
      assertThat(failure).hasMessageContaining("wrong passphrase");
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void noPassphraseIsAskedWhenAnotherKeyIsAccepted() throws Exception {
    Path locked = Keys.write(dir.resolve("locked"), Keys.ed25519(), "open sesame");
    Secrets nobody =
        file -> {
          throw new AssertionError("asked for " + file);
        };
    try (Connection connection = open(settings().withIdentities(locked, identity), nobody)) {
      answers(connection);
    }
  }

  @Test
  void anEncryptedKeyWithNobodyToAskIsDeniedInWords() throws Exception {
    Path locked = Keys.write(dir.resolve("locked"), USER, "open sesame");
    assertThat(refused(settings().withIdentities(locked)))
        .hasMessageContaining("passphrase is needed and there is nobody to ask");
  }

  @Test
  void theAgentSignsWithEachTypeOfKey() throws Exception {
    for (KeyPair pair : List.of(Keys.ed25519(), Keys.rsa(), Keys.ecdsa())) {
      Path socket = Files.createTempDirectory("agent").resolve("socket");
      try (SshServerFixture other = new SshServerFixture(HOST, pair.getPublic());
          AgentFixture agent = new AgentFixture(socket, Keys.rsa(), pair)) {
        Path hosts = Files.writeString(dir.resolve("kh"), other.knownHostsLine());
        SshSettings settings =
            SshSettings.of("ops", "127.0.0.1")
                .withPort(other.port())
                .withKnownHosts(hosts)
                .withAgent(socket);
        try (Connection connection = open(settings)) {
          answers(connection);
        }
        assertThat(agent.signatures).hasValue(1);
      } finally {
        Files.deleteIfExists(socket);
        Files.delete(socket.getParent());
      }
    }
  }

  @Test
  void ofManyAgentKeysTheOneBesideAnIdentityFileIsOfferedFirst() throws Exception {
    Path socket = Files.createTempDirectory("agent").resolve("socket");
    Keys.writePublic(dir.resolve("mine"), USER);
    KeyPair[] many = new KeyPair[9];
    for (int i = 0; i < 8; i++) {
      many[i] = Keys.ecdsa();
    }
    many[8] = USER;
    try (AgentFixture agent = new AgentFixture(socket, many);
        Connection connection =
            open(settings().withIdentities(dir.resolve("mine")).withAgent(socket))) {
      answers(connection);
      assertThat(agent.signatures).hasValue(1);
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(socket.getParent());
    }
  }

  @Test
  void anAgentThatIsNotThereDoesNotStopTheIdentityFile() throws Exception {
    try (Connection connection = open(settings().withAgent(dir.resolve("no-agent")))) {
      answers(connection);
    }
  }
}
