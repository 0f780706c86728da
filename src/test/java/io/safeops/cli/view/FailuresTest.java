package io.safeops.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.command.Main;
import io.safeops.cli.terminal.PlainWriter;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What the operator reads when safeops itself fails. */
class FailuresTest {

  /** A command with a fault of its own. */
  @Command(name = "fails")
  record Fails(Throwable fault) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      if (fault instanceof Error error) {
        throw error;
      }
      throw (Exception) fault;
    }
  }

  private static String said(Throwable fault) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandLine command = Main.commandLine().addSubcommand(new Fails(fault));
    assertThat(Main.run(command, OutputStream.nullOutputStream(), err, "fails"))
        .isEqualTo(Exit.FAILED);
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Seen: a StackOverflowError showed a thousand lines of its stack trace. */
  @Test
  void anErrorIsOneLineAsEveryOtherFault() {
    assertThat(said(new StackOverflowError()))
        .isEqualTo(
            "safeops: internal error: java.lang.StackOverflowError\n"
                + "set SAFEOPS_DEBUG=1 to see the stack trace\n");
    assertThat(said(new OutOfMemoryError("unable to create native thread")))
        .startsWith("safeops: internal error: java.lang.OutOfMemoryError: unable to create")
        .hasLineCount(2);
  }

  @Test
  void whatCausedAFaultIsSaidWithIt() {
    assertThat(said(new IllegalStateException("reading failed", new StackOverflowError())))
        .startsWith(
            "safeops: internal error: java.lang.IllegalStateException: reading failed, because of"
                + " java.lang.StackOverflowError\n");
  }

  /** Java would print the stack trace of a thread that nobody waits for past everything. */
  @Test
  void aFaultInAThreadIsOneLineToo() throws Exception {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Failures.inThread(
        new Thread("events"), new IllegalStateException("\u001b[2J"), PlainWriter.to(err));
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "safeops: internal error in the thread events: java.lang.IllegalStateException:"
                + " \ufffd[2J\nset SAFEOPS_DEBUG=1 to see the stack trace\n");
  }
}
