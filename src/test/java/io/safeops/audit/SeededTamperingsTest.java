package io.safeops.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A thousand changes of the evidence, from a seed: each is found, in the file that was changed. */
class SeededTamperingsTest {

  private static final int SEEDS = Integer.getInteger("safeops.tamperings", 1000);

  /** What is done to a file. */
  private enum Tampering {
    BYTE_CHANGED,
    LINE_DROPPED,
    LINES_SWAPPED,
    LINE_DOUBLED,
    LINE_OF_ANOTHER_RUN,
    GARBAGE_ADDED,
    CUT,
    OLDER,
    OTHER_RUN
  }

  private final HonestRun run = HonestRun.confirmed("r1", 4);
  private final HonestRun other = HonestRun.confirmed("r2", 4);

  @Test
  void eachIsFoundWhereItIs() {
    Map<Tampering, Integer> made = new EnumMap<>(Tampering.class);
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<String> names = List.of(HonestRun.JOURNAL, "n0: log", "n2: log", "n3: heads");
      String file = names.get(random.nextInt(names.size()));
      Tampering tampering = Tampering.values()[random.nextInt(Tampering.values().length)];
      Map<String, byte[]> files = run.files();
      byte[] before = files.get(file);
      byte[] after = tampered(before, other.files().get(file), tampering, random);
      if (Arrays.equals(before, after)) {
        continue;
      }
      files.put(file, after);
      AuditReport report = run.report(files);
      String about = "seed " + seed + ", " + tampering + " of " + file + ": " + report.findings();
      assertThat(report.isChanged()).as(about).isTrue();
      assertThat(report.findings())
          .as(about)
          .anyMatch(each -> each.kind().isFault() && each.place().equals(file))
          .allMatch(
              each ->
                  !each.kind().isFault()
                      || each.place()
                          .startsWith(
                              file.substring(0, file.indexOf(file.contains(":") ? ":" : "."))));
      made.merge(tampering, 1, Integer::sum);
    }
    assertThat(made.keySet()).containsExactly(Tampering.values());
    assertThat(made.values().stream().mapToInt(each -> each).sum()).isGreaterThan(SEEDS * 9 / 10);
  }

  private static byte[] tampered(byte[] file, byte[] otherRun, Tampering tampering, Random random) {
    String text = new String(file, ISO_8859_1);
    List<String> lines = new ArrayList<>(List.of(text.split("\n")));
    int line = random.nextInt(lines.size());
    switch (tampering) {
      case BYTE_CHANGED -> {
        byte[] changed = file.clone();
        changed[random.nextInt(file.length)] = (byte) (32 + random.nextInt(95));
        return changed;
      }
      case LINE_DROPPED -> lines.remove(line);
      case LINES_SWAPPED -> Collections.swap(lines, line, random.nextInt(lines.size()));
      case LINE_DOUBLED -> lines.add(random.nextInt(lines.size() + 1), lines.get(line));
      case LINE_OF_ANOTHER_RUN ->
          lines.add(line, new String(otherRun, ISO_8859_1).split("\n")[line]);
      case GARBAGE_ADDED -> lines.add(line, "x".repeat(1 + random.nextInt(100)));
      case CUT -> {
        // To cut off only the last line feed changes nothing that anybody wrote.
        return Arrays.copyOf(file, random.nextInt(file.length - 1));
      }
      case OLDER -> lines.subList(line, lines.size()).clear();
      case OTHER_RUN -> {
        return otherRun;
      }
    }
    return (lines.isEmpty() ? "" : String.join("\n", lines) + "\n").getBytes(ISO_8859_1);
  }
}
