package io.safeops.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A root file system with the programs of this machine, Java and a release of safeops, and nothing
 * else: no home, no settings, no network, no sources.
 */
final class CleanRoot {

  /** How a script ended, and what it printed. */
  record Ended(int exit, String text) {}

  private final Path root;

  private CleanRoot(Path root) {
    this.root = root;
  }

  /** Makes one in a folder that exists. Skips the test if this user may not mount. */
  static CleanRoot at(Path root) throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "--mount", "--net", "true").start().waitFor() == 0,
        "needs to mount and to have a network of its own");
    for (String folder : List.of("usr", "etc", "proc", "dev", "tmp", "ci", "job", "java")) {
      Files.createDirectory(root.resolve(folder));
    }
    for (String name : List.of("bin", "sbin", "lib", "lib64")) {
      if (Files.isSymbolicLink(Path.of("/", name))) {
        Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
      }
    }
    // The configuration of Debian's Java is there.
    run(List.of("sh", "-c", "cp -a /etc/java-* \"$1\" 2>/dev/null || true", "sh", root + "/etc"));
    try (Stream<Path> scripts = Files.list(Path.of("docs/ci"))) {
      for (Path script : scripts.filter(each -> each.toString().endsWith(".sh")).toList()) {
        Path copy = root.resolve("ci").resolve(script.getFileName());
        Files.copy(script, copy);
        copy.toFile().setExecutable(true);
      }
    }
    return new CleanRoot(root);
  }

  Path path(String name) {
    return root.resolve(name.replaceFirst("^/", ""));
  }

  Path write(String name, String text) throws IOException {
    Path file = path(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** An archive as of a release, at this path; returns its SHA-256. */
  String release(String name) throws Exception {
    Path folder = path("tmp/release/safeops-test");
    Path lib = Files.createDirectories(folder.resolve("target/lib"));
    List<String> names = new ArrayList<>();
    Path classes = Path.of("target/classes");
    for (String each : System.getProperty("java.class.path").split(":")) {
      Path jar = Path.of(each);
      if (each.endsWith(".jar") && Files.isRegularFile(jar)) {
        Files.copy(jar, lib.resolve(jar.getFileName()));
        names.add("lib/" + jar.getFileName());
      }
    }
    jar(classes, folder.resolve("target/safeops.jar"), names);
    Files.copy(Path.of("safeops"), folder.resolve("safeops"));
    folder.resolve("safeops").toFile().setExecutable(true);
    run(
        List.of(
            "tar",
            "-czf",
            path(name).toString(),
            "-C",
            path("tmp/release").toString(),
            "safeops-test"));
    run(List.of("rm", "-rf", path("tmp/release").toString()));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path(name)));
    return HexFormat.of().formatHex(digest);
  }

  private static void jar(Path classes, Path jar, List<String> path) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "io.safeops.cli.command.Main");
    main.put(Attributes.Name.CLASS_PATH, String.join(" ", path));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> all = Files.walk(classes)) {
      for (Path each : all.sorted().toList()) {
        String name = classes.relativize(each).toString();
        // A folder has an entry of its own, as Maven writes it.
        if (!name.isEmpty()) {
          out.putNextEntry(new JarEntry(Files.isDirectory(each) ? name + "/" : name));
          if (Files.isRegularFile(each)) {
            Files.copy(each, out);
          }
          out.closeEntry();
        }
      }
    }
  }

  /** Runs words in the root, with this environment and nothing more. */
  Ended runs(Map<String, String> environment, String... words) throws Exception {
    Map<String, String> all = new TreeMap<>(Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", "/java"));
    all.putAll(environment);
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "--net",
                "sh",
                "-euc",
                """
                root=$1 java=$2
                shift 2
                mount --bind /usr "$root/usr"
                mount -o remount,bind,ro "$root/usr"
                mount --rbind /proc "$root/proc"
                mount --rbind /dev "$root/dev"
                mount --rbind "$java" "$root/java"
                exec chroot "$root" env -i "$@"
                """,
                "sh",
                root.toString(),
                System.getProperty("java.home")));
    all.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(List.of(words));
    return run(command);
  }

  static Ended run(List<String> command) throws Exception {
    return run(new ProcessBuilder(command), "");
  }

  static Ended run(ProcessBuilder builder, String input) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), text);
  }
}
