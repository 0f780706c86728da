package io.safeops.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks every shell script of the project with shellcheck. */
@Tag("process")
class ShellScriptsTest {

  @Test
  void everyScriptPassesShellcheck() throws Exception {
    TestTools.need("shellcheck");
    List<String> command =
        new ArrayList<>(List.of("shellcheck", "--external-sources", "--source-path=SCRIPTDIR"));
    command.addAll(scripts());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static List<String> scripts() throws IOException {
    List<String> scripts = new ArrayList<>(List.of("safeops", ".ci/run"));
    for (String folder : List.of("src", "docs")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          if (file.toString().matches(".*\\.(sh|bash)") || startsLikeAScript(file)) {
            scripts.add(file.toString());
          }
        }
      }
    }
    assertThat(scripts).hasSizeGreaterThan(5);
    return scripts;
  }

  private static boolean startsLikeAScript(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(20), java.nio.charset.StandardCharsets.ISO_8859_1);
      return start.startsWith("#!") && start.contains("sh");
    }
  }
}
