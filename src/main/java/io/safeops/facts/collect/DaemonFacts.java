package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import io.safeops.facts.node.Certificate;
import io.safeops.facts.node.ControllerVersion;
import io.safeops.facts.node.DiskSpace;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of ovn-controller, the certificates of the daemons, and the room for databases. */
final class DaemonFacts {

  /** {@code facts.sh} looks at six daemons and eight directories. */
  private static final int MOST_LINES = 100;

  private static final String VERSION = "([0-9][0-9A-Za-z.~+-]{0,63})";

  private static final Pattern PACKAGE = Pattern.compile("(?m)^ovn-controller " + VERSION + "$");

  private static final Pattern SCHEMA = Pattern.compile("(?m)^SB DB Schema " + VERSION + "$");

  private static final Pattern OPEN_FLOW =
      Pattern.compile("(?m)^OpenFlow versions (0x[0-9a-f]{1,2}:0x[0-9a-f]{1,2})$");

  private static final Pattern USE = Pattern.compile("use ([a-z-]{1,32}) (.{1,4096})");

  /** As {@code openssl x509 -enddate} prints it. */
  private static final Pattern END =
      Pattern.compile(
          "end ([A-Z][a-z]{2}) +([0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}) GMT (.{1,4096})");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss uuuu", Locale.ENGLISH);

  private static final Pattern DISK =
      Pattern.compile(
          "([0-9]{1,15}) ([0-9]{1,15}) ([0-9]{1,9}) ([0-9]{1,15}) ([0-9]{1,15}) (/.{1,4096})");

  private DaemonFacts() {}

  /**
   * @param text what the installed program says of itself ({@code --version}), an empty line, and
   *     what the running one says ({@code ovn-appctl version})
   */
  static ControllerVersion controllerVersion(String text) {
    String[] said = text.split("\n\\s*\n", 2);
    return new ControllerVersion(
        said.length < 2 ? Optional.empty() : first(PACKAGE, said[1]),
        first(PACKAGE, said[0]),
        first(SCHEMA, said[0]),
        first(OPEN_FLOW, said[0]));
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /**
   * @param text lines {@code use COMPONENT FILE} and {@code end DATE FILE}; a file without a date
   *     could not be read
   */
  static List<Certificate> certificates(String text) throws FactException {
    Map<String, String> ends = new HashMap<>();
    List<Matcher> uses = new ArrayList<>();
    for (String line : lines(text)) {
      Matcher use = USE.matcher(line);
      Matcher end = END.matcher(line);
      if (use.matches()) {
        uses.add(use);
      } else if (end.matches()) {
        ends.put(end.group(3), instant(end.group(1) + " " + end.group(2)));
      } else {
        throw new FactException("not a certificate: " + line);
      }
    }
    List<Certificate> certificates = new ArrayList<>();
    for (Matcher use : uses) {
      String file = use.group(2);
      certificates.add(new Certificate(file, Optional.ofNullable(ends.get(file)), use.group(1)));
    }
    return certificates;
  }

  private static String instant(String date) throws FactException {
    try {
      return LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC).toString();
    } catch (DateTimeException e) {
      throw new FactException("not a date: " + date, e);
    }
  }

  /**
   * @param text lines of {@code stat -f}: free blocks, all blocks, bytes of a block, free inodes,
   *     all inodes, directory. A file system without a table of inodes says 0 of 0
   */
  static List<DiskSpace> disks(String text) throws FactException {
    List<DiskSpace> disks = new ArrayList<>();
    for (String line : lines(text)) {
      Matcher disk = DISK.matcher(line);
      if (!disk.matches()) {
        throw new FactException("not the room of a disk: " + line);
      }
      long block = Long.parseLong(disk.group(3));
      disks.add(
          new DiskSpace(
              disk.group(6),
              bytes(disk.group(1), block),
              bytes(disk.group(2), block),
              Long.parseLong(disk.group(5)) == 0
                  ? Optional.empty()
                  : Optional.of(Long.parseLong(disk.group(4)))));
    }
    return disks;
  }

  private static long bytes(String blocks, long block) throws FactException {
    try {
      return Math.multiplyExact(Long.parseLong(blocks), block);
    } catch (ArithmeticException e) {
      throw new FactException("no disk is that large", e);
    }
  }

  private static List<String> lines(String text) throws FactException {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n")) {
      if (!line.isBlank()) {
        lines.add(UntrustedInput.text(line));
      }
      if (lines.size() > MOST_LINES) {
        throw new FactException("more than " + MOST_LINES + " lines");
      }
    }
    return lines;
  }
}
