package io.safeops.cli.option;

import io.safeops.approval.SignedApproval;
import io.safeops.document.DocumentException;
import io.safeops.document.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The approvals that a run uses, and who runs it. */
public final class ApprovedOptions {

  private static final String USUAL_REVOCATIONS = "/etc/safeops/revocations";

  @Option(
      names = "--approval",
      paramLabel = "FILE",
      description =
          "An approval that the run uses; its signature is in FILE.sig. Repeat the option for each.")
  private List<Path> approvals = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "FILE|agent",
      description =
          "Your key: it signs, once, that you run this. Who runs a plan does not count as one who"
              + " approved it.")
  private @Nullable String key;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why the plan is run now. The journal keeps it.")
  private @Nullable String reason;

  @Option(
      names = "--allowed-signers",
      paramLabel = "FILE",
      defaultValue = "/etc/safeops/allowed_signers",
      description = "Who may sign approvals and runs (default ${DEFAULT-VALUE}).")
  private Path allowedSigners = Path.of("");

  @Option(
      names = "--revocations",
      paramLabel = "FILE",
      description =
          "The newest list of revoked approvals; its signature is in FILE.sig (default: "
              + USUAL_REVOCATIONS
              + ", if it exists).")
  private @Nullable Path revocations;

  public boolean isEmpty() {
    return approvals.isEmpty();
  }

  public Path allowedSigners() {
    return allowedSigners;
  }

  /** The list of revoked approvals; empty if none is given and none is where it usually is. */
  public Optional<Path> revocations() {
    Path usual = Path.of(USUAL_REVOCATIONS);
    return revocations != null
        ? Optional.of(revocations)
        : Optional.of(usual).filter(Files::exists);
  }

  /** The key of the operator. */
  public String key() throws BadInput {
    return given("--key", key);
  }

  /** Why the plan is run. */
  public String reason() throws BadInput {
    return given("--reason", reason);
  }

  private static String given(String option, @Nullable String value) throws BadInput {
    return Optional.ofNullable(value)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> new BadInput(option + " is needed with --approval"));
  }

  /**
   * Reads all approvals.
   *
   * @throws BadInput if none is given
   * @throws DocumentException with all problems of all files
   */
  public List<SignedApproval> read() throws BadInput, DocumentException {
    if (approvals.isEmpty()) {
      throw new BadInput("--approval FILE is needed: which approval is used?");
    }
    Problems problems = new Problems();
    List<SignedApproval> read = new ArrayList<>();
    for (Path file : approvals) {
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
