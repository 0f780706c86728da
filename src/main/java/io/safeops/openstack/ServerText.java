package io.safeops.openstack;

import io.safeops.document.Printable;

/** What a server or a tool said, fit for one line of a message. */
final class ServerText {

  private static final int LONGEST = 300;

  private ServerText() {}

  static String line(String text) {
    String whole = text.strip();
    return Printable.line(whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST) + "...");
  }
}
