package io.safeops.session;

import io.safeops.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the packets that the provider LAN's ports send into it, ten times a second, from its start
 * until it is closed. It can also send broadcasts from the outside host.
 */
final class StormMeter implements AutoCloseable {

  /**
   * One count.
   *
   * @param seconds of the machine's uptime
   * @param packets since the lab was made
   */
  private record Sample(double seconds, long packets) {}

  /** Packets per second above which there is a storm. A busy lab has less than a hundred. */
  private static final double STORM = 5_000;

  private static final double QUIET = 1_000;

  private final Path counts;
  private final List<Process> processes = new ArrayList<>();

  StormMeter(Lab lab) {
    try {
      counts = Files.createTempFile("storm", ".counts");
      processes.add(lab.process("meter").redirectOutput(counts.toFile()).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends broadcasts from the outside host, five a second for 20 s. They turn a silent loop into a
   * storm.
   */
  void stir(Lab lab) {
    try {
      processes.add(
          lab.process(
                  "exec",
                  "outside",
                  "--",
                  "ping",
                  "-n",
                  "-q",
                  "-b",
                  "-i",
                  "0.2",
                  "-w",
                  "20",
                  "192.0.2.255")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isStorm() {
    return samples().size() > 1 && start() > 0;
  }

  /** The most packets within one second. */
  long most() {
    List<Sample> samples = samples();
    long most = 0;
    int from = 0;
    for (int to = 1; to < samples.size(); to++) {
      while (samples.get(to).seconds - samples.get(from).seconds > 1.0) {
        from++;
      }
      most = Math.max(most, samples.get(to).packets - samples.get(from).packets);
    }
    return most;
  }

  /**
   * Seconds from the first moment of the storm to the first quiet one after its last. Later peaks
   * below {@link #STORM} are not the storm: safeops asks the nodes again over the same LAN, which
   * then exceeds 1,500 packets/s for a fraction of a second.
   */
  double length() {
    double end = start();
    boolean storms = false;
    List<Sample> samples = samples();
    for (int i = 1; i < samples.size(); i++) {
      double rate = rate(samples, i);
      storms = rate > STORM || (storms && rate > QUIET);
      if (storms) {
        end = samples.get(i).seconds;
      }
    }
    return end - start();
  }

  /** The packets per second since the storm began, one figure for each half second. */
  String profile() {
    StringBuilder figures = new StringBuilder();
    List<Sample> samples = samples();
    int from = 0;
    for (int to = 1; to < samples.size(); to++) {
      Sample first = samples.get(from);
      double took = samples.get(to).seconds - first.seconds;
      if (first.seconds < start()) {
        from = to;
      } else if (took >= 0.5) {
        figures.append(' ').append(Math.round((samples.get(to).packets - first.packets) / took));
        from = to;
      }
    }
    return figures.toString().strip();
  }

  /** When the storm began, in centiseconds of the machine's uptime. */
  long startCentis() {
    return Math.round(start() * 100);
  }

  /** When the storm ended. */
  long endCentis() {
    return Math.round((start() + length()) * 100);
  }

  /** Uptime of the machine when the storm began, in seconds; 0 if there was none. */
  double start() {
    List<Sample> samples = samples();
    for (int i = 1; i < samples.size(); i++) {
      if (rate(samples, i) > STORM) {
        return samples.get(i - 1).seconds;
      }
    }
    return 0;
  }

  private static double rate(List<Sample> samples, int i) {
    Sample now = samples.get(i);
    Sample before = samples.get(i - 1);
    return (now.packets - before.packets) / Math.max(0.05, now.seconds - before.seconds);
  }

  private List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    try {
      for (String line : Files.readString(counts).split("\n")) {
        String[] words = line.split(" ");
        if (words.length == 2 && words[0].contains(".") && !words[1].isEmpty()) {
          samples.add(new Sample(Double.parseDouble(words[0]), Long.parseLong(words[1])));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The last line may be incomplete.
    return samples.isEmpty() ? samples : samples.subList(0, samples.size() - 1);
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    try {
      Files.deleteIfExists(counts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
