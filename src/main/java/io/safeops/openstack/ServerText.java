package io.safeops.openstack;

import io.safeops.document.Printable;

/** Makes text of a server or a tool safe for one line of a message: printable, not too long. */
final class ServerText {

  private static final int MAX_LENGTH = 300;

  private ServerText() {}

  static String line(String text) {
    String whole = text.strip();
    return Printable.line(
        whole.length() <= MAX_LENGTH ? whole : whole.substring(0, MAX_LENGTH) + "...");
  }
}
