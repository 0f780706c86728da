package io.safeops.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Eventually;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Commands of a user who needs sudo. */
class SshSudoTest extends SshLoginFixture {

  @Test
  void commandsOfASudoUserRunThroughSudoAndKeepTheSessionsAddresses() throws Exception {
    Path sudo = fakeSudo("shift 2; exec \"$@\"");
    try (Connection connection = open(settings().withSudo(true))) {
      Result result =
          connection.run(
              Command.of("/bin/sh", "-c", "echo \"$SSH_CONNECTION\"; printf %s \"$1\"", "x", "a'b"),
              new byte[0],
              LIMIT);
      assertThat(result.outputText()).isEqualTo("198.51.100.7 4242 192.0.2.12 22\na'b");
    } finally {
      Files.delete(sudo);
    }
  }

  @Test
  void sudoThatWantsAPasswordIsDeniedWhenOpening() throws Exception {
    Path sudo = fakeSudo("echo 'sudo: a password is required' >&2; exit 1");
    try {
      TransportException failure = refused(settings().withSudo(true));
      assertThat(failure.kind()).isEqualTo(TransportFailure.DENIED);
      assertThat(failure)
          .hasMessageContaining("a password is required")
          .hasMessageContaining("ops ALL=(root) NOPASSWD: ALL");
      Eventually.holds(() -> server.sessions() == 0);
    } finally {
      Files.delete(sudo);
    }
  }

  /** Puts a sudo of our own where the server's shell finds it first. */
  private Path fakeSudo(String body) throws IOException {
    Path sudo = dir.resolve("sudo");
    Files.writeString(sudo, "#!/bin/sh\n" + body + "\n", StandardCharsets.UTF_8);
    assertThat(sudo.toFile().setExecutable(true)).isTrue();
    server.pathPrefix(dir);
    return sudo;
  }
}
