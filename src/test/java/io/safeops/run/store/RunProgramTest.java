package io.safeops.run.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.RunEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program that a run's process runs from: a jar of safeops, as a build makes it. */
@Tag("process")
@Timeout(600)
class RunProgramTest {

  private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();

  @TempDir Path directory;

  private Path jar() throws IOException {
    Path jar = directory.resolve("safeops.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> classes = Files.walk(CLASSES)) {
      for (Path file : classes.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new JarEntry(CLASSES.relativize(file).toString()));
        Files.copy(file, entries);
      }
    }
    return jar;
  }

  private static Process start(Path jar, String... argv) throws IOException {
    String others =
        Arrays.stream(System.getProperty("java.class.path").split(":"))
            .filter(entry -> !Path.of(entry).toAbsolutePath().equals(CLASSES))
            .collect(Collectors.joining(":"));
    Stream<String> java =
        Stream.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            jar + ":" + others,
            Inside.class.getName());
    return new ProcessBuilder(Stream.concat(java, Arrays.stream(argv)).toList())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The process that is to live from its jar. */
  static final class Inside {
    private Inside() {}

    public static void main(String[] argv) throws Exception {
      if (argv[0].equals("put")) {
        RunProgram.put(new RunStore(Path.of(argv[1])), argv[2]);
        return;
      }
      System.out.println(RunProgram.load() > 300 ? "loaded" : "not loaded");
      if (System.in.read() < 0) {
        return;
      }
      World world = new World(1, 2, 1, 1);
      world.operatorConfirms(Duration.ofSeconds(5));
      System.out.println(world.apply().text());
      World undone = new World(1, 2, 1, 1);
      undone.on(RunEvent.CodeShown.class, undone::kill);
      undone.applyOrDie();
      System.out.println(undone.recover(2).text());
    }
  }

  @Test
  void aRunComesToItsEndWhenTheJarIsWrittenInPlaceUnderIt() throws Exception {
    Path jar = jar();
    Process process = start(jar, "load");
    try (BufferedReader says = process.inputReader(UTF_8)) {
      assertThat(says.readLine()).isEqualTo("loaded");
      Files.write(jar, new byte[(int) Files.size(jar)]);
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      assertThat(says.readLine()).startsWith("confirmed; nothing of the guard is left");
      assertThat(says.readLine()).startsWith("undone: recover");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aBuildWithoutAFolderOfItsOwnIsCopiedForTheRun() throws Exception {
    Path jar = jar();
    Files.createDirectory(directory.resolve("lib"));
    Files.writeString(directory.resolve("lib").resolve("one.jar"), "a library");
    RunStore store = new RunStore(directory.resolve("runs"));
    String run = store.create(Clock.systemUTC(), new Random(1));
    assertThat(start(jar, "put", directory.resolve("runs").toString(), run).waitFor()).isZero();
    assertThat(store.javaPath(run)).hasContent(System.getProperty("java.home"));
    Path program = Path.of(Files.readString(store.programPath(run)).strip());
    assertThat(program).isEqualTo(store.program(run));
    assertThat(program.resolve("safeops.jar")).hasSameBinaryContentAs(jar);
    assertThat(program.resolve("lib").resolve("one.jar")).hasContent("a library");
    assertThat(List.of(program, program.resolve("lib"))).allMatch(Files::isDirectory);
  }
}
