package io.safeops.bench;

import io.safeops.document.DocumentException;
import io.safeops.document.HostileYaml;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.document.YamlFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Measures how long the reader takes for hostile files of the largest allowed size, beside a
 * harmless one.
 */
class HostileYamlBenchmark {

  @Test
  void hostileFilesAgainstAHarmlessOneOfTheSameSize() throws Exception {
    Map<String, String> hostile = HostileYaml.ofSize(YamlFile.MAX_BYTES - 100);
    Race race = new Race().add("harmless", () -> read(harmless()));
    hostile.forEach((name, text) -> race.add(name, () -> read(text)));
    race.run(1, 3);
    for (String name : hostile.keySet()) {
      race.expectAtMost(name, 30);
    }
  }

  private static String harmless() {
    String line = "- {name: \"" + "x".repeat(30) + "\", tag: 7}\n";
    return line.repeat(YamlFile.MAX_BYTES / line.length());
  }

  private static void read(String text) {
    Problems problems = new Problems();
    try {
      Value.root(YamlFile.parse("f", text), problems).map().finish();
    } catch (DocumentException e) {
      problems.addAll(e.problems());
    }
  }
}
