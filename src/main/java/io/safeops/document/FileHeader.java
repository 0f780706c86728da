package io.safeops.document;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The header of a plan or policy file: {@code apiVersion}, {@code kind} and {@code metadata}.
 *
 * @param name empty where the file gives none
 * @param description empty where the file gives none
 */
public record FileHeader(Located<String> name, String description) {

  /** The only version of the format so far. */
  public static final String API_VERSION = "safeops/v1";

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
  private static final String NAME_EXPECTED =
      "a name: lower-case letters, digits, dots and dashes, at most 63";

  /**
   * The schema of a file with a header.
   *
   * @param what what the file holds, for the descriptions of the keys
   */
  public static Schema.Fields schema(String kind, String what) {
    return Schema.fields(
        apiVersion(),
        kind(kind),
        Schema.required(
            "metadata",
            Schema.fields(
                Schema.required("name", Schema.text(NAME, NAME_EXPECTED), "the name of " + what),
                Schema.optional(
                    "description", Schema.text(), "what " + what + " is for, in one sentence")),
            "the name of " + what + ", and what it is for"));
  }

  /** The key with the version of the format. */
  public static Schema.Key apiVersion() {
    return Schema.required("apiVersion", Schema.word(API_VERSION), "the version of the format");
  }

  /** The key with the kind of file. */
  public static Schema.Key kind(String kind) {
    return Schema.required("kind", Schema.word(kind), "the kind of file");
  }

  /** Reads the header of a file that must be of this kind. */
  public static FileHeader read(MapReader file, String kind) {
    file.required("apiVersion").oneOf(List.of(API_VERSION));
    file.required("kind").oneOf(List.of(kind));
    MapReader metadata = file.required("metadata").map();
    Value name = metadata.required("name");
    Located<String> written =
        name.text(NAME, NAME_EXPECTED).orElseGet(() -> new Located<>("", name.at()));
    FileHeader header = new FileHeader(written, metadata.optional("description").textOrEmpty());
    metadata.finish();
    return header;
  }
}
