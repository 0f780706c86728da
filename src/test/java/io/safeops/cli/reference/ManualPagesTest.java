package io.safeops.cli.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.TestTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The manual pages, as mandoc reads them. */
@Tag("process")
class ManualPagesTest {

  private static String mandoc(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("mandoc"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }

  @Test
  void everyPageIsWithoutFault() throws Exception {
    TestTools.need("mandoc");
    List<String> arguments = new ArrayList<>(List.of("-T", "lint", "-W", "warning"));
    try (Stream<Path> pages = Files.list(Path.of("docs/man"))) {
      pages.sorted().forEach(page -> arguments.add(page.toString()));
    }
    assertThat(arguments).hasSizeGreaterThan(10);
    // A date would make every day another page.
    assertThat(mandoc(arguments).lines().filter(line -> !line.contains("missing date"))).isEmpty();
  }

  @Test
  void anOptionIsShownAsItIsTyped() throws Exception {
    TestTools.need("mandoc");
    assertThat(mandoc(List.of("-T", "ascii", "docs/man/safeops-review.1")).replaceAll(".\b", ""))
        .contains("SAFEOPS-REVIEW(1)", "--report FORMAT=FILE", "-i, --inventory FILE")
        .contains("rolled back, proven to be as before", "safeops(1)");
  }
}
