package io.safeops.cli.option;

import io.safeops.approval.ApprovalTerms;
import io.safeops.approval.BeforeImage;
import io.safeops.approval.ConfirmMode;
import io.safeops.approval.Validity;
import io.safeops.approval.Variation;
import io.safeops.document.Value;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an approver decides beside the plan, and with which key. */
public final class ApprovalOptions {

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE|agent",
      description =
          "The private key that signs: its file, or `agent` for the only key of the ssh agent.")
  private String key = "";

  @Option(
      names = "--as",
      paramLabel = "PRINCIPAL",
      description = "Your name among the allowed signers (default: your user name).")
  private @Nullable String principal;

  @Option(
      names = "--expires",
      required = true,
      paramLabel = "TIME",
      description = "How long it is valid, such as 12h or 7d, from --not-before on.")
  private String expires = "";

  @Option(
      names = "--not-before",
      paramLabel = "TIME",
      description = "From when on it is valid, such as 2026-12-01T22:00:00Z (default: now).")
  private @Nullable String notBefore;

  @Option(
      names = "--uses",
      paramLabel = "NUMBER",
      description = "How many runs it covers (default ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private int uses = 1;

  @Option(
      names = "--nodes",
      split = ",",
      paramLabel = "NODE",
      description = "Sign only if the plan touches no other nodes than these.")
  private List<String> nodes = new ArrayList<>();

  @Option(
      names = "--may-move",
      paramLabel = "PORT=NODE,NODE",
      description = "A logical port that may be on any of these nodes when the plan runs.")
  private List<String> mayMove = new ArrayList<>();

  @Option(
      names = "--before",
      paramLabel = "same|any",
      defaultValue = "same",
      description =
          "same: what the plan touches must be as it is now; any: it may be anything, if the plan"
              + " makes the same of it (default ${DEFAULT-VALUE}).")
  private String before = "same";

  @Option(
      names = "--confirm",
      paramLabel = "code|hold",
      defaultValue = "code",
      description =
          "How a run is confirmed: code, which somebody types; hold, by itself when all was quiet"
              + " (default ${DEFAULT-VALUE}).")
  private String confirm = "code";

  @Option(
      names = "--take-back",
      description = "Also approve that a run is taken back within its time.")
  private boolean takeBack;

  @Option(names = "--purpose", paramLabel = "TEXT", description = "What it is for, in your words.")
  private String purpose = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The file of the approval; its signature is FILE.sig. Neither may exist.")
  private Path output = Path.of("");

  public String key() {
    return key;
  }

  public Path output() {
    return output;
  }

  /**
   * The terms.
   *
   * @param now when it is signed
   * @throws BadInput if they make no sense
   */
  public ApprovalTerms terms(Instant now) throws BadInput {
    String approver = principal == null ? OperatorName.get() : principal;
    if (approver.isBlank()) {
      throw new BadInput("--as needs a name");
    }
    return ApprovalTerms.builder(approver.strip(), validity(now))
        .purpose(purpose.strip())
        .confirm(
            ConfirmMode.of(confirm)
                .orElseThrow(
                    () -> new BadInput("--confirm " + confirm + ": expected code or hold")))
        .takeBack(takeBack)
        .before(match())
        .mayMove(moves())
        .nodes(new TreeSet<>(nodes))
        .build();
  }

  private BeforeImage.Match match() throws BadInput {
    for (BeforeImage.Match match : BeforeImage.Match.values()) {
      if (match.word().equals(before)) {
        return match;
      }
    }
    throw new BadInput("--before " + before + ": expected same or any");
  }

  private Validity validity(Instant now) throws BadInput {
    Duration length =
        Value.parseDuration(expires)
            .orElseThrow(
                () -> new BadInput("--expires " + expires + ": expected a time such as 12h or 7d"));
    Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
    Instant begin = notBefore == null ? issued : time(notBefore);
    try {
      return new Validity(issued, begin, begin.plus(length), uses);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new BadInput("such an approval makes no sense: " + e.getMessage());
    }
  }

  private static Instant time(String text) throws BadInput {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new BadInput("--not-before " + text + ": expected a time such as 2026-12-01T22:00:00Z");
    }
  }

  private List<Variation.PortChassis> moves() throws BadInput {
    List<Variation.PortChassis> moves = new ArrayList<>();
    for (String move : mayMove) {
      int equals = move.lastIndexOf('=');
      try {
        if (equals < 1) {
          throw new IllegalArgumentException("expected PORT=NODE,NODE");
        }
        moves.add(
            new Variation.PortChassis(
                move.substring(0, equals), List.of(move.substring(equals + 1).split(",", -1))));
      } catch (IllegalArgumentException e) {
        throw new BadInput("--may-move " + move + ": " + e.getMessage());
      }
    }
    return moves;
  }
}
