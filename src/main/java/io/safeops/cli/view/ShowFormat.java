package io.safeops.cli.view;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --format} of {@code show}, which has a form more than other commands. */
public final class ShowFormat {

  enum OutputFormat {
    TEXT,
    JSON,
    HTML
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json or html (default ${DEFAULT-VALUE}).")
  private OutputFormat outputFormat = OutputFormat.TEXT;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  public boolean isHtml() {
    return outputFormat == OutputFormat.HTML;
  }

  /** The view in the form of lines that was asked for. */
  <V> V choose(Function<Output, ? extends V> text, Function<Output, ? extends V> json) {
    return outputFormat == OutputFormat.JSON ? json.apply(output()) : text.apply(output());
  }

  Output output() {
    CommandLine line = Objects.requireNonNull(command).commandLine();
    return new Output(line.getOut(), line.getErr());
  }
}
