package io.safeops.transport.command;

import io.safeops.transport.Command;
import io.safeops.transport.Result;
import io.safeops.transport.stream.StreamExchange;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The script for a shell that reads it from standard input: it runs one command and reports how the
 * command ended.
 *
 * <p>The report is a single word of base64 between two marks that hold a random number, so it
 * survives what out-of-band paths add to the output: banners before it, an echo of the script,
 * carriage returns, the JSON of {@code qm guest exec}. Lines stay below the 4096 bytes that a
 * terminal takes. The node needs {@code base64}, {@code head} and {@code tr}.
 */
final class ShellScript {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern STATUS = Pattern.compile("\\((\\d{1,3})\\)");

  private final String nonce;

  ShellScript() {
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    this.nonce = HexFormat.of().formatHex(bytes);
  }

  /** Runs the command with this standard input and reports. */
  String run(Command command, byte[] standardInput) {
    String encoded = Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(standardInput);
    String feed =
        standardInput.length == 0 ? "" : "printf '%s\\n' '" + encoded + "' | base64 -d | ";
    String from = standardInput.length == 0 ? " </dev/null" : "";
    // The braces make the shell read all of it before it prints anything, so that a terminal's echo
    // stays out of the report. Descriptor 3 is the shell's output, 4 the command's errors, 5 what S
    // captures.
    return """
        {
        exec 3>&1
        printf '\\nsafeops:%%s:' %s
        S=$( { { { %s%s%s 3>&- 4>&- 5>&-
        printf '(%%s)' "$?" >&5; } 2>&4 | base64 | tr -d '\\n' >&3; } 4>&1 |
        { head -c %d; cat >/dev/null; } | base64 | tr -d '\\n'; } 5>&1 )
        printf ':%%s:end\\n' "$S"
        exit 0
        }
        """
        .formatted(nonce, feed, command.shellLine(), from, StreamExchange.ERROR_CAP);
  }

  /** Becomes the command, after a line that says so. The command reads the rest of the input. */
  String become(Command command) {
    return "printf '\\nsafeops:%%s:ready\\n' %s; exec %s\n".formatted(nonce, command.shellLine());
  }

  boolean isReady(String line) {
    return line.endsWith("safeops:" + nonce + ":ready")
        || line.endsWith("safeops:" + nonce + ":ready\r");
  }

  boolean hasBegun(byte[] printed) {
    return text(printed).contains("safeops:" + nonce + ":");
  }

  /** How the command ended; empty if the report is missing or incomplete. */
  Optional<Result> result(byte[] printed) {
    String text = text(printed);
    String mark = "safeops:" + nonce + ":";
    int begin = text.indexOf(mark);
    int end = begin < 0 ? -1 : text.indexOf(":end", begin);
    if (end < 0) {
      return Optional.empty();
    }
    // PHP and others write a slash in JSON as \/.
    String[] parts = text.substring(begin + mark.length(), end).replace("\\", "").split(":", -1);
    Matcher status = STATUS.matcher(parts.length == 2 ? parts[1] : "");
    if (!status.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Result(
              Integer.parseInt(status.group(1)),
              Base64.getDecoder().decode(parts[0]),
              Base64.getDecoder().decode(status.replaceFirst(""))));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  private static String text(byte[] printed) {
    return new String(printed, StandardCharsets.ISO_8859_1);
  }
}
