package io.safeops.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.transport.Cable;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Eventually;
import io.safeops.transport.Keys;
import io.safeops.transport.Marked;
import io.safeops.transport.NetCat;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ways to a server: directly, by a jump host, by a proxy command, and those that lead nowhere. */
class SshRouteTest extends SshLoginFixture {

  @Test
  void goesThroughAJumpHostWhichIsCheckedToo() throws Exception {
    KeyPair bastionHost = Keys.rsa();
    KeyPair bastionUser = Keys.ecdsa();
    try (SshServerFixture bastion = new SshServerFixture(bastionHost, bastionUser.getPublic())) {
      Path hosts = dir.resolve("bastion_hosts");
      Files.writeString(hosts, bastion.knownHostsLine());
      SshSettings jump =
          SshSettings.of("door", "127.0.0.1")
              .withPort(bastion.port())
              .withKnownHosts(hosts)
              .withIdentities(Keys.write(dir.resolve("bastion"), bastionUser));
      try (Connection connection = open(settings().withJump(jump))) {
        answers(connection);
        assertThat(bastion.users).contains("door");
        assertThat(server.users).contains("ops");
      }
      Files.writeString(hosts, "");
      TransportException failure = refused(settings().withJump(jump));
      assertThat(failure.kind()).isEqualTo(TransportFailure.HOST_KEY);
      assertThat(failure).hasMessageContaining("ssh door@127.0.0.1");

      Files.writeString(hosts, bastion.knownHostsLine());
      assertThat(refused(settings().withPort(1).withJump(jump)).kind())
          .isEqualTo(TransportFailure.UNREACHABLE);
      Eventually.holds(() -> bastion.sessions() == 0);
    }
  }

  @Test
  void goesThroughAProxyCommandAndEndsItOnClose() throws Exception {
    Marked programs = new Marked();
    List<String> relay = new ArrayList<>(NetCat.argv());
    relay.add(1, "-D" + programs.mark());
    try (Connection connection = open(settings().withProxyCommand(relay.toArray(String[]::new)))) {
      answers(connection);
      assertThat(programs.count()).isEqualTo(1);
    }
    Eventually.holds(programs::areGone);
  }

  @Test
  void muchGoesBothWaysAtOnceThroughARelayThatDoesOneThingAtATime() throws Exception {
    byte[] much = new byte[12_000_000];
    new Random(5).nextBytes(much);
    List<String> relay = new ArrayList<>(NetCat.argv());
    relay.add("one-thread");
    try (Connection connection = open(settings().withProxyCommand(relay.toArray(String[]::new)))) {
      assertThat(connection.run(Command.of("cat"), much, LIMIT).output()).isEqualTo(much);
    }
  }

  @Test
  void hostKeysBehindAProxyCommandAreCheckedByTheNodesOwnPort() throws Exception {
    Files.writeString(knownHosts, "");
    TransportException failure =
        refused(settings().withProxyCommand(NetCat.argv().toArray(String[]::new)));
    assertThat(failure.kind()).isEqualTo(TransportFailure.HOST_KEY);
    assertThat(failure).hasMessageContaining("[127.0.0.1]:" + server.port());
  }

  @Test
  void aFailingProxyCommandTellsItsLastWords() {
    TransportException failure =
        refused(
            settings().withProxyCommand("/bin/sh", "-c", "echo no way to $0 >&2; exit 3", "%h"));
    assertThat(failure.kind()).isEqualTo(TransportFailure.UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("ended with status 3")
        .hasMessageContaining("no way to 127.0.0.1");
  }

  @Test
  void aProxyCommandThatDoesNotExistIsNamed() {
    assertThat(refused(settings().withProxyCommand("/no/such/program")))
        .hasMessageContaining("proxy command cannot be started")
        .hasMessageContaining("/no/such/program");
  }

  @Test
  void aSilentProxyCommandIsGivenUpAtTheTimeoutAndKilled() {
    Marked programs = new Marked();
    SshTransport transport =
        new SshTransport(
            settings()
                .withProxyCommand(
                    "/bin/sh", "-c", "echo waiting >&2; sleep 60; :", programs.mark()),
            new Keyring(Secrets.none()));
    TransportException failure =
        catchThrowableOfType(
            TransportException.class, () -> transport.open(Duration.ofMillis(700)));
    assertThat(failure.kind()).isEqualTo(TransportFailure.UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("no answer for 700 ms while exchanging keys")
        .hasMessageContaining("waiting");
    Eventually.holds(programs::areGone);
  }

  @Test
  void aClosedPortIsUnreachable() throws Exception {
    int port = server.port();
    server.close();
    TransportException failure = refused(settings().withPort(port));
    assertThat(failure.kind()).isEqualTo(TransportFailure.UNREACHABLE);
    assertThat(failure).hasMessageContaining("connection refused");
  }

  @Test
  void aNodeThatStopsAnsweringIsGivenUpAtTheTimeout() throws Exception {
    try (Cable cable = new Cable(server.port())) {
      cable.goSilent();
      SshTransport transport =
          new SshTransport(settings().withPort(cable.port()), new Keyring(Secrets.none()));
      long start = System.nanoTime();
      TransportException failure =
          catchThrowableOfType(
              TransportException.class, () -> transport.open(Duration.ofMillis(500)));
      assertThat(failure.kind()).isEqualTo(TransportFailure.UNREACHABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
  }
}
