package io.safeops.house;

import io.safeops.action.registry.Actions;
import io.safeops.document.DocumentException;
import io.safeops.document.YamlFile;
import io.safeops.house.MarkdownPage.Code;
import io.safeops.house.MarkdownPage.Link;
import io.safeops.inventory.Inventory;
import io.safeops.plan.PlanFile;
import io.safeops.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a page names but does not exist: commands, files, types, links, messages. It checks
 * only code and links. In a block of the language {@code message} each line is a message of
 * safeops, with {@code <words>} for the parts that vary. A line that begins with a blank continues
 * the line before.
 */
final class PageChecker {

  private static final Pattern FILE =
      Pattern.compile("(?:\\./)?[A-Za-z0-9_.*-]+(?:/[A-Za-z0-9_.*-]+)*+/?");
  private static final Pattern SOURCE = Pattern.compile(".*\\.(?:sh|java|pml|md)");
  private static final Pattern TYPE = Pattern.compile("(?:[A-Z][a-z0-9]+){2,}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Z]+(?:_[A-Z]+)+");
  private static final Pattern PACKAGE = Pattern.compile("io\\.safeops(?:\\.[a-z]+)+");
  private static final Pattern KIND = Pattern.compile("(?m)^kind: (\\w+)");

  /** Characters. Shorter pieces of a message would be found anywhere. */
  private static final int TELLING = 10;

  private final RepositoryFiles files;
  private final NamedCommands commands;
  private final String messages;
  private final Set<String> folders;

  PageChecker(RepositoryFiles files) throws IOException {
    this.files = files;
    this.commands = new NamedCommands(files);
    this.messages = files.messages();
    this.folders = files.folders();
  }

  /** The problems of a page, each with page and line. */
  List<String> problems(MarkdownPage page) {
    List<String> problems = new ArrayList<>();
    for (Code code : page.code()) {
      List<String> found = new ArrayList<>();
      if (code.language().equals("message")) {
        found.addAll(messages(code.text()));
      } else {
        code.text().lines().forEach(line -> found.addAll(commands.problems(line)));
        code.text().lines().forEach(line -> found.addAll(files(line, page.path())));
        if (!code.block()) {
          found.addAll(names(code.text()));
        }
        if (code.language().equals("yaml")) {
          found.addAll(example(code.text()));
        }
      }
      found.forEach(each -> problems.add(page.path() + ":" + code.line() + ": " + each));
    }
    problems.addAll(links(page));
    return problems;
  }

  /** The links of a page that lead nowhere, each with page and line. */
  List<String> links(MarkdownPage page) {
    List<String> problems = new ArrayList<>();
    for (Link link : page.links()) {
      link(link.target(), page)
          .forEach(each -> problems.add(page.path() + ":" + link.line() + ": " + each));
    }
    return problems;
  }

  private List<String> files(String line, Path page) {
    List<String> problems = new ArrayList<>();
    for (String word : line.strip().split("[\\s,;=\"'()]+")) {
      String path = word.replaceFirst("[.:]$", "");
      if (!FILE.matcher(path).matches()) {
        continue;
      }
      boolean ours = path.contains("/") && folders.contains(path.replaceFirst("/.*", ""));
      boolean source = SOURCE.matcher(path).matches();
      Path folder = page.getParent() == null ? Path.of("") : page.getParent();
      if ((ours || source)
          && !files.has(Path.of(path))
          && !files.has(folder.resolve(path))
          && (ours || files.named(path).isEmpty() && !files.mention("/" + path))) {
        problems.add("no such file: " + path);
      }
    }
    return problems;
  }

  private List<String> names(String code) {
    String name = code.replaceFirst("#\\w+$", "");
    if (TYPE.matcher(name).matches()
        && files.named(name + ".java").isEmpty()
        && !files.mention("kind: " + name)) {
      return List.of("no such type: " + name);
    }
    if (VARIABLE.matcher(name).matches() && !files.mention(name)) {
      return List.of("no such variable: " + name);
    }
    if (PACKAGE.matcher(name).matches() && !isPackage(name)) {
      return List.of("no such package: " + name);
    }
    return List.of();
  }

  private boolean isPackage(String name) {
    String folder = name.replace('.', '/');
    return List.of("main", "test", "it", "bench").stream()
        .anyMatch(root -> files.has(Path.of("src", root, "java", folder)));
  }

  private List<String> messages(String block) {
    List<String> problems = new ArrayList<>();
    for (String message : block.replaceAll("\\n\\s+", " ").split("\\n")) {
      List<String> pieces = List.of(RepositoryFiles.plain(message).split("<[^<>]*>"));
      pieces.stream()
          .map(piece -> piece.replaceFirst("^[:,;. ]+", ""))
          .filter(piece -> piece.length() >= 4 && !messages.contains(piece))
          .forEach(piece -> problems.add("nothing says: " + piece));
      if (pieces.stream().noneMatch(piece -> piece.length() >= TELLING)) {
        problems.add("too little to look for: " + message);
      }
    }
    return problems;
  }

  private List<String> link(String target, MarkdownPage page) {
    if (target.matches("(?:https?|mailto):.*")) {
      return List.of();
    }
    String[] parts = target.split("#", 2);
    Path folder = page.path().getParent() == null ? Path.of("") : page.path().getParent();
    Path to = parts[0].isEmpty() ? page.path() : folder.resolve(parts[0]).normalize();
    if (!to.equals(page.path()) && !files.has(to)) {
      return List.of("no such page: " + target);
    }
    MarkdownPage other = to.equals(page.path()) ? page : new MarkdownPage(to, files.text(to));
    return parts.length < 2 || other.anchors().contains(parts[1])
        ? List.of()
        : List.of("no such heading: " + target);
  }

  /** Loads an example that is a whole file, and returns what is wrong with it. */
  private static List<String> example(String yaml) {
    Matcher kind = KIND.matcher(yaml);
    if (!kind.find()) {
      return List.of();
    }
    try {
      switch (kind.group(1)) {
        case "Plan" -> PlanFile.of(YamlFile.parse("example", yaml), Actions.names());
        case "Policy" -> PolicySet.of(List.of(YamlFile.parse("example", yaml)));
        case "Inventory" -> inventory(yaml);
        default -> YamlFile.parse("example", yaml);
      }
      return List.of();
    } catch (DocumentException wrong) {
      return wrong.problems().stream().map(Object::toString).toList();
    } catch (IOException unwritable) {
      throw new java.io.UncheckedIOException(unwritable);
    }
  }

  private static void inventory(String yaml) throws IOException, DocumentException {
    Path file = Files.createTempFile("example", ".yaml");
    try {
      Inventory.load(Files.writeString(file, yaml));
    } finally {
      Files.delete(file);
    }
  }
}
