package io.safeops.run.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.run.coordinate.OperatorCommandQueue.OperatorAnswer;
import io.safeops.run.coordinate.OperatorCommandQueue.OperatorCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a command of the operator from a line that a client sent. The line is untrusted: the run
 * gets a command that it can carry out, or none.
 */
final class OperatorCommandReader {

  /** The longest line that is looked at, in characters. */
  static final int LONGEST = 4096;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "[\\p{L}\\p{N} ._@+\\\\-]{1,64}";

  /** The line is no command; the message tells the client why. */
  static final class InvalidCommand extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidCommand(String message) {
      super(message);
    }
  }

  private OperatorCommandReader() {}

  /**
   * @param answer completed once the command is answered
   */
  static OperatorCommand read(String line, CompletableFuture<OperatorAnswer> answer)
      throws InvalidCommand {
    if (line.length() > LONGEST) {
      throw new InvalidCommand("not understood: a line of " + line.length() + " characters");
    }
    JsonNode command;
    try {
      command = JSON.readTree(line);
    } catch (JsonProcessingException notJson) {
      throw new InvalidCommand("not understood: no JSON");
    }
    Optional<OperatorVerb> verb = OperatorVerb.of(command.path("do").asText());
    if (verb.isEmpty()) {
      throw new InvalidCommand("not understood");
    }
    String by = name(command.path("by"));
    return switch (verb.get()) {
      case CONFIRM -> new OperatorCommand.Confirm(code(command.path("code")), by, answer);
      case ROLLBACK -> new OperatorCommand.Rollback(by, answer);
      case EXTEND -> new OperatorCommand.Extend(length(command.path("seconds")), by, answer);
      case GO -> new OperatorCommand.Go(step(command.path("step")), by, answer);
      case SHOW -> new OperatorCommand.Show(answer);
      case STATUS -> new OperatorCommand.Status(answer);
    };
  }

  private static String code(JsonNode code) throws InvalidCommand {
    if (!code.isTextual()) {
      throw new InvalidCommand("not understood: `code` must be a text");
    }
    return code.asText();
  }

  /** A go counts for the step that its sender has seen, and for no other. */
  private static String step(JsonNode step) throws InvalidCommand {
    if (!step.isTextual() || step.asText().isEmpty()) {
      throw new InvalidCommand("not understood: `step` must name the step that is to be done");
    }
    return step.asText();
  }

  /** The name is only shown: one that is not valid stops no rollback. */
  private static String name(JsonNode by) {
    return by.isTextual() && by.asText().matches(NAME) ? by.asText() : "someone";
  }

  private static Duration length(JsonNode seconds) throws InvalidCommand {
    boolean isPossible =
        seconds.isIntegralNumber()
            && seconds.canConvertToLong()
            && OperatorCommand.Extend.isPossible(seconds.asLong());
    if (!isPossible) {
      throw new InvalidCommand(
          "not extended: a deadline is moved by "
              + OperatorCommand.Extend.LEAST.toSeconds()
              + " to "
              + OperatorCommand.Extend.MOST.toSeconds()
              + " seconds at a time");
    }
    return Duration.ofSeconds(seconds.asLong());
  }
}
