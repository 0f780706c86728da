package io.safeops.approval;

import io.safeops.document.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The digest of the program that predicts and makes a change: of its jar and of the libraries
 * beside it. Another build may do something else for the same plan.
 */
public final class ProgramDigest {

  private ProgramDigest() {}

  /**
   * The digest of this program; empty where it runs from plain classes, as in tests.
   *
   * @throws IOException when a jar cannot be read
   */
  public static Optional<String> ofThis() throws IOException {
    var source = ProgramDigest.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    Path place = Path.of(URI.create(source.getLocation().toString()));
    return Files.isRegularFile(place) ? Optional.of(of(place)) : Optional.empty();
  }

  /**
   * The digest of a program, 64 hexadecimal digits: the SHA-256 of lines with the SHA-256 and the
   * name of each jar, sorted by name.
   */
  static String of(Path jar) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    digests.put("safeops.jar", Sha256.hex(Files.readAllBytes(jar)));
    Path libraries = jar.resolveSibling("lib");
    if (Files.isDirectory(libraries)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(libraries, "*.jar")) {
        for (Path library : all) {
          digests.put("lib/" + library.getFileName(), Sha256.hex(Files.readAllBytes(library)));
        }
      }
    }
    return Sha256.hex(
        digests.entrySet().stream()
            .map(each -> each.getValue() + "  " + each.getKey() + "\n")
            .collect(Collectors.joining()));
  }
}
