package io.safeops.openstack;

import java.util.regex.Pattern;

/** What a server or a tool said, fit for one line of a message. */
final class Said {

  private static final int LONGEST = 300;
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\s]+");

  private Said() {}

  static String line(String text) {
    String line = UNFIT.matcher(text).replaceAll(" ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
