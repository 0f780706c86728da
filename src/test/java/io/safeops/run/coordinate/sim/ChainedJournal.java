package io.safeops.run.coordinate.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.audit.AuditReport;
import io.safeops.audit.AuditVerification;
import io.safeops.audit.ChainEnd;
import io.safeops.audit.EvidenceFile;
import io.safeops.audit.HeadCheck;
import io.safeops.audit.NodeEvidence;
import io.safeops.audit.RunEvidence;
import io.safeops.document.Sha256;
import io.safeops.document.WrittenObject;
import io.safeops.run.coordinate.Journal;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunEventCodec;
import io.safeops.schema.EventsSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A journal in memory, with lines as those of the one on disk; it outlives the run's process. */
public final class ChainedJournal implements Journal {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

  private final List<String> lines = new ArrayList<>();
  private Optional<ChainEnd> last = Optional.empty();

  @Override
  public void write(RunEvent event) {
    Instant at = BEGIN.plusSeconds(lines.size());
    try {
      lines.add(
          JSON.writeValueAsString(
              WrittenObject.by(EventsSchema.JOURNAL.fields())
                  .with("seq", (long) lines.size())
                  .with("at", at.toString())
                  .withAll(RunEventCodec.members(event))
                  .with(
                      "prev",
                      lines.isEmpty() ? "0".repeat(64) : Sha256.hex(lines.get(lines.size() - 1)))
                  .done()));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
    last = Optional.of(new ChainEnd(lines.size() - 1, Sha256.hex(lines.get(lines.size() - 1)), at));
  }

  @Override
  public Optional<ChainEnd> lastLine() {
    return last;
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** What an audit finds in this journal and in what the nodes of a world have. */
  public AuditReport audit(World world) {
    return AuditVerification.of(
        new RunEvidence(
            World.RUN,
            Optional.of(
                EvidenceFile.of("journal", (String.join("\n", lines) + "\n").getBytes(UTF_8))),
            Optional.empty(),
            world.nodes().stream()
                .map(
                    node -> {
                      List<byte[]> files = node.evidence(World.RUN);
                      return new NodeEvidence(
                          node.name(),
                          Optional.of(EvidenceFile.of(node.name() + ": log", files.get(0))),
                          Optional.empty(),
                          List.of(EvidenceFile.of(node.name() + ": heads", files.get(1))),
                          Optional.empty(),
                          Optional.empty());
                    })
                .toList(),
            false,
            List.of()),
        HeadCheck.NONE);
  }
}
