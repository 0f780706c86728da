package io.safeops.run.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.run.coordinate.OperatorCommandQueue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a word of the operator from a line that a client sent. The line is hostile input: whatever
 * it holds, the run gets a word that it can carry out, or none.
 */
final class OperatorCommandReader {

  /** The longest line that is looked at, in characters. */
  static final int LONGEST = 4096;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "[\\p{L}\\p{N} ._@+\\\\-]{1,64}";

  /** A line is no word; says why, for whoever sent it. */
  static final class InvalidCommand extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidCommand(String message) {
      super(message);
    }
  }

  private OperatorCommandReader() {}

  /**
   * @param answer completed once the word is answered
   */
  static OperatorCommandQueue.OperatorCommand read(
      String line, CompletableFuture<OperatorCommandQueue.OperatorAnswer> answer)
      throws InvalidCommand {
    if (line.length() > LONGEST) {
      throw new InvalidCommand("not understood: a line of " + line.length() + " characters");
    }
    JsonNode word;
    try {
      word = JSON.readTree(line);
    } catch (JsonProcessingException notJson) {
      throw new InvalidCommand("not understood: no JSON");
    }
    return switch (word.path("do").asText()) {
      case "confirm" ->
          new OperatorCommandQueue.OperatorCommand.Confirm(code(word.path("code")), answer);
      case "rollback" ->
          new OperatorCommandQueue.OperatorCommand.Rollback(name(word.path("by")), answer);
      case "extend" ->
          new OperatorCommandQueue.OperatorCommand.Extend(length(word.path("seconds")), answer);
      case "go" -> new OperatorCommandQueue.OperatorCommand.Go(answer);
      case "show" -> new OperatorCommandQueue.OperatorCommand.Show(answer);
      default -> throw new InvalidCommand("not understood");
    };
  }

  private static String code(JsonNode code) throws InvalidCommand {
    if (!code.isTextual()) {
      throw new InvalidCommand("not understood: `code` is to be a text");
    }
    return code.asText();
  }

  /** Who it was is only told: a name that is none stops no rollback. */
  private static String name(JsonNode by) {
    return by.isTextual() && by.asText().matches(NAME) ? by.asText() : "someone";
  }

  private static Duration length(JsonNode seconds) throws InvalidCommand {
    boolean isPossible =
        seconds.isIntegralNumber()
            && seconds.canConvertToLong()
            && OperatorCommandQueue.OperatorCommand.Extend.isPossible(seconds.asLong());
    if (!isPossible) {
      throw new InvalidCommand(
          "not extended: a deadline is moved by "
              + OperatorCommandQueue.OperatorCommand.Extend.LEAST.toSeconds()
              + " to "
              + OperatorCommandQueue.OperatorCommand.Extend.MOST.toSeconds()
              + " seconds at a time");
    }
    return Duration.ofSeconds(seconds.asLong());
  }
}
