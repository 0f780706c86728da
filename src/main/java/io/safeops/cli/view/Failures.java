package io.safeops.cli.view;

import io.safeops.cli.option.BadInput;
import io.safeops.document.DocumentException;
import io.safeops.review.ReviewException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns an exception of a command into a message and an exit status, without a stack trace. */
public final class Failures {

  private Failures() {}

  public static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("safeops: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("try: " + command.getCommandSpec().qualifiedName() + " --help");
    return Exit.BAD_INPUT;
  }

  public static int inCommand(Exception e, CommandLine command, ParseResult parsed)
      throws Exception {
    PrintWriter err = command.getErr();
    if (e instanceof DocumentException document) {
      document.problems().forEach(problem -> err.println(problem));
      return Exit.BAD_INPUT;
    }
    if (e instanceof ReviewException review) {
      err.println("safeops: " + e.getMessage());
      return switch (review.kind()) {
        case UNREACHABLE -> Exit.NOT_STARTED;
        case IMPOSSIBLE -> Exit.REFUSED;
        case WAIVER -> Exit.BAD_INPUT;
      };
    }
    if (e instanceof BadInput) {
      err.println("safeops: " + e.getMessage());
      return Exit.BAD_INPUT;
    }
    if (e instanceof java.io.IOException) {
      err.println("safeops: " + e.getMessage());
      return Exit.FAILED;
    }
    return broken(e, err);
  }

  /** Says that safeops itself failed; so does an {@link Error}. */
  public static int broken(Throwable e, PrintWriter err) {
    err.println("safeops: internal error: " + chain(e));
    where(e, err);
    return Exit.FAILED;
  }

  /** The same for a thread that no command waits for: Java would print its stack trace. */
  public static void inThread(Thread thread, Throwable e, PrintWriter err) {
    err.println("safeops: internal error in the thread " + thread.getName() + ": " + chain(e));
    where(e, err);
  }

  /** The exception with its causes: the outermost alone does not say what went wrong. */
  private static String chain(Throwable e) {
    List<String> chain = new ArrayList<>();
    for (Throwable each = e; each != null && chain.size() < 5; each = each.getCause()) {
      chain.add(each.toString());
    }
    return String.join(", because of ", chain);
  }

  private static void where(Throwable e, PrintWriter err) {
    if (System.getenv("SAFEOPS_DEBUG") != null) {
      e.printStackTrace(err);
    } else {
      err.println("set SAFEOPS_DEBUG=1 to see the stack trace");
    }
  }
}
