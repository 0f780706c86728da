package io.safeops.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the launcher in a checkout of its own. Maven and Java are scripts that only record how they
 * were called.
 */
@Tag("process")
class LauncherTest {

  private static final String RUN = "20260101-000000-abcd";

  @TempDir Path directory;
  private Path home;

  /** How the launcher ended, and what it and Java printed. */
  private record Ended(int exit, String text) {
    /** The folder of the program that the launcher gave to Java. */
    Path program() {
      Matcher jar = Pattern.compile("-jar (\\S+)/safeops\\.jar").matcher(text);
      assertThat(jar.find()).as(text).isTrue();
      return Path.of(jar.group(1));
    }
  }

  @BeforeEach
  void checkOut() throws IOException {
    home = Files.createDirectory(directory.resolve("checkout"));
    Files.copy(Path.of("safeops"), home.resolve("safeops"));
    for (String folder : List.of("src/main", "policies", "playbooks")) {
      Files.createDirectories(home.resolve(folder));
    }
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    saved("src/main/Main.java");
    tool(
        "bin/mvn",
        """
        #!/bin/sh
        echo built >>"$TOOLS/builds"
        [ ! -f "$TOOLS/saves" ] || touch -d '+1 minute' src/main/Main.java
        [ ! -f "$TOOLS/breaks" ] || { echo "cannot compile"; exit 1; }
        mkdir -p target/lib
        grep -c built "$TOOLS/builds" >target/safeops.jar
        echo library >target/lib/one.jar
        """);
    tool(
        "jdk/bin/java",
        """
        #!/bin/sh
        for word in "$@"; do
          case $word in
            -XX:SharedArchiveFile=*) archive=${word#*=} ;;
            -Xshare:dump) dump=1 ;;
          esac
        done
        if [ -n "${dump:-}" ]; then echo archive >"$archive"; else echo "$@"; fi
        """);
    Files.writeString(
        directory.resolve("jdk/release"),
        "JAVA_RUNTIME_VERSION=\"17.0.1+2\"\nJAVA_VERSION=\"17.0.1\"\n");
  }

  private void tool(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Changes a source, so that it is newer than every build. */
  private void saved(String source) throws IOException {
    Path file = home.resolve(source);
    Files.writeString(file, "changed");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
  }

  /** Makes a source older than every build. */
  private void old(String source) throws IOException {
    Files.setLastModifiedTime(home.resolve(source), FileTime.from(Instant.now().minusSeconds(600)));
  }

  private void mavenDoes(String what) throws IOException {
    Files.writeString(directory.resolve(what), "");
  }

  private Process start(String... argv) throws IOException {
    return start(Map.of(), argv);
  }

  private Process start(Map<String, String> variables, String... argv) throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve("safeops").toString()));
    command.addAll(List.of(argv));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    builder.environment().put("TOOLS", directory.toString());
    builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
    builder.environment().putAll(variables);
    return builder.redirectInput(Path.of("/dev/null").toFile()).start();
  }

  private static Ended ended(Process process) throws IOException, InterruptedException {
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), text);
  }

  private Ended types(String... argv) throws IOException, InterruptedException {
    return ended(start(argv));
  }

  private long builds() throws IOException {
    Path builds = directory.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  private Ended built() throws IOException, InterruptedException {
    old("src/main/Main.java");
    old("pom.xml");
    Ended ended = types("--version");
    assertThat(ended.exit()).as(ended.text()).isZero();
    return ended;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "confirm",
        "rollback",
        "extend",
        "show",
        "attach",
        "runs",
        "recover",
        "run-process"
      })
  void commandForAnOpenRunBuildsNothing(String verb) throws Exception {
    Path program = built().program();
    saved("src/main/Main.java");
    mavenDoes("breaks");
    Ended ended = types("--no-color", verb, RUN);
    assertThat(ended.exit()).as(ended.text()).isZero();
    assertThat(ended.text()).contains(verb + " " + RUN);
    assertThat(ended.program()).isEqualTo(program);
    assertThat(builds()).isEqualTo(1);

    Ended review = types("review", "plan.yaml");
    assertThat(review.exit()).as(review.text()).isEqualTo(1);
    assertThat(review.text()).contains("cannot compile", "the build failed");
    assertThat(types(verb, RUN).program()).as("nor does a failed build harm").isEqualTo(program);
  }

  @Test
  void commandForAnOpenRunWorksAfterAClean() throws Exception {
    Path program = built().program();
    delete(home.resolve("target"));
    delete(home.resolve("src"));
    assertThat(types("rollback", RUN).program()).isEqualTo(program);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void commandForAnOpenRunWithoutABuildSaysHowToBuild() throws Exception {
    Ended ended = types("rollback", RUN);
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.text()).contains("safeops is not built here", "--version` to build it");
    assertThat(builds()).isZero();
  }

  @Test
  void buildLeavesOlderProgramsUnchanged() throws Exception {
    Path first = built().program();
    Path jar = first.resolve("safeops.jar");
    Object before = Files.getAttribute(jar, "unix:ino");
    saved("policies/new.yaml");
    Path second = types("--version").program();
    assertThat(second).isNotEqualTo(first);
    assertThat(second.resolve("safeops.jar")).hasContent("2");
    assertThat(second.resolve("lib/one.jar")).hasContent("library");
    assertThat(jar).hasContent("1");
    assertThat(Files.getAttribute(jar, "unix:ino")).isEqualTo(before);
  }

  /** A run of an older build needs commands of that build, which use its protocol. */
  @Test
  void commandForARunUsesTheProgramThatStartedIt() throws Exception {
    Path first = built().program();
    Path run = Files.createDirectories(directory.resolve("state/safeops/runs").resolve(RUN));
    Files.writeString(run.resolve("program.path"), first + "\n");
    saved("pom.xml");
    Path second = types("--version").program();
    assertThat(second).isNotEqualTo(first);
    assertThat(types("confirm", "--code", "ABCDEF", RUN).program()).isEqualTo(first);
    assertThat(types("run-process", RUN).program()).isEqualTo(first);
    assertThat(types("confirm", "20260101-000000-wxyz").program()).isEqualTo(second);
    delete(first);
    assertThat(types("rollback", RUN).program()).isEqualTo(second);
  }

  /**
   * Another terminal may have another PATH, a JAVA_HOME of an old version, or a Java that is gone.
   */
  @Test
  void commandForARunUsesTheJavaThatStartedIt() throws Exception {
    Path program = built().program();
    Path run = Files.createDirectories(directory.resolve("state/safeops/runs").resolve(RUN));
    Files.move(directory.resolve("jdk"), directory.resolve("jdk-17"));
    Files.writeString(run.resolve("program.path"), program + "\n");
    Files.writeString(run.resolve("java.path"), directory.resolve("jdk-17") + "\n");
    tool("jdk/bin/java", "#!/bin/sh\nexit 9\n");
    Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"1.8.0_392\"\n");
    for (String verb : List.of("confirm", "rollback", "attach", "recover")) {
      Ended ended = types(verb, RUN);
      assertThat(ended.exit()).as(ended.text()).isZero();
      assertThat(ended.program()).isEqualTo(program);
    }
    assertThat(types("runs").text()).contains("is too old");
    delete(directory.resolve("jdk-17"));
    assertThat(types("rollback", RUN).text()).as("gone").contains("is too old");
  }

  /**
   * Java does not start in a deleted directory, such as a removed checkout or a USB stick that was
   * taken out.
   */
  @Test
  void startsInADeletedDirectory() throws Exception {
    built();
    tool("jdk/bin/java", "#!/bin/sh\n/bin/pwd || exit 9\necho \"$@\"\n");
    Path gone = Files.createDirectory(directory.resolve("gone"));
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                "-c",
                "cd \"$1\" && rmdir \"$1\" && exec \"$2\" rollback " + RUN,
                "sh",
                gone.toString(),
                home.resolve("safeops").toString())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    Ended ended = ended(builder.start());
    assertThat(ended.exit()).as(ended.text()).isZero();
  }

  /** Java accepts no path with non-ASCII letters if the locale is C or does not exist. */
  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "", "xx_XX.UTF-8", "C.UTF-8"})
  void pathsAreUtf8InEveryLocale(String locale) throws Exception {
    built();
    tool("jdk/bin/java", "#!/bin/sh\necho charmap $(locale charmap 2>/dev/null)\n");
    for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      Map<String, String> set = new HashMap<>(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""));
      set.put(variable, locale);
      Ended ended = ended(start(set, "rollback", RUN));
      assertThat(ended.text()).as(variable).contains("charmap UTF-8");
    }
  }

  @Test
  void concurrentStartsBuildOnce() throws Exception {
    TestTools.need("flock");
    old("src/main/Main.java");
    old("pom.xml");
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(start("--version"));
    }
    List<Path> programs = new ArrayList<>();
    for (Process each : all) {
      programs.add(ended(each).program());
    }
    assertThat(builds()).isEqualTo(1);
    assertThat(programs).containsOnly(programs.get(0));
  }

  @Test
  void changeDuringABuildIsBuiltNextTime() throws Exception {
    mavenDoes("saves");
    built();
    Files.delete(directory.resolve("saves"));
    types("--version");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void existingBuildIsNotRepeated() throws Exception {
    old("src/main/Main.java");
    old("pom.xml");
    Files.createDirectories(home.resolve("target/lib"));
    Files.writeString(home.resolve("target/safeops.jar"), "by mvn verify");
    Path program = types("--version").program();
    assertThat(program.resolve("safeops.jar")).hasContent("by mvn verify");
    assertThat(program).isNotEqualTo(home.resolve("target"));
    assertThat(builds()).isZero();
  }

  @Test
  void installedCopyWithoutSourcesBuildsNothing() throws Exception {
    for (String folder : List.of("src", "policies", "playbooks", "pom.xml")) {
      delete(home.resolve(folder));
    }
    Files.createDirectories(home.resolve("target/lib"));
    Files.writeString(home.resolve("target/safeops.jar"), "installed");
    for (String verb : List.of("review", "rollback")) {
      Ended ended = types(verb, RUN);
      assertThat(ended.exit()).as(ended.text()).isZero();
      assertThat(ended.program()).isEqualTo(home.resolve("target"));
      assertThat(ended.text()).doesNotContain("-Dsafeops.program");
    }
    assertThat(home.resolve(".programs")).doesNotExist();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** The lab needs no program: nothing is built for its help. */
  @ParameterizedTest
  @ValueSource(strings = {"help lab", "lab help", "lab up --help", "lab --help"})
  void helpOfTheLabIsShownHoweverItIsAskedFor(String line) throws Exception {
    Path here = Path.of("").toAbsolutePath();
    List<String> argv = new ArrayList<>(List.of(here.resolve("safeops").toString()));
    argv.addAll(List.of(line.split(" ")));
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    assertThat(text).contains("Usage: safeops lab", "console NODE");
  }
}
