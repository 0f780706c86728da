package io.safeops.cli.option;

import io.safeops.approval.SignedApproval;
import io.safeops.document.DocumentException;
import io.safeops.document.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The approvals that a command is about. */
public final class ApprovalFiles {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Approvals; the signature of FILE is in FILE.sig.")
  private List<Path> files = new ArrayList<>();

  /**
   * Reads all of them.
   *
   * @throws DocumentException with all problems of all files
   */
  public List<SignedApproval> read() throws DocumentException {
    Problems problems = new Problems();
    List<SignedApproval> read = new ArrayList<>();
    for (Path file : files) {
      try {
        read.add(SignedApproval.read(file));
      } catch (DocumentException e) {
        problems.addAll(e.problems());
      }
    }
    problems.throwIfAny();
    return read;
  }
}
