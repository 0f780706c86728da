package io.safeops.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.transport.Cable;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Eventually;
import io.safeops.transport.Keys;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import io.safeops.transport.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on an open connection to a real server. */
class SshConnectionTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final KeyPair HOST = Keys.ecdsa();
  private static final KeyPair USER = Keys.ed25519();

  @TempDir Path dir;
  private SshServerFixture server;
  private Cable cable;
  private Connection connection;

  @BeforeEach
  void start() throws Exception {
    server = new SshServerFixture(HOST, USER.getPublic());
    cable = new Cable(server.port());
    Path hosts = dir.resolve("known_hosts");
    Files.writeString(
        hosts, SshServerFixture.knownHostsLine("[127.0.0.1]:" + cable.port(), HOST.getPublic()));
    SshSettings settings =
        SshSettings.of("root", "127.0.0.1")
            .withPort(cable.port())
            .withKnownHosts(hosts)
            .withIdentities(Keys.write(dir.resolve("id"), USER));
    connection = new SshTransport(settings, new Keyring(Secrets.none())).open(LIMIT);
  }

  @AfterEach
  void stop() throws IOException {
    connection.close();
    cable.close();
    server.close();
  }

  private static Command sh(String script, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    argv.addAll(List.of(arguments));
    return new Command(argv);
  }

  private Result run(Command command, String input) throws TransportException {
    return connection.run(command, input.getBytes(StandardCharsets.UTF_8), LIMIT);
  }

  @Test
  void givesStandardInputOutputErrorAndStatus() throws Exception {
    Result result = run(sh("tr a-z A-Z; echo oops >&2; exit 7"), "hello");
    assertThat(result.outputText()).isEqualTo("HELLO");
    assertThat(result.errorText()).isEqualTo("oops\n");
    assertThat(result.exit()).isEqualTo(7);
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    String odd = "a b'c\"d$e`f\\g\n*?[h];&|<>(){}~#!%\t-";
    assertThat(run(sh("printf '%s|' \"$@\"", odd, "", "-n"), "").outputText())
        .isEqualTo(odd + "||-n|");
  }

  @Test
  void aBigOutputAndABigInputPassWhole() throws Exception {
    String big = "0123456789abcdef".repeat(512 * 1024);
    Result result = run(sh("tee /dev/stderr | cat"), big);
    assertThat(result.output()).hasSize(big.length());
    assertThat(result.outputText()).isEqualTo(big);
    assertThat(result.error()).hasSize(64 * 1024);
  }

  @Test
  void tooBigAnOutputIsAnErrorAndTheConnectionStaysUsable() throws Exception {
    TransportException failure =
        catchThrowableOfType(
            TransportException.class, () -> run(sh("head -c 34000000 /dev/zero; sleep 60"), ""));
    assertThat(failure.kind()).isEqualTo(TransportFailure.LOST);
    assertThat(failure).hasMessageContaining("more than 32 MiB");
    assertThat(run(sh("echo still here"), "").outputText()).isEqualTo("still here\n");
  }

  @Test
  void aCommandThatDoesNotReadItsInputStillEnds() throws Exception {
    assertThat(run(sh("exit 3"), "x".repeat(4 * 1024 * 1024)).exit()).isEqualTo(3);
  }

  @Test
  void aCommandThatDoesNotEndIsGivenUpAtTheTimeout() throws Exception {
    long start = System.nanoTime();
    TransportException failure =
        catchThrowableOfType(
            TransportException.class,
            () -> connection.run(sh("sleep 60"), new byte[0], Duration.ofMillis(300)));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(failure.kind()).isEqualTo(TransportFailure.LOST);
    assertThat(failure)
        .hasMessageContaining("did not end: no answer for 300 ms")
        .hasMessageContaining("ssh root@127.0.0.1");
    assertThat(run(sh("echo still here"), "").outputText()).isEqualTo("still here\n");
  }

  @Test
  void aConnectionCutMidCommandIsLostAtOnce() throws Exception {
    CompletableFuture<TransportException> failure =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(
                    TransportException.class, () -> run(sh("echo begun; sleep 60"), "")));
    Eventually.holds(() -> !server.commands.isEmpty());
    server.cutAll();
    assertThat(failure.get(5, TimeUnit.SECONDS).kind()).isEqualTo(TransportFailure.LOST);
    Eventually.holds(() -> !connection.isOpen());
    assertThat(catchThrowableOfType(TransportException.class, () -> run(sh("true"), "")).kind())
        .isEqualTo(TransportFailure.LOST);
  }

  @Test
  void theOtherEndAnswersThoughACommandDoesNotAndNotOnADeadLink() throws Exception {
    LineChannel stuck = connection.start(sh("sleep 60"));
    assertThat(connection.answers(Duration.ofSeconds(20))).isTrue();
    cable.goSilent();
    assertThat(connection.answers(Duration.ofMillis(300))).isFalse();
    stuck.close();
  }

  @Test
  void aSilentLinkDoesNotHoldACallerPastItsTimeoutNorClosing() throws Exception {
    cable.goSilent();
    long start = System.nanoTime();
    TransportException failure =
        catchThrowableOfType(
            TransportException.class,
            () -> connection.run(sh("true"), new byte[0], Duration.ofMillis(300)));
    assertThat(failure.kind()).isEqualTo(TransportFailure.LOST);
    connection.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void moreCommandsAtOnceThanSshdTakesSessionsWaitTheirTurn() throws Exception {
    List<CompletableFuture<String>> running = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "n" + i;
      running.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return run(sh("sleep 0.05; echo \"$1\"", name), "").outputText();
                } catch (TransportException failed) {
                  throw new IllegalStateException(failed);
                }
              }));
    }
    for (int i = 0; i < 20; i++) {
      assertThat(running.get(i).get(20, TimeUnit.SECONDS)).isEqualTo("n" + i + "\n");
    }
  }

  @Test
  void linesGoBothWaysUntilTheCommandEnds() throws Exception {
    try (LineChannel channel =
        connection.start(sh("while read -r l; do echo \"got $l\"; done; echo bye"))) {
      for (int i = 0; i < 100; i++) {
        channel.send("line " + i + " ä");
        assertThat(channel.receive()).isEqualTo("got line " + i + " ä");
      }
    }
  }

  @Test
  void theEndOfACommandIsNullAndItsLastWordsAreKept() throws Exception {
    try (LineChannel channel =
        connection.start(sh("echo one; echo 'base64: not found' >&2; exit 9"))) {
      assertThat(channel.receive()).isEqualTo("one");
      assertThat(channel.receive()).isNull();
      assertThat(channel.receive()).isNull();
      assertThat(channel.lastWords()).isEqualTo("base64: not found");
    }
  }

  @Test
  void aLineOfTwoMebibytesPassesAndALongerOneDoesNot() throws Exception {
    try (LineChannel channel =
        connection.start(
            sh(
                "head -c 2097152 /dev/zero | tr '\\0' a; echo;"
                    + " head -c 2097153 /dev/zero | tr '\\0' a; echo"))) {
      assertThat(channel.receive()).hasSize(2 * 1024 * 1024);
      TransportException failure = catchThrowableOfType(TransportException.class, channel::receive);
      assertThat(failure).hasMessageContaining("longer than 2 MiB");
    }
  }

  @Test
  void closingAChannelEndsAWaitingReceiveWithNullEvenOnASilentLink() throws Exception {
    LineChannel channel = connection.start(sh("cat"));
    cable.goSilent();
    Waiting.assertNullWhenClosed(channel);
  }

  @Test
  void closingTheConnectionLosesWhatRuns() throws Exception {
    Waiting.assertLostWhenClosed(connection, connection.start(sh("cat")));
  }

  @Test
  void closingTheConnectionLosesWhatRunsEvenOnASilentLink() throws Exception {
    LineChannel channel = connection.start(sh("cat"));
    cable.goSilent();
    Waiting.assertLostWhenClosed(connection, channel);
  }

  @Test
  void aLineChannelWhoseConnectionIsCutFailsInsteadOfEnding() throws Exception {
    try (LineChannel channel = connection.start(sh("echo up; cat"))) {
      assertThat(channel.receive()).isEqualTo("up");
      server.cutAll();
      TransportException failure = catchThrowableOfType(TransportException.class, channel::receive);
      assertThat(failure.kind()).isEqualTo(TransportFailure.LOST);
    }
  }
}
