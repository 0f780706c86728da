package io.safeops.cli.view;

import java.io.PrintWriter;
import picocli.CommandLine;

/** What the shell says beside its commands: {@code shell}. It has no form for programs. */
public final class ShellView {

  private final Output output;

  /** Prints where the command prints. */
  public ShellView(CommandLine command) {
    this.output = new Output(command.getOut(), command.getErr());
  }

  /** For the results of the commands of the shell. */
  public PrintWriter out() {
    return output.out();
  }

  /** For what the commands of the shell say beside. */
  public PrintWriter err() {
    return output.err();
  }

  /** Asks for a line; the answer stands beside it. */
  public void prompt(String text) {
    output.out().print(text);
    output.out().flush();
  }

  /** A line of the answer to `help`. */
  public void line(String text) {
    output.line(text);
  }

  /** A remark, which is no part of a result. */
  public void remark(String text) {
    output.remark(text);
  }

  /**
   * A line did not end well.
   *
   * @param where the number of the line in a file and a colon; empty at a prompt
   * @param status its exit status in words
   */
  public void failed(String where, String status) {
    output.remark(where + status);
  }

  /** The line is none that the shell takes. */
  public void refused(String where, String why) {
    output.remark(where + "safeops: " + why);
  }
}
