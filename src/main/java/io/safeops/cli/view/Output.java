package io.safeops.cli.view;

import java.io.IOException;
import java.io.PrintWriter;

/** What a view prints on. Results go to standard output; progress and remarks to standard error. */
record Output(PrintWriter out, PrintWriter err) {

  /** One line of the result. */
  void line(String text) {
    out.println(text);
  }

  /** One line of the result, for programs. */
  void json(Object value) {
    out.println(Json.line(value));
  }

  /** A remark, which is no part of the result. */
  void remark(String text) {
    err.println(text);
  }

  /**
   * Prints a whole document, which may be long.
   *
   * @param name of what is written, for the message
   * @throws IOException when standard output did not take it
   */
  void document(String text, String name) throws IOException {
    out.print(text);
    out.println();
    if (out.checkError()) {
      throw new IOException(name + " could not be written to standard output");
    }
  }
}
