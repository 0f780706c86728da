package io.safeops.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.transport.Cable;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is slow and moves is not given up; what stands still is. */
@Tag("process")
class SlowLinkTest extends SshLoginFixture {

  /** So long nothing may come. */
  private static final Duration STILL = Duration.ofSeconds(4);

  private SshTransport through(Cable cable) throws Exception {
    java.nio.file.Files.writeString(
        knownHosts,
        SshServerFixture.knownHostsLine("[127.0.0.1]:" + cable.port(), HOST.getPublic()));
    return new SshTransport(settings().withPort(cable.port()), new Keyring(Secrets.none()));
  }

  @Test
  void aLoginThatAdvancesTakesLongerThanNothingMayCome() throws Exception {
    try (Cable cable = new Cable(server.port())) {
      SshTransport transport = through(cable);
      cable.slow(Duration.ofMillis(1200));
      long start = System.nanoTime();
      try (Connection connection = transport.open(STILL)) {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(STILL);
        assertThat(connection.isOpen()).isTrue();
      }
    }
  }

  @Test
  void aLoginThatStandsStillIsGivenUp() throws Exception {
    try (Cable cable = new Cable(server.port())) {
      SshTransport transport = through(cable);
      cable.goSilent();
      TransportException failure =
          catchThrowableOfType(
              TransportException.class, () -> transport.open(Duration.ofMillis(700)));
      assertThat(failure.kind()).isEqualTo(TransportFailure.UNREACHABLE);
      assertThat(failure.isTimeout()).isTrue();
      assertThat(failure)
          .hasMessageContaining("no answer for 700 ms while exchanging keys with 127.0.0.1");
    }
  }

  @Test
  void aCommandThatPrintsTakesLongerThanItMayBeSilent() throws Exception {
    try (Connection connection = open(settings())) {
      Result result =
          connection.run(
              Command.of("/bin/sh", "-c", "for i in 1 2 3 4; do sleep 1.5; echo $i; done"),
              new byte[0],
              STILL);
      assertThat(result.outputText()).isEqualTo("1\n2\n3\n4\n");
    }
  }
}
