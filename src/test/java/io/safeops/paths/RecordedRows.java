package io.safeops.paths;

import io.safeops.document.DocumentException;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code TruthIT} has seen in the lab, so that fast tests can judge it again: the facts and
 * the packets of the healthy lab, and of each breakage the lines of the facts that differ and the
 * paths whose packets were lost. The files are written with {@code -Dsafeops.truth.record=FOLDER}.
 */
public final class RecordedRows {

  /** Of the lab with {@code --networks all}. */
  public static final RecordedRows NETWORKS = new RecordedRows("");

  /** Of the lab with {@code --raft}. */
  static final RecordedRows RAFT = new RecordedRows("raft/");

  private static final String HEALTHY = "healthy";
  private static final String LOST = "lost: ";

  private final String folder;

  private RecordedRows(String folder) {
    this.folder = folder;
  }

  Cluster healthy() {
    return cluster(HEALTHY, resource(HEALTHY + ".json"));
  }

  /** The packets of the healthy lab. */
  Packets packets() {
    return Packets.read(resource(HEALTHY + ".packets"));
  }

  boolean has(String row) {
    return RecordedRows.class.getResource(folder + "rows/" + row + ".edits") != null;
  }

  public Cluster cluster(String row) {
    List<String> edits = resource("rows/" + row + ".edits").lines().skip(1).toList();
    List<String> lines = resource(HEALTHY + ".json").lines().toList();
    return cluster(row, String.join("\n", applied(edits, lines)) + "\n");
  }

  Packets packets(String row) {
    String first = resource("rows/" + row + ".edits").lines().findFirst().orElse("");
    return packets().losing(List.of(first.substring(LOST.length()).trim().split(" ")));
  }

  /** Writes the facts and packets of the healthy lab. */
  void writeHealthy(Path root, Cluster cluster, Packets packets) throws IOException {
    Path own = root.resolve(folder);
    Files.createDirectories(own.resolve("rows"));
    Files.writeString(own.resolve(HEALTHY + ".json"), plain(FactsFile.text(cluster)));
    Files.writeString(own.resolve(HEALTHY + ".packets"), packets.json() + "\n");
  }

  /** Writes what differs from the healthy lab in that folder. */
  void write(Path root, String row, Cluster cluster, Packets packets) throws IOException {
    Path own = root.resolve(folder);
    List<String> before = Files.readAllLines(own.resolve(HEALTHY + ".json"));
    List<String> edits = new ArrayList<>();
    edits.add(LOST + String.join(" ", packets.lost()));
    edits.addAll(edits(before, plain(FactsFile.text(cluster)).lines().toList()));
    Files.writeString(own.resolve("rows").resolve(row + ".edits"), String.join("\n", edits) + "\n");
  }

  /** Without what differs each time and means nothing for a path: of a disk, how much is free. */
  private static String plain(String facts) {
    return facts
        .replaceAll("\"(cpuCentis|uptimeCentis)\" : \\d+", "\"$1\" : 0")
        .replaceAll("\"pid\" : \\d+", "\"pid\" : 1")
        .replaceAll("\"freeBytes\" : \\d{10,}", "\"freeBytes\" : 80000000000")
        .replaceAll("\"freeInodes\" : \\d+", "\"freeInodes\" : 16000000");
  }

  private static Cluster cluster(String name, String text) {
    try {
      return FactsFile.load(name + ".json", text.getBytes(StandardCharsets.UTF_8));
    } catch (DocumentException e) {
      throw new AssertionError(name, e);
    }
  }

  private String resource(String file) {
    String name = folder + file;
    try (InputStream in = RecordedRows.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines of the form {@code @ FROM COUNT}, each with the lines that replace these. */
  private static List<String> applied(List<String> edits, List<String> lines) {
    Map<Integer, List<String>> replacing = new TreeMap<>();
    Map<Integer, Integer> counts = new TreeMap<>();
    int at = -1;
    for (String edit : edits) {
      if (edit.startsWith("@ ")) {
        String[] words = edit.split(" ", -1);
        at = Integer.parseInt(words[1]);
        counts.put(at, Integer.parseInt(words[2]));
        replacing.put(at, new ArrayList<>());
      } else {
        replacing.get(at).add(edit.substring(1));
      }
    }
    List<String> result = new ArrayList<>();
    int next = 0;
    for (Map.Entry<Integer, List<String>> each : replacing.entrySet()) {
      result.addAll(lines.subList(next, each.getKey()));
      result.addAll(each.getValue());
      next = each.getKey() + counts.get(each.getKey());
    }
    result.addAll(lines.subList(next, lines.size()));
    return result;
  }

  /** By the longest common subsequence of what is left without the common head and tail. */
  private static List<String> edits(List<String> before, List<String> after) {
    int head = 0;
    while (head < Math.min(before.size(), after.size())
        && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(before.size(), after.size()) - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    List<String> one = before.subList(head, before.size() - tail);
    List<String> other = after.subList(head, after.size() - tail);
    int[][] common = new int[one.size() + 1][other.size() + 1];
    for (int i = one.size() - 1; i >= 0; i--) {
      for (int j = other.size() - 1; j >= 0; j--) {
        common[i][j] =
            one.get(i).equals(other.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> edits = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < one.size() || j < other.size()) {
      if (i < one.size() && j < other.size() && one.get(i).equals(other.get(j))) {
        i++;
        j++;
        continue;
      }
      int from = i;
      List<String> added = new ArrayList<>();
      while ((i < one.size() || j < other.size())
          && !(i < one.size() && j < other.size() && one.get(i).equals(other.get(j)))) {
        if (j < other.size() && (i == one.size() || common[i][j + 1] >= common[i + 1][j])) {
          added.add(">" + other.get(j++));
        } else {
          i++;
        }
      }
      edits.add("@ " + (head + from) + " " + (i - from));
      edits.addAll(added);
    }
    return edits;
  }
}
