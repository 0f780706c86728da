package io.safeops.audit;

import java.util.List;
import java.util.Optional;

/**
 * What the evidence of a run shows.
 *
 * @param run the id of the run
 * @param findings in the order of the files and their lines
 * @param more how many findings were left out
 * @param isChanged whether something was changed; also if the finding was left out
 * @param isWhole whether everything could be read, and somebody else has seen a part of each file
 * @param extents how much of each file was seen elsewhere
 * @param lastHead the last head that a node has; empty if none has one
 * @param headNodes the nodes that have this head
 */
public record AuditReport(
    String run,
    List<AuditFinding> findings,
    int more,
    boolean isChanged,
    boolean isWhole,
    List<Extent> extents,
    Optional<Head> lastHead,
    List<String> headNodes) {

  /**
   * How much of a file was seen elsewhere.
   *
   * @param place the file, or the node and its file
   * @param lines how many whole lines it has
   * @param witnessed how many of them, from the first, somebody else vouches for
   * @param by who vouches for the last of these
   */
  public record Extent(String place, long lines, long witnessed, List<String> by) {
    public Extent {
      by = List.copyOf(by);
    }

    /** The lines at the end that nobody else has seen. */
    public long unwitnessed() {
      return lines - witnessed;
    }
  }

  public AuditReport {
    findings = List.copyOf(findings);
    extents = List.copyOf(extents);
    headNodes = List.copyOf(headNodes);
  }
}
