package io.safeops.transport.ssh;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.transport.TransportException;
import org.junit.jupiter.api.Test;

/** What is made of sshj's own ways to fail. */
class SshOpeningTest {

  /** Seen on a loaded machine: "Not connected", where the host key had been refused. */
  @Test
  void connectionThatWasEndedBeforeItWasLookedAtTellsWhatEndedIt() throws Exception {
    try (SSHClient client = new SSHClient(SshAlgorithms.config())) {
      client
          .getTransport()
          .init(
              "node",
              22,
              new ByteArrayInputStream("SSH-2.0-node\r\n".getBytes(US_ASCII)),
              OutputStream.nullOutputStream());

      assertThatThrownBy(
              () ->
                  SshOpening.connecting(
                      client,
                      () -> {
                        throw new IllegalStateException("Not connected");
                      }))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("EOF");
    }
  }
}
