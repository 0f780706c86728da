package io.safeops.cli.reference;

import io.safeops.document.DocumentException;
import io.safeops.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All files of the reference, by their path below the folder of the documentation. The same code
 * makes the same bytes.
 */
public final class ReferenceFiles {

  /** The folders that hold nothing else. */
  public static final List<String> FOLDERS = List.of("reference", "man", "completion");

  private final Map<String, String> texts = new TreeMap<>();

  private ReferenceFiles() {}

  /**
   * Makes them.
   *
   * @param root the command safeops with all its subcommands
   * @throws DocumentException if the built-in policies do not load
   */
  public static ReferenceFiles of(CommandSpec root) throws DocumentException {
    CommandForm safeops = CommandForm.of(root);
    List<Playbook> playbooks = Playbook.all();
    PolicySet rules = PolicySet.load(List.of());
    ReferenceFiles files = new ReferenceFiles();
    files.put("reference/commands", CommandPages.of(safeops));
    files.put("reference/actions", ActionPages.of(playbooks));
    files.put("reference/rules", RulePages.of(rules));
    files.put("reference/playbooks", PlaybookPages.of(playbooks));
    files.texts.put("reference/README.md", IndexPage.of(safeops, playbooks, rules));
    files.put("man", ManualPages.of(safeops));
    files.texts.put("completion/safeops.bash", BashCompletion.of(safeops));
    files.texts.put("completion/_safeops", ZshCompletion.of(safeops));
    files.texts.put("completion/safeops.fish", FishCompletion.of(safeops));
    return files;
  }

  private void put(String folder, Map<String, String> pages) {
    pages.forEach((name, text) -> texts.put(folder + "/" + name, text));
  }

  /** The text of each file. */
  public Map<String, String> texts() {
    return Map.copyOf(texts);
  }

  /**
   * Writes them below a folder, and deletes what else is in {@link #FOLDERS} there.
   *
   * @throws IOException if a file cannot be written or deleted
   */
  public void write(Path folder) throws IOException {
    for (Map.Entry<String, String> each : texts.entrySet()) {
      Path file = folder.resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
    for (String left : there(folder)) {
      if (!texts.containsKey(left)) {
        Files.delete(folder.resolve(left));
      }
    }
  }

  /** The files that are in {@link #FOLDERS} below a folder. */
  public static List<String> there(Path folder) throws IOException {
    List<String> there = new java.util.ArrayList<>();
    for (String name : FOLDERS) {
      if (Files.isDirectory(folder.resolve(name))) {
        try (Stream<Path> all = Files.walk(folder.resolve(name))) {
          all.filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .sorted()
              .forEach(there::add);
        }
      }
    }
    return there;
  }
}
