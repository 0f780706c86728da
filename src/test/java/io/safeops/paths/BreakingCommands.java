package io.safeops.paths;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command lines of {@code commands.txt}: each breaks the lab, and each has several spellings.
 */
public final class BreakingCommands {

  private static final Pattern WORD = Pattern.compile("(?:[^\\s']+|'[^']*')+");

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("LOCALNET", "provnet-33333333-3333-4333-8333-333333333333"),
          Map.entry("VLAN_LOCALNET", "provnet-33333333-3333-4333-8333-333333333334"),
          Map.entry("SEGMENT_LOCALNET", "provnet-33333333-3333-4333-8333-333333333336"),
          Map.entry("PRIVATE", "neutron-11111111-1111-4111-8111-111111111113"),
          Map.entry("ROUTER", "neutron-22222222-2222-4222-8222-222222222222"),
          Map.entry("GATEWAY", "lrp-10000012-0000-4000-8000-000000000012"),
          Map.entry("INSIDE", "lrp-10000011-0000-4000-8000-000000000011"),
          Map.entry("TO_ROUTER", "10000011-0000-4000-8000-000000000011"),
          Map.entry("VM1", "10000001-0000-4000-8000-000000000001"),
          Map.entry("VM3", "10000003-0000-4000-8000-000000000003"),
          Map.entry("TAP1", "tap10000001-00"));

  private BreakingCommands() {}

  /** A command line on a node, and the name of the row of what it does. */
  public record Typed(String row, String node, List<String> argv) {
    @Override
    public String toString() {
      return row + ": " + node + "# " + String.join(" ", argv);
    }
  }

  /** The facts of the lab before, as a file of facts. */
  public static String healthyFacts() throws IOException {
    return resource("healthy.json");
  }

  /** The facts of the lab with that breakage, as a file of facts. */
  public static String facts(String row) {
    return io.safeops.facts.file.FactsFile.text(RecordedRows.NETWORKS.cluster(row));
  }

  public static List<Typed> lines() throws IOException {
    List<Typed> lines = new ArrayList<>();
    String row = "";
    for (String line : resource("commands.txt").lines().toList()) {
      if (line.startsWith("= ")) {
        row = line.substring(2);
      } else if (line.contains("# ") && !line.startsWith("#")) {
        int at = line.indexOf("# ");
        lines.add(new Typed(row, line.substring(0, at), words(line.substring(at + 2))));
      }
    }
    return lines;
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher each = WORD.matcher(line);
    while (each.find()) {
      String word = each.group().replace("'", "");
      words.add(NAMES.getOrDefault(word, word));
    }
    return words;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = BreakingCommands.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
