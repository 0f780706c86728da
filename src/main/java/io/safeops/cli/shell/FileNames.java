package io.safeops.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.document.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The files that a word may name, for completion. */
final class FileNames {

  /** Entries of a folder that are looked at: a list of more helps nobody. */
  private static final int MOST = 1000;

  /** Bytes of a file in which its kind must stand. */
  private static final int HEAD = 8192;

  /** Which files are shown. Folders always are. */
  enum Filter {
    ANY,
    FOLDER,
    JSON,
    PLAN("Plan"),
    INVENTORY("Inventory"),
    VALUES("Values");

    private final Pattern kind;

    Filter() {
      this("");
    }

    Filter(String kind) {
      this.kind = Pattern.compile("(?m)^\\s*[\"']?kind[\"']?\\s*:\\s*[\"']?" + kind + "\\b");
    }

    private boolean accepts(Path file, String name) {
      return switch (this) {
        case ANY -> true;
        case FOLDER -> false;
        case JSON -> name.endsWith(".json");
        default -> (name.endsWith(".yaml") || name.endsWith(".yml")) && isOfItsKind(file);
      };
    }

    private boolean isOfItsKind(Path file) {
      try (InputStream in = Files.newInputStream(file)) {
        return kind.matcher(new String(in.readNBytes(HEAD), UTF_8)).find();
      } catch (IOException unreadable) {
        return false;
      }
    }
  }

  private FileNames() {}

  /**
   * The files and folders whose path begins with a word.
   *
   * @param word as it is typed; a relative path is below the working directory
   */
  static List<Completion> of(String word, Filter filter) {
    int slash = word.lastIndexOf('/');
    String folder = word.substring(0, slash + 1);
    String begin = word.substring(slash + 1);
    List<Completion> found = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Path.of(folder.isEmpty() ? "." : folder))) {
      int looked = 0;
      for (Path each : all) {
        String name = String.valueOf(each.getFileName());
        if (++looked > MOST) {
          break;
        } else if (!name.startsWith(begin)
            || (name.startsWith(".") && !begin.startsWith("."))
            || name.codePoints().anyMatch(Printable::isUnsafe)) {
          continue;
        } else if (Files.isDirectory(each)) {
          found.add(Completion.part(folder + name + "/", name + "/", ""));
        } else if (Files.isRegularFile(each) && filter.accepts(each, name)) {
          found.add(new Completion(folder + name, name, "", true));
        }
      }
    } catch (IOException | DirectoryIteratorException | InvalidPathException unreadable) {
      return List.of();
    }
    found.sort(Comparator.comparing(Completion::value));
    return found;
  }
}
