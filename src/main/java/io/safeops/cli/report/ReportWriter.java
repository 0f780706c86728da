package io.safeops.cli.report;

import java.io.PrintWriter;

/** Writes a review in one form. */
interface ReportWriter {

  /**
   * @param out takes only plain text, see {@link io.safeops.document.Printable}
   */
  void write(ReviewReport report, PrintWriter out);
}
