package io.safeops.cli.report;

import java.util.HashMap;
import java.util.Map;

/** Tells findings with one fingerprint apart: the second has a number, and so on. */
final class FindingNumbers {

  private final Map<String, Integer> seen = new HashMap<>();

  /** The fingerprint, unique in this report. */
  String unique(Finding finding) {
    int number = seen.merge(finding.fingerprint(), 1, Integer::sum);
    return number == 1 ? finding.fingerprint() : finding.fingerprint() + ":" + number;
  }
}
