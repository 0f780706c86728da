package io.safeops.run.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Joins the pieces that come over a socket to lines of UTF-8. */
public final class LineBuffer {

  /** Bytes; the longest line that a run writes, the exact change of a step, is far shorter. */
  public static final int MAX_LINE = 1 << 20;

  private ByteArrayOutputStream line = new ByteArrayOutputStream();

  /**
   * Takes bytes up to the end of a line.
   *
   * @return the line without its end, or null when all bytes were taken and none has ended
   */
  @Nullable String next(ByteBuffer received) throws IOException {
    while (received.hasRemaining()) {
      byte next = received.get();
      if (next == '\n') {
        String whole = line.toString(UTF_8);
        line = new ByteArrayOutputStream();
        return whole;
      }
      line.write(next);
      if (line.size() > MAX_LINE) {
        throw new IOException("a line of more than " + MAX_LINE + " bytes");
      }
    }
    return null;
  }
}
