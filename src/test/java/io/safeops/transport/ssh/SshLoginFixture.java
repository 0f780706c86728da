package io.safeops.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Keys;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real server, and what a test of logging in to it needs. */
abstract class SshLoginFixture {

  static final Duration LIMIT = Duration.ofSeconds(20);
  static final KeyPair HOST = Keys.ecdsa();
  static final KeyPair USER = Keys.ed25519();

  @TempDir Path dir;
  SshServerFixture server;
  Path identity;
  Path knownHosts;

  @BeforeEach
  void start() throws IOException {
    server = new SshServerFixture(HOST, USER.getPublic());
    identity = Keys.write(dir.resolve("id"), USER);
    knownHosts = Files.writeString(dir.resolve("known_hosts"), server.knownHostsLine());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  SshSettings settings() {
    return SshSettings.of("ops", "127.0.0.1")
        .withPort(server.port())
        .withIdentities(identity)
        .withKnownHosts(knownHosts);
  }

  static Connection open(SshSettings settings) throws TransportException {
    return open(settings, Secrets.none());
  }

  static Connection open(SshSettings settings, Secrets secrets) throws TransportException {
    return new SshTransport(settings, new Keyring(secrets)).open(LIMIT);
  }

  static TransportException refused(SshSettings settings) {
    return refused(settings, Secrets.none());
  }

  static TransportException refused(SshSettings settings, Secrets secrets) {
    TransportException failure =
        catchThrowableOfType(TransportException.class, () -> open(settings, secrets).close());
    assertThat(failure).as("a failure").isNotNull();
    return failure;
  }

  static void answers(Connection connection) throws TransportException {
    Result result = connection.run(Command.of("echo", "hello"), new byte[0], LIMIT);
    assertThat(result.outputText()).isEqualTo("hello\n");
    assertThat(result.exit()).isZero();
  }

  static String fingerprint(KeyPair pair) {
    return org.apache.sshd.common.config.keys.KeyUtils.getFingerPrint(pair.getPublic());
  }
}
