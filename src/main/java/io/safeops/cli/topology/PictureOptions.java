package io.safeops.cli.topology;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.terminal.PlainWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** In which form a picture is drawn, and where to. */
public final class PictureOptions {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, svg or mermaid (default ${DEFAULT-VALUE}).")
  private String format = "text";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the picture to this file (default: standard output).")
  private @Nullable Path output;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /** The options, checked before anything is read. */
  public Checked checked() throws BadInput {
    PictureForm form =
        PictureForm.of(format).orElseThrow(() -> new BadInput(PictureForm.refuse(format)));
    CommandLine line = Objects.requireNonNull(command).commandLine();
    return new Checked(form, Optional.ofNullable(output), line.getOut(), line.getErr());
  }

  /** Where a picture goes, and in which form. */
  public record Checked(PictureForm form, Optional<Path> file, PrintWriter out, PrintWriter err) {

    /** A remark on standard error, which is no part of the picture. */
    public void remark(String text) {
      err.println(text);
    }

    /**
     * @throws IOException when the file or standard output cannot be written
     */
    public void write(Topology topology) throws IOException {
      String picture = form.draw(topology);
      if (file.isEmpty()) {
        print(picture, out, "standard output");
        return;
      }
      try (OutputStream stream = Files.newOutputStream(file.get());
          PrintWriter writer = PlainWriter.to(stream)) {
        print(picture, writer, file.get().toString());
      }
      out.println("drawn " + file.get() + ": " + topology.summary());
    }

    private static void print(String picture, PrintWriter to, String name) throws IOException {
      to.print(picture);
      to.println();
      if (to.checkError()) {
        throw new IOException("the picture could not be written to " + name);
      }
    }
  }
}
