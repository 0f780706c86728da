package io.safeops.cli.option;

import io.safeops.approval.SignedApproval;
import io.safeops.document.DocumentException;
import io.safeops.document.Value;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which approvals are revoked, and by whom. */
public final class RevocationOptions {

  @Mixin private ApprovalFiles files;

  @Option(
      names = "--because",
      required = true,
      paramLabel = "TEXT",
      description = "Why they do not count any more.")
  private String because = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE|agent",
      description = "The private key that signs: its file, or `agent`.")
  private String key = "";

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      defaultValue = "30d",
      description =
          "How long the list counts. Runs on approvals need a list that counts (default"
              + " ${DEFAULT-VALUE}).")
  private String expires = "";

  @Option(
      names = "--add-to",
      paramLabel = "FILE",
      description = "The newest list, which the new one replaces. Without it, this is list 1.")
  private @Nullable Path earlier;

  @Option(
      names = "--allowed-signers",
      paramLabel = "FILE",
      defaultValue = "/etc/safeops/allowed_signers",
      description = "Who may sign lists (default ${DEFAULT-VALUE}).")
  private Path allowedSigners = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The file of the list; its signature is FILE.sig. Neither may exist.")
  private Path output = Path.of("");

  public List<SignedApproval> approvals() throws DocumentException {
    return files.read();
  }

  public String because() {
    return because.strip();
  }

  public String key() {
    return key;
  }

  public Path allowedSigners() {
    return allowedSigners;
  }

  public Path output() {
    return output;
  }

  /** The list before this one. */
  public Optional<Path> earlier() {
    return Optional.ofNullable(earlier);
  }

  /** The last second at which the list counts. */
  public Instant until(Instant now) throws BadInput {
    return now.truncatedTo(ChronoUnit.SECONDS)
        .plus(
            Value.parseDuration(expires)
                .orElseThrow(
                    () -> new BadInput("--expires " + expires + ": expected a time such as 30d")));
  }
}
