package io.safeops.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures how long this machine itself stood still. A control process beside the test repeats what
 * a guard does: it sleeps a tenth of a second and starts a few programs. It records how much longer
 * that took than on a quiet machine. Tests subtract this time, so that no test fails because a
 * machine is slow. All times are in centiseconds of the machine's uptime, which containers share.
 */
public final class Standstill implements AutoCloseable {

  /**
   * A sleep and the time for five programs on a quiet machine, 5 ms each at most where it was
   * measured.
   */
  private static final long ROUND = 10 + 3;

  // It ends by itself after half an hour, in case the test dies.
  private static final String CONTROL =
      """
      left=18000
      while [ "$left" -gt 0 ]; do
        left=$((left - 1))
        read -r before rest </proc/uptime
        sleep 0.1
        /bin/true
        /bin/true
        /bin/true
        /bin/true
        read -r after rest </proc/uptime
        echo "$before $after"
      done
      """;

  /** One round of the control process, between two reads of the clock. */
  record Round(long from, long to) {
    /** How much of the extra time of this round lies between two moments. */
    long lostBetween(long begin, long end) {
      long lost = Math.max(0, to - from - ROUND);
      return Math.max(0, Math.min(to, end) - Math.max(to - lost, begin));
    }
  }

  private final Path rounds;
  private final Process control;

  public Standstill() {
    try {
      rounds = Files.createTempFile("standstill", ".rounds");
      control =
          new ProcessBuilder("/bin/sh", "-c", CONTROL).redirectOutput(rounds.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many centiseconds the machine stood still between two moments. */
  public long between(long begin, long end) {
    return lost(rounds(), begin, end);
  }

  static long lost(List<Round> rounds, long begin, long end) {
    return rounds.stream().mapToLong(round -> round.lostBetween(begin, end)).sum();
  }

  /**
   * Asserts that something came on time, apart from the time that the machine stood still.
   *
   * @param what what came, for the message
   * @param due when it should have come
   * @param came when it came; not before {@code due}
   * @param most how late it may be, in centiseconds
   */
  public void assertOnTime(String what, long due, long came, long most) {
    long late = came - due;
    long still = between(due, came);
    assertThat(late - still)
        .as(
            String.format(
                Locale.ROOT,
                "%s: %.2f s after it was due, and the machine itself stood still for %.2f s of it; %.2f s are allowed",
                what,
                late / 100.0,
                still / 100.0,
                most / 100.0))
        .isLessThanOrEqualTo(most);
    assertThat(late).as(what + ": not before it was due").isGreaterThanOrEqualTo(0);
  }

  private List<Round> rounds() {
    List<Round> all = new ArrayList<>();
    try {
      for (String line : Files.readString(rounds).split("\n")) {
        String[] words = line.split(" ");
        // The last line may be incomplete.
        if (words.length == 2
            && words[0].matches("\\d+\\.\\d\\d")
            && words[1].matches("\\d+\\.\\d\\d")) {
          all.add(new Round(centis(words[0]), centis(words[1])));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static long centis(String seconds) {
    return Long.parseLong(seconds.replace(".", ""));
  }

  /** The present uptime in centiseconds. */
  public static long now() {
    try {
      String text = Files.readString(Path.of("/proc/uptime"));
      return centis(text.substring(0, text.indexOf(' ')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    control.descendants().forEach(ProcessHandle::destroyForcibly);
    control.destroyForcibly();
    try {
      Files.deleteIfExists(rounds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
