package io.safeops.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.transport.Connection;
import io.safeops.transport.Keys;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;

/** Host keys: what is trusted, what is refused, and what the message names. */
class SshHostKeyTest extends SshLoginFixture {

  @Test
  void anUnknownHostKeyIsRefusedAndTheMessageNamesFilesAndFingerprint() throws Exception {
    Path empty = Files.createFile(dir.resolve("empty"));
    Path absent = dir.resolve("absent");
    TransportException failure = refused(settings().withKnownHosts(empty, absent));
    assertThat(failure.kind()).isEqualTo(TransportFailure.HOST_KEY);
    assertThat(failure)
        .hasMessageContaining("unknown")
        .hasMessageContaining(empty.toString())
        .hasMessageContaining(absent.toString())
        .hasMessageContaining(fingerprint(HOST));
    assertThat(Files.size(empty)).isZero();
    assertThat(absent).doesNotExist();
    assertThat(server.users).isEmpty();
  }

  @Test
  void aChangedHostKeyIsRefusedAndTheMessageNamesLineAndBothFingerprints() throws Exception {
    KeyPair other = Keys.ecdsa();
    Files.writeString(
        knownHosts,
        "# a comment\n"
            + SshServerFixture.knownHostsLine("[127.0.0.1]:" + server.port(), other.getPublic()));
    TransportException failure = refused(settings());
    assertThat(failure.kind()).isEqualTo(TransportFailure.HOST_KEY);
    assertThat(failure)
        .hasMessageContaining("CHANGED")
        .hasMessageContaining(knownHosts + ":2")
        .hasMessageContaining(fingerprint(other))
        .hasMessageContaining(fingerprint(HOST));
  }

  @Test
  void aRevokedHostKeyIsRefusedThoughAnotherLineTrustsIt() throws Exception {
    Files.writeString(
        knownHosts,
        server.knownHostsLine() + "@revoked * " + server.knownHostsLine().split(" ", 2)[1]);
    assertThat(refused(settings())).hasMessageContaining("revoked by " + knownHosts + ":2");
  }

  @Test
  void aHostKeyForAnotherPortIsNotTaken() throws Exception {
    Files.writeString(
        knownHosts,
        SshServerFixture.knownHostsLine("127.0.0.1", HOST.getPublic())
            + SshServerFixture.knownHostsLine("[127.0.0.1]:1", HOST.getPublic()));
    assertThat(refused(settings()).kind()).isEqualTo(TransportFailure.HOST_KEY);
  }

  @Test
  void theSecondFileAndHashedNamesAreRead() throws Exception {
    Path second = dir.resolve("hashed");
    Files.writeString(
        second,
        SshServerFixture.knownHostsLine(
            HostPatternTest.hash("[127.0.0.1]:" + server.port()), HOST.getPublic()));
    try (Connection connection =
        open(settings().withKnownHosts(Files.createFile(dir.resolve("first")), second))) {
      answers(connection);
    }
  }
}
