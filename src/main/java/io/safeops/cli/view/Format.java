package io.safeops.cli.view;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --format}: every view asks it once which form it takes. */
public final class Format {

  enum OutputFormat {
    TEXT,
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default ${DEFAULT-VALUE}).")
  private OutputFormat outputFormat = OutputFormat.TEXT;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  public boolean isJson() {
    return outputFormat == OutputFormat.JSON;
  }

  /** The view in the form that was asked for. */
  <V> V choose(Function<Output, ? extends V> text, Function<Output, ? extends V> json) {
    return isJson() ? json.apply(output()) : text.apply(output());
  }

  Output output() {
    CommandLine line = Objects.requireNonNull(command).commandLine();
    return new Output(line.getOut(), line.getErr());
  }
}
