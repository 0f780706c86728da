package io.safeops.run.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The program of a run's process. Nothing overwrites it while the run lives: it is a build's own
 * folder, which the launcher names, or a copy in the run's directory. A jar that is overwritten
 * would take away the classes that the process has not loaded yet.
 */
public final class RunProgram {

  private static final String JAR = "safeops.jar";
  private static final String CLASSES = "io/safeops/";
  private static final String COMMANDS = "io/safeops/cli/";

  private RunProgram() {}

  /**
   * Puts the program into its place before the run begins, and writes down for the launcher where
   * it is and which Java runs it. Where safeops runs from plain classes there is nothing to do.
   *
   * @throws IOException when it cannot be copied
   */
  public static void put(RunStore store, String run) throws IOException {
    Path build = Path.of(System.getProperty("safeops.program", ""));
    if (build.isAbsolute() && Files.isRegularFile(build.resolve(JAR))) {
      write(store, run, build);
      return;
    }
    Optional<Path> jar = jar();
    if (jar.isPresent()) {
      Path copy = store.program(run);
      copy(jar.get(), copy);
      write(store, run, copy);
    }
  }

  private static void write(RunStore store, String run, Path program) throws IOException {
    Files.writeString(store.programPath(run), program + "\n");
    Files.writeString(store.javaPath(run), System.getProperty("java.home") + "\n");
  }

  private static void copy(Path jar, Path to) throws IOException {
    Files.createDirectories(to.resolve("lib"));
    Files.copy(jar, to.resolve(JAR));
    Path libraries = jar.resolveSibling("lib");
    if (Files.isDirectory(libraries)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(libraries, "*.jar")) {
        for (Path library : all) {
          Files.copy(library, to.resolve("lib").resolve(library.getFileName()));
        }
      }
    }
  }

  /**
   * Loads every class of safeops that a run may need, and opens every jar, so that classes need no
   * more files or file descriptors from now on.
   *
   * @return how many classes were loaded; 0 where safeops runs from plain classes
   * @throws IOException when the program cannot be read
   */
  public static int load() throws IOException {
    Optional<Path> jar = jar();
    if (jar.isEmpty()) {
      return 0;
    }
    ClassLoader loader = RunProgram.class.getClassLoader();
    List<String> names;
    try (JarFile file = new JarFile(jar.get().toFile())) {
      names = file.stream().map(JarEntry::getName).filter(RunProgram::isNeeded).toList();
    }
    for (String name : names) {
      try {
        Class.forName(name.substring(0, name.length() - 6).replace('/', '.'), false, loader);
      } catch (ClassNotFoundException | LinkageError damaged) {
        throw new IOException("the program " + jar.get() + " is damaged: " + name, damaged);
      }
    }
    loader.getResources("io/safeops/there-is-no-such-file").hasMoreElements();
    return names.size();
  }

  private static boolean isNeeded(String entry) {
    return entry.startsWith(CLASSES) && !entry.startsWith(COMMANDS) && entry.endsWith(".class");
  }

  private static Optional<Path> jar() {
    var source = RunProgram.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    Path place = Path.of(java.net.URI.create(source.getLocation().toString()));
    return Optional.of(place).filter(Files::isRegularFile);
  }
}
