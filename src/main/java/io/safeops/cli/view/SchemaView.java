package io.safeops.cli.view;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Shows a JSON Schema: {@code schema}.
 *
 * <p>The schema itself is JSON in both forms. With {@code --all DIR} the JSON form is one object:
 * {@code {"schemas": [FILE]}}.
 */
public sealed interface SchemaView {

  static SchemaView of(Format format) {
    return format.choose(Text::new, Json::new);
  }

  Output output();

  /**
   * Prints a schema.
   *
   * @throws IOException when standard output did not take it
   */
  default void schema(String json) throws IOException {
    output().document(json.strip(), "the schema");
  }

  /** The schemas were written to files. */
  void written(List<Path> files);

  /** For people. */
  record Text(Output output) implements SchemaView {
    @Override
    public void written(List<Path> files) {
      files.forEach(file -> output.line(file.toString()));
    }
  }

  /** For programs. */
  record Json(Output output) implements SchemaView {
    @Override
    public void written(List<Path> files) {
      output.json(Map.of("schemas", files.stream().map(Path::toString).toList()));
    }
  }
}
