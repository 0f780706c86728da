package io.safeops.ci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.safeops.ci.CleanRoot.Ended;
import io.safeops.house.TestTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes for forges: what each job may do, and that no text of a change becomes a command. */
class RecipesTest {

  private static final Path FOLDER = Path.of("docs/ci");

  private static JsonNode read(String name) throws IOException {
    return new YAMLMapper().readTree(Files.readString(FOLDER.resolve(name)));
  }

  private static Map<String, String> permissions(JsonNode job) {
    Map<String, String> permissions = new TreeMap<>();
    job.get("permissions")
        .properties()
        .forEach(each -> permissions.put(each.getKey(), each.getValue().asText()));
    return permissions;
  }

  /** The scripts in the steps of a workflow. */
  private static List<String> scripts(JsonNode workflow) {
    List<String> scripts = new ArrayList<>();
    workflow
        .get("jobs")
        .forEach(
            job ->
                job.get("steps")
                    .forEach(
                        step -> {
                          if (step.has("run")) {
                            scripts.add(step.get("run").asText());
                          }
                        }));
    return scripts;
  }

  @Test
  void theJobOnTheChangeCanOnlyRead() throws Exception {
    JsonNode workflow = read("github/review.yml");
    assertThat(workflow.get("on").fieldNames()).toIterable().containsExactly("pull_request");
    assertThat(permissions(workflow)).isEqualTo(Map.of("contents", "read"));
    for (JsonNode job : workflow.get("jobs")) {
      assertThat(permissions(job)).isEqualTo(Map.of("contents", "read"));
    }
    assertThat(Files.readString(FOLDER.resolve("github/review.yml"))).doesNotContain("secrets.");
  }

  @Test
  void theJobThatWritesRunsNothingOfTheChange() throws Exception {
    JsonNode workflow = read("github/comment.yml");
    assertThat(workflow.get("on").fieldNames()).toIterable().containsExactly("workflow_run");
    assertThat(workflow.at("/on/workflow_run/workflows/0").asText())
        .isEqualTo(read("github/review.yml").get("name").asText());
    assertThat(workflow.get("permissions").isEmpty()).isTrue();
    assertThat(permissions(workflow.at("/jobs/find"))).isEqualTo(Map.of("pull-requests", "read"));
    assertThat(permissions(workflow.at("/jobs/comment")))
        .isEqualTo(Map.of("contents", "read", "actions", "read", "pull-requests", "write"));
    assertThat(permissions(workflow.at("/jobs/sarif")))
        .isEqualTo(Map.of("contents", "read", "actions", "read", "security-events", "write"));
    assertThat(String.join("\n", scripts(workflow))).doesNotContain("git ", "safeops/safeops");
    assertThat(workflow.findValues("uses")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"github/review.yml", "github/comment.yml"})
  void noTextOfTheEventIsPastedIntoAScript(String name) throws Exception {
    List<String> scripts = scripts(read(name));
    assertThat(scripts).isNotEmpty();
    assertThat(scripts).noneMatch(script -> script.contains("${{"));
    for (JsonNode uses : read(name).findValues("uses")) {
      assertThat(uses.asText()).matches("[a-z-]+/[a-z-]+@[0-9a-f]{40}");
    }
  }

  @Test
  void theJobOfGitlabKeepsItsReports() throws Exception {
    JsonNode job = read("gitlab.yml").get("safeops-review");
    assertThat(job.at("/artifacts/reports/junit").asText()).isEqualTo("safeops-review/junit.xml");
    assertThat(job.at("/artifacts/reports/codequality").asText())
        .isEqualTo("safeops-review/codequality.json");
    assertThat(job.at("/artifacts/when").asText()).isEqualTo("always");
    assertThat(job.get("script")).isNotEmpty().allMatch(JsonNode::isTextual);
    assertThat(job.at("/rules/0/if").asText())
        .contains("$CI_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID");
  }

  @Test
  void theHookOfPreCommitIsOneScript() throws Exception {
    JsonNode hook = read("pre-commit-config.yaml").at("/repos/0/hooks/0");
    assertThat(hook.get("entry").asText()).isEqualTo("ci/pre-commit.sh");
    assertThat(hook.get("pass_filenames").asBoolean()).isFalse();
  }

  /** What a recipe calls or keeps is there under this name. */
  @Test
  void everyScriptAndReportExists() throws Exception {
    String review = Files.readString(FOLDER.resolve("review.sh"));
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file :
          files.filter(each -> each.toString().matches(".*\\.(yml|yaml|md)")).toList()) {
        String text = Files.readString(file);
        Pattern.compile("\\bci/([a-z-]+\\.sh)|`([a-z-]+\\.sh)`")
            .matcher(text)
            .results()
            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
            .forEach(
                script -> assertThat(FOLDER.resolve(script)).as(file.toString()).isExecutable());
        Pattern.compile(
                "\\b(?:comment\\.md|review\\.(?:json|sarif)|junit\\.xml|codequality\\.json)")
            .matcher(text)
            .results()
            .forEach(report -> assertThat(review).contains("=$out/" + report.group()));
      }
    }
  }

  @Tag("process")
  @Test
  void scriptsInsideOfTheRecipesPassShellcheck() throws Exception {
    TestTools.need("shellcheck");
    List<String> all = new ArrayList<>(scripts(read("github/review.yml")));
    all.addAll(scripts(read("github/comment.yml")));
    List<String> lines = new ArrayList<>();
    read("gitlab.yml").at("/safeops-review/script").forEach(line -> lines.add(line.asText()));
    all.add(String.join("\n", lines));
    for (String script : all) {
      // Set outside of the script.
      Ended ended =
          CleanRoot.run(
              new ProcessBuilder("shellcheck", "--shell=sh", "--exclude=SC2154", "-"), script);
      assertThat(ended.exit()).as(ended.text() + script).isZero();
    }
  }
}
