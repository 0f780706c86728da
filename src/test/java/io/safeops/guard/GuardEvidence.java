package io.safeops.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.safeops.audit.AuditReport;
import io.safeops.audit.AuditVerification;
import io.safeops.audit.EvidenceFile;
import io.safeops.audit.HeadCheck;
import io.safeops.audit.NodeEvidence;
import io.safeops.audit.RunEvidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an audit finds in the files of a node. */
final class GuardEvidence {

  private GuardEvidence() {}

  /** Of a run on a node, as they are on its disk. */
  static AuditReport of(GuardedNode node, String run) {
    return AuditVerification.of(
        new RunEvidence(
            run,
            Optional.empty(),
            Optional.empty(),
            List.of(
                new NodeEvidence(
                    "n1",
                    file(node, "state/" + run + "/log"),
                    Optional.empty(),
                    Stream.of("state/" + run + "/heads", "state/.audit/" + run + ".heads")
                        .flatMap(name -> file(node, name).stream())
                        .toList(),
                    Optional.empty(),
                    Optional.empty())),
            false,
            List.of()),
        HeadCheck.NONE);
  }

  private static Optional<EvidenceFile> file(GuardedNode node, String name) {
    try {
      return node.exists(name)
          ? Optional.of(EvidenceFile.of(name, Files.readAllBytes(node.path(name))))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a log with these characters, each a byte. */
  static AuditReport ofLog(String text) {
    return AuditVerification.of(
        new RunEvidence(
            "r1",
            Optional.empty(),
            Optional.empty(),
            List.of(
                new NodeEvidence(
                    "n1",
                    Optional.of(EvidenceFile.of("log", text.getBytes(ISO_8859_1))),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty())),
            false,
            List.of()),
        HeadCheck.NONE);
  }
}
