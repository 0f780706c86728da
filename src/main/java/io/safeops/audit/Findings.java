package io.safeops.audit;

import io.safeops.audit.AuditFinding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects findings. */
final class Findings {

  /** Nobody reads more, and a file of garbage could have a million. */
  private static final int MOST = 200;

  private final List<AuditFinding> list = new ArrayList<>();
  private int more;
  private boolean isChanged;
  private boolean isUnknown;

  void add(Kind kind, String place, int line, String text) {
    isChanged |= kind.isFault();
    isUnknown |= kind == Kind.UNKNOWN;
    if (list.size() < MOST) {
      list.add(new AuditFinding(kind, place, line, text));
    } else {
      more++;
    }
  }

  /** What was changed first, by file and line; then what is unknown, torn and unwitnessed. */
  List<AuditFinding> sorted() {
    return list.stream()
        .sorted(
            Comparator.comparingInt(Findings::rank)
                .thenComparing(AuditFinding::place)
                .thenComparingInt(AuditFinding::line))
        .toList();
  }

  private static int rank(AuditFinding finding) {
    return finding.kind().isFault() ? -1 : finding.kind().ordinal();
  }

  int more() {
    return more;
  }

  boolean isChanged() {
    return isChanged;
  }

  boolean isUnknown() {
    return isUnknown;
  }
}
