package io.safeops.run.messaging;

import io.safeops.guard.GuardReply;
import java.time.Duration;

/** What a guard's refusal means, in words for someone at 3 a.m. */
public final class Refusals {

  private Refusals() {}

  public static String text(GuardReply reply) {
    if (reply.isDamaged() && !reply.why().equals("damaged")) {
      return "its guard cannot go on (its state file is damaged: a human is needed on this node)";
    }
    if (reply.why().equals("held") && reply.field("user").isEmpty()) {
      return "held by run "
          + reply.field("by")
          + ", whose state file is damaged: a human is needed on this node";
    }
    String text = reply.text("text");
    String detail = text.isEmpty() ? "" : " (" + MessageText.lastLines(text) + ")";
    return switch (reply.why()) {
          case "held" ->
              "held by run "
                  + reply.field("by")
                  + " of "
                  + reply.field("user")
                  + " on "
                  + reply.field("host")
                  + ", "
                  + left(reply.field("left"));
          case "boot" -> "it was rebooted meanwhile";
          case "late" -> "the message came too late";
          case "state" -> "its guard is " + orNotTold(reply.field("state"));
          case "deadline" -> "its deadline has passed";
          case "no-word" -> "the code has not been given";
          case "missing-tool" -> "a tool is missing: " + orNotTold(reply.field("missing"));
          case "no-fsync" -> "its state directory cannot be synced to disk";
          case "unsafe-dir" -> "its state directory is not safe (owner, mode or a symbolic link)";
          case "probes" -> "a probe has tripped";
          case "damaged" -> "its guard cannot go on";
          case "busy" -> "its guard is busy";
          case "cap" -> "the deadline cannot be moved that far";
          default -> "refused: " + orNotTold(reply.why());
        }
        + detail;
  }

  /** An answer may lack what belongs into it; a message does not end in the middle for that. */
  private static String orNotTold(String said) {
    return said.isBlank() ? "it does not say" : said;
  }

  private static String left(String centiseconds) {
    return centiseconds.matches("[0-9]{1,12}")
        ? MessageText.length(Duration.ofMillis(Long.parseLong(centiseconds) * 10)) + " left"
        : "time left unknown";
  }
}
