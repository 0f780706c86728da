package io.safeops.cli.report;

import io.safeops.cli.view.ReviewView;
import io.safeops.document.NearestName;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The forms of a review. */
public enum ReportFormat {
  /** For people at a terminal. */
  TEXT,
  /** For a comment in a pull request: CommonMark with the tables of GitHub. */
  MARKDOWN,
  /** For programs: everything that is known. */
  JSON,
  /** SARIF 2.1.0, for code scanning. */
  SARIF,
  /** JUnit XML, for test reports. */
  JUNIT,
  /** Workflow commands of GitHub Actions, which become annotations. */
  GITHUB,
  /** Code Quality of GitLab. */
  GITLAB,
  /** Reviewdog's diagnostic format, which it posts to many forges. */
  RDJSON;

  /** The word for it on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(ReportFormat::word).toList();
  }

  /** The form of a word. */
  public static Optional<ReportFormat> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** Why a word is not one of them. */
  public static String refuse(String word) {
    String nearest = NearestName.hint(word, words());
    return "unknown format `"
        + word
        + "`"
        + (nearest.isEmpty() ? ", expected one of " + String.join(", ", words()) : nearest);
  }

  /**
   * Writes a review in this form.
   *
   * @param out takes only plain text
   * @param options what the forms can be told
   */
  public void write(ReviewReport report, ReportOptions options, PrintWriter out) {
    ReportWriter writer =
        switch (this) {
          case TEXT -> new TextReport(options, true, ReviewView.Reader.FILE);
          case MARKDOWN -> new MarkdownReport(options);
          case JSON -> new JsonReport();
          case SARIF -> new SarifReport();
          case JUNIT -> new JunitReport();
          case GITHUB -> new GithubReport();
          case GITLAB -> new GitlabReport();
          case RDJSON -> new RdjsonReport();
        };
    writer.write(report, out);
    out.flush();
  }
}
