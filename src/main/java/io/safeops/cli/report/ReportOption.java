package io.safeops.cli.report;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.terminal.PlainWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** In which forms a review is written, and where to. */
public final class ReportOption {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text, markdown, json, sarif, junit, github, gitlab or rdjson (default ${DEFAULT-VALUE}).")
  private String format = "text";

  @Option(
      names = "--report",
      paramLabel = "FORMAT=FILE",
      description = "Write the review in this form to a file, too. Repeat the option for each.")
  private List<String> reports = new ArrayList<>();

  @Option(names = "--explain", description = "Show every rule with its verdict and its evidence.")
  private boolean explain;

  @Option(
      names = "--most-characters",
      paramLabel = "COUNT",
      defaultValue = "" + ReportOptions.MOST_CHARACTERS,
      description = "How long markdown may be (default ${DEFAULT-VALUE}).")
  private int mostCharacters = ReportOptions.MOST_CHARACTERS;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /** The options, checked before anything is read. */
  public Checked checked() throws BadInput {
    if (mostCharacters < ReportOptions.LEAST_CHARACTERS) {
      throw new BadInput(
          "--most-characters: "
              + mostCharacters
              + " is too few, expected at least "
              + ReportOptions.LEAST_CHARACTERS
              + ": the summary of a plan needs them");
    }
    Map<Path, ReportFormat> files = new LinkedHashMap<>();
    for (String report : reports) {
      int equals = report.indexOf('=');
      if (equals < 1 || equals == report.length() - 1) {
        throw new BadInput("--report " + report + ": expected FORMAT=FILE");
      }
      if (files.put(Path.of(report.substring(equals + 1)), format(report.substring(0, equals)))
          != null) {
        throw new BadInput("--report " + report + ": another report goes to this file");
      }
    }
    CommandLine line = Objects.requireNonNull(command).commandLine();
    return new Checked(
        format(format),
        files,
        new ReportOptions(explain, mostCharacters),
        line.getOut(),
        line.getErr());
  }

  private static ReportFormat format(String word) throws BadInput {
    return ReportFormat.of(word).orElseThrow(() -> new BadInput(ReportFormat.refuse(word)));
  }

  /**
   * Where a review goes. Why a plan could not be read goes to standard error, whatever the form.
   *
   * @param shown the form on standard output
   * @param files the forms in files
   */
  public record Checked(
      ReportFormat shown,
      Map<Path, ReportFormat> files,
      ReportOptions options,
      PrintWriter out,
      PrintWriter err) {

    /**
     * @throws IOException when a file or standard output cannot be written
     */
    public void write(ReviewReport report) throws IOException {
      for (Map.Entry<Path, ReportFormat> each : files.entrySet()) {
        write(report, each.getValue(), each.getKey());
      }
      for (PlanReport plan : report.plans()) {
        if (plan instanceof PlanReport.NotReviewed not) {
          not.problems().forEach(err::println);
        }
      }
      if (shown == ReportFormat.TEXT) {
        TextReport.shown(options).write(report, out);
      } else {
        shown.write(report, options, out);
      }
      if (out.checkError()) {
        throw new IOException("the review could not be written to standard output");
      }
    }

    private void write(ReviewReport report, ReportFormat format, Path file) throws IOException {
      try (OutputStream stream = Files.newOutputStream(file);
          PrintWriter out = PlainWriter.to(stream)) {
        format.write(report, options, out);
        if (out.checkError()) {
          throw new IOException(file + " could not be written");
        }
      }
    }
  }
}
