package io.safeops.cli.view;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How results are printed. */
public final class Format {

  enum OutputFormat {
    TEXT,
    JSON
  }

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text or json (default ${DEFAULT-VALUE}).")
  private OutputFormat outputFormat = OutputFormat.TEXT;

  public boolean isJson() {
    return outputFormat == OutputFormat.JSON;
  }

  public View view(PrintWriter out, PrintWriter err) {
    return isJson() ? new JsonView(out) : new TextView(out, err);
  }
}
