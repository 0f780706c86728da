package io.safeops.cli.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gives out a page of HTML: {@code show --format html}. */
public final class PageView {

  private final Output output;

  public PageView(ShowFormat format) {
    this.output = format.output();
  }

  /**
   * Prints the page.
   *
   * @throws IOException when standard output did not take it
   */
  public void page(String html) throws IOException {
    output.document(html, "the page");
  }

  /**
   * Writes the page to a file, in UTF-8.
   *
   * @throws IOException when it cannot be written
   */
  public void saved(String html, Path file) throws IOException {
    try {
      Files.writeString(file, html);
    } catch (IOException failed) {
      throw new IOException(file + " could not be written: " + reason(failed), failed);
    }
    output.line("saved " + file);
  }

  /** A fault of the journal, which the page names, too. */
  public void fault(String text) {
    output.remark(text);
  }

  /** Some of Java's messages are only the name of the file. */
  private static String reason(IOException failed) {
    if (failed instanceof java.nio.file.NoSuchFileException) {
      return "there is no such folder";
    }
    return failed instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : String.valueOf(failed.getMessage());
  }
}
