package io.safeops.review.policytest;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.FileHeader;
import io.safeops.document.MapReader;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.document.YamlFile;
import io.safeops.facts.file.ClusterSketch;
import io.safeops.facts.file.FactsSchema;
import io.safeops.policy.BuiltInFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The clusters that cases start from, by name: {@code facts/NAME.yaml} (a sketch) or {@code
 * facts/NAME.json} (the output of {@code safeops facts}) beside the tests, else the built-in ones.
 */
final class BaseClusters {

  private final Optional<Path> folder;
  private final Map<String, ClusterSketch> read = new HashMap<>();

  private BaseClusters(Optional<Path> folder) {
    this.folder = folder;
  }

  static BaseClusters builtIn() {
    return new BaseClusters(Optional.empty());
  }

  /** With the clusters of a folder of tests, which come before the built-in ones. */
  static BaseClusters of(Path tests) {
    return new BaseClusters(Optional.of(tests.resolve("facts")));
  }

  /**
   * The cluster with a name.
   *
   * @throws DocumentException if there is none, or it does not load
   */
  ClusterSketch get(String name, Position asked) throws DocumentException {
    ClusterSketch known = read.get(name);
    if (known != null) {
      return known;
    }
    DocumentNode root =
        file(name)
            .orElseThrow(
                () -> new DocumentException(asked, "`base`: there are no facts `" + name + "`"));
    Problems problems = new Problems();
    Optional<ClusterSketch> sketch =
        ClusterSketch.of(
            root.at().file().endsWith(".json") ? root : body(root, problems), problems);
    // It must be a valid cluster by itself: a problem in it is not the fault of a case.
    sketch.ifPresent(each -> each.cluster(problems));
    problems.throwIfAny();
    read.put(name, sketch.orElseThrow());
    return sketch.orElseThrow();
  }

  private static DocumentNode body(DocumentNode root, Problems problems) {
    MapReader file = Value.root(root, FactsSchema.sketch(), problems).map();
    FileHeader.read(file, FactsSchema.KIND);
    DocumentNode body = file.required("cluster").node().orElse(root);
    file.finish();
    return body;
  }

  private Optional<DocumentNode> file(String name) throws DocumentException {
    for (String ending : folder.isPresent() ? new String[] {".yaml", ".json"} : new String[0]) {
      Path file = folder.orElseThrow().resolve(name + ending);
      if (Files.exists(file)) {
        return Optional.of(YamlFile.read(file));
      }
    }
    return BuiltInFiles.facts(name);
  }
}
