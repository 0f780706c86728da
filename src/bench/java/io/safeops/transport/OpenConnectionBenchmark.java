package io.safeops.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.bench.Race;
import io.safeops.transport.ssh.Keyring;
import io.safeops.transport.ssh.Secrets;
import io.safeops.transport.ssh.SshServerFixture;
import io.safeops.transport.ssh.SshSettings;
import io.safeops.transport.ssh.SshTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures one command over an open connection, beside one over OpenSSH's ControlMaster to the same
 * server. Without TCP_NODELAY each of our commands would wait some 40 ms for an acknowledgement.
 */
class OpenConnectionBenchmark {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final KeyPair HOST = Keys.ecdsa();
  private static final KeyPair USER = Keys.ed25519();

  @TempDir Path dir;

  @Test
  void commandOnAnOpenConnection() throws Exception {
    Path key = Keys.write(dir.resolve("id"), USER);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    try (SshServerFixture server = new SshServerFixture(HOST, USER.getPublic())) {
      Path hosts = Files.writeString(dir.resolve("known_hosts"), server.knownHostsLine());
      SshSettings settings =
          SshSettings.of("root", "127.0.0.1")
              .withPort(server.port())
              .withKnownHosts(hosts)
              .withIdentities(key);
      List<String> ssh =
          List.of(
              "ssh",
              "-F",
              "none",
              "-i",
              key.toString(),
              "-o",
              "IdentitiesOnly=yes",
              "-o",
              "UserKnownHostsFile=" + hosts,
              "-o",
              "BatchMode=yes",
              "-o",
              "ControlPath=" + dir.resolve("master"),
              "-p",
              String.valueOf(server.port()),
              "root@127.0.0.1");
      Process master = new ProcessBuilder(with(ssh, "-M", "-N")).inheritIO().start();
      try (Connection connection =
          new SshTransport(settings, new Keyring(Secrets.none())).open(LIMIT)) {
        Eventually.holds(() -> Files.exists(dir.resolve("master")));
        Race race =
            new Race()
                .add(
                    "ssh by its ControlMaster",
                    () -> {
                      Process process = new ProcessBuilder(with(ssh)).inheritIO().start();
                      assertThat(process.waitFor()).isZero();
                    })
                .add(
                    "safeops on an open connection",
                    () ->
                        assertThat(connection.run(Command.of("true"), new byte[0], LIMIT).exit())
                            .isZero());
        race.run(20, 101).expectAtMost("safeops on an open connection", 1);
      } finally {
        master.destroy();
        master.waitFor();
      }
    }
  }

  /** Puts the options before the destination. Without options the client runs {@code true}. */
  private static List<String> with(List<String> ssh, String... options) {
    List<String> argv = new ArrayList<>(ssh);
    argv.addAll(argv.size() - 1, List.of(options));
    if (options.length == 0) {
      argv.add("true");
    }
    return argv;
  }
}
