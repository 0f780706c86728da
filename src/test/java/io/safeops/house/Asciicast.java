package io.safeops.house;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A recording of a terminal, in asciicast v2: a line of JSON about it, then one for each output.
 *
 * @param columns of the terminal
 * @param rows of it
 */
public record Asciicast(int columns, int rows, String title, List<Output> outputs) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What the program has sent.
   *
   * @param tenths of a second since the beginning
   */
  public record Output(int tenths, String text) {}

  public Asciicast {
    outputs = List.copyOf(outputs);
  }

  /** All that was sent. */
  public String text() {
    return String.join("", outputs.stream().map(Output::text).toList());
  }

  /** As a file. */
  public String written() throws IOException {
    StringBuilder lines = new StringBuilder();
    lines
        .append("{\"version\": 2, \"width\": ")
        .append(columns)
        .append(", \"height\": ")
        .append(rows)
        .append(", \"title\": ")
        .append(JSON.writeValueAsString(title))
        .append(", \"env\": ")
        .append(JSON.writeValueAsString(Map.of("TERM", "xterm")))
        .append("}\n");
    for (Output output : outputs) {
      lines.append(
          String.format(
              Locale.ROOT,
              "[%.1f, \"o\", %s]%n",
              output.tenths() / 10.0,
              JSON.writeValueAsString(output.text())));
    }
    return lines.toString();
  }

  /**
   * @throws IOException when it is no such recording
   */
  public static Asciicast parse(String file) throws IOException {
    List<String> lines = file.lines().toList();
    JsonNode head = JSON.readTree(lines.get(0));
    if (head.path("version").asInt() != 2) {
      throw new IOException("no asciicast of version 2: " + lines.get(0));
    }
    List<Output> outputs = new ArrayList<>();
    int last = 0;
    for (String line : lines.subList(1, lines.size())) {
      JsonNode event = JSON.readTree(line);
      int tenths = (int) Math.round(event.path(0).asDouble(-1) * 10);
      if (event.size() != 3 || !event.path(1).asText().equals("o") || tenths < last) {
        throw new IOException("no output, or one that comes too late: " + line);
      }
      last = tenths;
      outputs.add(new Output(tenths, event.path(2).asText()));
    }
    return new Asciicast(
        head.path("width").asInt(),
        head.path("height").asInt(),
        head.path("title").asText(),
        outputs);
  }
}
