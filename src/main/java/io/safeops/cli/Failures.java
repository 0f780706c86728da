package io.safeops.cli;

import io.safeops.document.DocumentException;
import io.safeops.review.ReviewException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into words and an exit status; nobody is shown a stack trace. */
final class Failures {

  private Failures() {}

  static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("safeops: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("try: " + command.getCommandSpec().qualifiedName() + " --help");
    return Exit.BAD_INPUT;
  }

  static int inCommand(Exception e, CommandLine command, ParseResult parsed) throws Exception {
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
    err.println("safeops: failed itself: " + e);
    if (System.getenv("SAFEOPS_DEBUG") != null) {
      e.printStackTrace(err);
    } else {
      err.println("set SAFEOPS_DEBUG=1 to see where");
    }
    return Exit.FAILED;
  }
}
