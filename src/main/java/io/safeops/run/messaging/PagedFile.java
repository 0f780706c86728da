package io.safeops.run.messaging;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardReply;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;

/** Reads a file of a node from the answers of its guard, each of which holds some lines of it. */
public final class PagedFile {

  /** Bytes in one answer, unless the file ends before (the guard's {@code log_part}). */
  public static final int PAGE = 49_152;

  private final IntFunction<CompletableFuture<GuardReply>> asking;
  private final int most;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private PagedFile(IntFunction<CompletableFuture<GuardReply>> asking, int most) {
    this.asking = asking;
    this.most = most;
  }

  /**
   * What was read.
   *
   * @param bytes of whole lines, but for the end of the file
   * @param isWhole whether that is all of it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
  public record Content(byte[] bytes, boolean isWhole) {}

  /**
   * Reads it from its first line on.
   *
   * @param asking asks for the lines from a number on, counted from 1
   * @param most bytes, after which no more is asked for
   */
  public static CompletableFuture<Content> read(
      IntFunction<CompletableFuture<GuardReply>> asking, int most) {
    return new PagedFile(asking, most).from(1);
  }

  private CompletableFuture<Content> from(int line) {
    return asking
        .apply(line)
        .thenCompose(
            reply -> {
              try {
                return take(reply, line);
              } catch (GuardException damaged) {
                throw new CompletionException(damaged);
              }
            });
  }

  private CompletableFuture<Content> take(GuardReply reply, int line) throws GuardException {
    if (!reply.ok()) {
      throw new GuardException(Refusals.text(reply));
    }
    byte[] page = reply.bytes("log");
    if (page.length < PAGE) {
      bytes.write(page, 0, page.length);
      return CompletableFuture.completedFuture(new Content(bytes.toByteArray(), true));
    }
    int end = 0;
    int lines = 0;
    for (int i = 0; i < page.length; i++) {
      if (page[i] == '\n') {
        end = i + 1;
        lines++;
      }
    }
    if (lines == 0) {
      throw new GuardException("it has a line of more than " + PAGE + " bytes");
    }
    bytes.write(page, 0, end);
    return bytes.size() >= most
        ? CompletableFuture.completedFuture(new Content(bytes.toByteArray(), false))
        : from(line + lines);
  }
}
