package io.safeops.inventory;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The directory on a node where the guard keeps its state. It is a plain absolute path, because
 * scripts and systemd units contain it. Its content must survive a reboot and belong to root alone.
 */
public record StateDirectory(String value) {

  /** The expected form, for messages. */
  public static final String EXPECTED =
      "an absolute path of letters, digits, `.`, `_`, `-`, without `..`, not below"
          + " /tmp, /var/tmp, /run, /dev, /proc or /sys";

  static final Pattern PATTERN = Pattern.compile("(/[A-Za-z0-9._-]+)++");
  private static final List<String> LOST_OR_SHARED =
      List.of("/tmp", "/var/tmp", "/run", "/var/run", "/dev", "/proc", "/sys");

  /** The directory if the inventory sets none. */
  public static final StateDirectory DEFAULT = new StateDirectory("/var/lib/safeops");

  public StateDirectory {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not " + EXPECTED);
    }
  }

  public static boolean isValid(String value) {
    return value.length() <= 200
        && PATTERN.matcher(value).matches()
        && List.of(value.split("/")).stream().noneMatch(p -> p.equals("..") || p.equals("."))
        && LOST_OR_SHARED.stream().noneMatch(d -> value.equals(d) || value.startsWith(d + "/"));
  }

  @Override
  public String toString() {
    return value;
  }
}
