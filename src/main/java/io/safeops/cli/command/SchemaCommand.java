package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.SchemaView;
import io.safeops.document.NearestName;
import io.safeops.document.Value;
import io.safeops.schema.FileKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code safeops schema KIND}: the JSON Schema of a kind of file, for editors and programs. */
@Command(
    name = "schema",
    description = {
      "Print the JSON Schema (draft 7) of a kind of file: editors complete and check with it.",
      "A file that it refuses, safeops refuses too. What it lets pass, safeops may still refuse.",
      "review and events are what safeops writes in JSON: a whole review, and a line about a run.",
      "Programs can check with them. A newer safeops may write more keys than they have."
    },
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

  /** The kinds, for the help text. */
  static final class Kinds extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Kinds() {
      super(FileKind.words());
    }
  }

  @Parameters(
      paramLabel = "KIND",
      arity = "0..1",
      completionCandidates = Kinds.class,
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private @Nullable String kind;

  @Option(
      names = "--all",
      paramLabel = "DIR",
      description = "Write the schemas of all kinds to this folder, as DIR/KIND.json.")
  private @Nullable Path folder;

  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    if ((kind == null) == (folder == null)) {
      throw new BadInput("give either a kind of file, or --all DIR; the kinds are " + kinds());
    }
    SchemaView view = SchemaView.of(format);
    if (kind != null) {
      view.schema(found(kind).json());
    } else if (folder != null) {
      view.written(writeAll(folder));
    }
    return Exit.OK;
  }

  private static FileKind found(String word) throws BadInput {
    return FileKind.of(word)
        .orElseThrow(
            () ->
                new BadInput(
                    "there is no schema "
                        + Value.quote(word)
                        + NearestName.to(word, FileKind.words())
                            .map(near -> ", did you mean `" + near + "`?")
                            .orElse("")
                        + "; the kinds are "
                        + kinds()));
  }

  private static String kinds() {
    return String.join(", ", FileKind.words());
  }

  private static List<Path> writeAll(Path folder) throws Exception {
    Files.createDirectories(folder);
    List<Path> written = new ArrayList<>();
    for (FileKind each : FileKind.values()) {
      Path file = folder.resolve(each.word() + ".json");
      Files.write(file, each.json().getBytes(StandardCharsets.UTF_8));
      written.add(file);
    }
    return written;
  }
}
