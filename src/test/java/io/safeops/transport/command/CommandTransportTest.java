package io.safeops.transport.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.house.TestTools;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Eventually;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Marked;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import io.safeops.transport.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands by way of programs that give a shell, polite ones and noisy ones. */
@Tag("process")
class CommandTransportTest {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static Connection open(String... argv) throws TransportException {
    return new CommandTransport("out of band: " + argv[0], List.of(argv)).open(LIMIT);
  }

  private static Command sh(String script) {
    return Command.of("/bin/sh", "-c", script);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "busybox sh", "bash", "/bin/dash"})
  void givesInputOutputErrorAndStatus(String shell) throws Exception {
    String[] argv = shell.split(" ");
    TestTools.need(argv[0]);
    byte[] input = new byte[600_000];
    new Random(7).nextBytes(input);
    try (Connection connection = open(argv)) {
      Result result = connection.run(sh("cat; echo oops >&2; exit 42"), input, LIMIT);
      assertThat(result.output()).isEqualTo(input);
      assertThat(result.errorText()).isEqualTo("oops\n");
      assertThat(result.exit()).isEqualTo(42);

      Result none = connection.run(Command.of("cat"), new byte[0], LIMIT);
      assertThat(none.output()).isEmpty();
      assertThat(none.exit()).isZero();

      assertThat(connection.run(Command.of("no-such-program"), new byte[0], LIMIT).exit())
          .isEqualTo(127);
      assertThat(connection.run(sh("kill -9 $$"), new byte[0], LIMIT).exit()).isEqualTo(137);
      Result loud =
          connection.run(sh("head -c 300000 /dev/zero >&2; echo done"), new byte[0], LIMIT);
      assertThat(loud.error()).hasSize(64 * 1024);
      assertThat(loud.outputText()).isEqualTo("done\n");
    }
  }

  @Test
  void aPathThatWrapsItsOutputInJsonIsRead() throws Exception {
    String wrapper =
        "out=$(/bin/sh 2>/dev/null | sed 's,/,\\\\/,g' | tr -d '\\n');"
            + " printf '{\"exitcode\":0,\"out-data\":\"%s\"}' \"$out\"";
    try (Connection connection = open("/bin/sh", "-c", wrapper)) {
      byte[] all = new byte[256];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) i;
      }
      assertThat(connection.run(Command.of("cat"), all, LIMIT).output()).isEqualTo(all);
    }
  }

  @Test
  void aPathThatEchoesTheScriptAndAddsABannerIsRead() throws Exception {
    try (Connection connection =
        open("/bin/sh", "-c", "echo 'Welcome! safeops:x:'; /bin/sh -v 2>&1")) {
      assertThat(connection.run(Command.of("echo", "hi"), new byte[0], LIMIT).outputText())
          .isEqualTo("hi\n");
    }
  }

  @Test
  void aProgramThatFailsIsUnreachableWithItsWords() {
    TransportException failure =
        catchThrowableOfType(
            TransportException.class,
            () -> open("/bin/sh", "-c", "echo 'domain 122 is not running' >&2; exit 5"));
    assertThat(failure.kind()).isEqualTo(TransportFailure.UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("out of band: /bin/sh")
        .hasMessageContaining("ended with status 5")
        .hasMessageContaining("domain 122 is not running");
  }

  @Test
  void aProgramThatDoesNotExistIsNamed() {
    TransportException failure =
        catchThrowableOfType(TransportException.class, () -> open("/no/such/virsh"));
    assertThat(failure.kind()).isEqualTo(TransportFailure.UNREACHABLE);
    assertThat(failure).hasMessageContaining("/no/such/virsh");
  }

  @Test
  void aCommandThatDoesNotEndIsKilledWithItsProgramAtTheTimeout() throws Exception {
    Marked programs = new Marked();
    try (Connection connection = open("/bin/sh", "-s", programs.mark())) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class,
              () ->
                  connection.run(
                      Command.of("/bin/sh", "-c", "sleep 60; :", programs.mark()),
                      new byte[0],
                      Duration.ofMillis(300)));
      assertThat(failure.kind()).isEqualTo(TransportFailure.LOST);
      assertThat(failure).hasMessageContaining("no answer for 300 ms");
      Eventually.holds(programs::areGone);
    }
  }

  @Test
  void aRunningProgramIsSeenByItsMark() throws Exception {
    Marked programs = new Marked();
    try (Connection connection = open("/bin/sh", "-s", programs.mark())) {
      LineChannel channel =
          connection.start(Command.of("/bin/sh", "-c", "read -r l; :", programs.mark()));
      Eventually.holds(() -> !programs.areGone());
      channel.close();
      Eventually.holds(programs::areGone);
    }
  }

  @Test
  void aShellThatDiesMidCommandIsLost() throws Exception {
    try (Connection connection = open("/bin/sh")) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class,
              () -> connection.run(sh("kill -9 $PPID; sleep 0.1"), new byte[0], LIMIT));
      assertThat(failure.kind()).isEqualTo(TransportFailure.LOST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "busybox sh", "bash"})
  void linesGoBothWays(String shell) throws Exception {
    String[] argv = shell.split(" ");
    TestTools.need(argv[0]);
    try (Connection connection = open(argv);
        LineChannel channel =
            connection.start(sh("while read -r l; do echo \"got $l\"; done; echo sad >&2"))) {
      for (int i = 0; i < 50; i++) {
        channel.send("line " + i);
        assertThat(channel.receive()).isEqualTo("got line " + i);
      }
    }
    try (Connection connection = open(argv);
        LineChannel channel = connection.start(sh("echo gone; echo sad >&2; exit 1"))) {
      assertThat(channel.receive()).isEqualTo("gone");
      assertThat(channel.receive()).isNull();
      assertThat(channel.lastWords()).isEqualTo("sad");
    }
  }

  @Test
  void aLineChannelNeedsAShell() throws Exception {
    Connection connection = new ShellConnection("out of band", List.of("/bin/false"));
    assertThat(
            catchThrowableOfType(
                TransportException.class, () -> connection.start(Command.of("cat"))))
        .hasMessageContaining("out of band");
  }

  @Test
  void closingAChannelEndsAWaitingReceiveWithNull() throws Exception {
    try (Connection connection = open("/bin/sh")) {
      Waiting.assertNullWhenClosed(connection.start(Command.of("cat")));
    }
  }

  @Test
  void closingTheConnectionLosesWhatRuns() throws Exception {
    Connection connection = open("/bin/sh");
    Waiting.assertLostWhenClosed(connection, connection.start(Command.of("cat")));
    assertThat(
            catchThrowableOfType(
                TransportException.class,
                () -> connection.run(Command.of("true"), new byte[0], LIMIT)))
        .hasMessageContaining("already closed");
  }

  @Test
  void aScriptStaysBelowTheLineLengthOfATerminal() {
    String script = new ShellScript().run(Command.of("cat"), new byte[100_000]);
    assertThat(script.lines().mapToInt(String::length).max().orElse(0)).isLessThan(4096);
    assertThat(script).isASCII();
  }
}
