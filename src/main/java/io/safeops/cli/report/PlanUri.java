package io.safeops.cli.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Names of plan files as other programs want them: relative to the folder of the project. */
final class PlanUri {

  private PlanUri() {}

  /** The path with slashes, relative to the working directory where the file is below it. */
  static String path(String file) {
    Path path = Path.of(file);
    Path here = Path.of("").toAbsolutePath();
    Path absolute = path.toAbsolutePath().normalize();
    return (absolute.startsWith(here) ? here.relativize(absolute) : path.normalize())
        .toString()
        .replace('\\', '/');
  }

  /** The same as a URI reference (RFC 3986). */
  static String uri(String file) {
    try {
      // The prefix keeps a colon in the first part of the path from being read as a scheme.
      String path = path(file);
      return path.startsWith("/")
          ? new URI("file", "", path, null).toASCIIString()
          : new URI(null, null, "./" + path, null).toASCIIString().substring(2);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path that is no URI: " + file, e);
    }
  }
}
