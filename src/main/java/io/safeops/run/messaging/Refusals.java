package io.safeops.run.messaging;

import io.safeops.guard.GuardRefusal;
import io.safeops.guard.GuardReply;
import java.time.Duration;

/** What a guard's refusal means, for a tired operator. */
public final class Refusals {

  private Refusals() {}

  public static String text(GuardReply reply) {
    if (reply.isDamaged() && reply.refusal() != GuardRefusal.DAMAGED) {
      return "its guard cannot go on, because its state file is damaged: repair this node on its console";
    }
    if (reply.refusal() == GuardRefusal.HELD && reply.field("user").isEmpty()) {
      return "held by run "
          + reply.field("by")
          + ", whose state file is damaged: repair this node on its console";
    }
    String text = reply.text("text");
    String detail = text.isEmpty() ? "" : " (" + MessageText.lastLines(text) + ")";
    return switch (reply.refusal()) {
          case HELD ->
              "held by run "
                  + reply.field("by")
                  + " of "
                  + reply.field("user")
                  + " on "
                  + reply.field("host")
                  + ", "
                  + left(reply.field("left"));
          case BOOT -> "it was rebooted meanwhile";
          case LATE -> "the message came too late";
          case STATE -> "its guard is " + orNotTold(reply.field("state"));
          case DEADLINE -> "its deadline has passed";
          case NO_WORD -> "the code has not been given";
          case MISSING_TOOL -> "a tool is missing: " + orNotTold(reply.field("missing"));
          case NO_FSYNC -> "its state directory cannot be synced to disk";
          case UNSAFE_DIR -> "its state directory is not safe (owner, mode or a symbolic link)";
          case PROBES -> "a probe has tripped";
          case DAMAGED -> "its guard cannot go on";
          case BUSY -> "its guard is busy";
          case CAP -> "the deadline cannot be moved that far";
          case STEP, EPOCH, WRONG_CODE, TRIES, OTHER -> "refused: " + orNotTold(reply.why());
        }
        + detail;
  }

  /** An answer may lack a field; the message is whole even so. */
  private static String orNotTold(String said) {
    return said.isBlank() ? "it does not say" : said;
  }

  private static String left(String centiseconds) {
    return centiseconds.matches("[0-9]{1,12}")
        ? MessageText.length(Duration.ofMillis(Long.parseLong(centiseconds) * 10)) + " left"
        : "time left unknown";
  }
}
