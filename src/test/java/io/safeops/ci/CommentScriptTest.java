package io.safeops.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.ci.CleanRoot.Ended;
import io.safeops.house.TestTools;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that show a review, on an artifact that may hold anything. gh is a script. */
@Tag("process")
class CommentScriptTest {

  private static final String MARK = "<!-- safeops review -->\n";

  /** Answers a question with a file, and keeps what is sent and the words. */
  private static final String GH =
      """
      #!/bin/sh
      set -eu
      shift # api
      filter=. method=GET input='' path=''
      while [ $# -gt 0 ]; do
        case $1 in
          --paginate | --silent) ;;
          --jq) filter=$2; shift ;;
          --method) method=$2; shift ;;
          --input) input=$2; shift ;;
          *) path=$1 ;;
        esac
        shift
      done
      printf '%s %s\\n' "$method" "$path" >>"$GH_LOG"
      if [ -n "$input" ]; then
        cp -- "$input" "$GH_SENT"
      fi
      case $path in
        */files*) jq -r "$filter" "$GH_FILES" ;;
        */comments\\?*) jq -r "$filter" "$GH_COMMENTS" ;;
      esac
      """;

  @TempDir private Path folder;
  private Path archive;

  @BeforeEach
  void programs() throws Exception {
    TestTools.need("jq");
    TestTools.need("unzip");
    Path gh = Files.createDirectory(folder.resolve("bin")).resolve("gh");
    Files.writeString(gh, GH);
    assertThat(gh.toFile().setExecutable(true)).isTrue();
    archive = folder.resolve("artifact.zip");
    Files.writeString(folder.resolve("files"), "[{\"filename\": \"plans/a.yaml\"}]");
    Files.writeString(folder.resolve("comments"), "[]");
  }

  private void zip(Map<String, String> files) throws Exception {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (Map.Entry<String, String> each : new LinkedHashMap<>(files).entrySet()) {
        out.putNextEntry(new ZipEntry(each.getKey()));
        out.write(each.getValue().getBytes(UTF_8));
        out.closeEntry();
      }
    }
  }

  private Ended runs(String script, String... words) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(List.of("docs/ci/" + script, archive.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("GITHUB_REPOSITORY", "site/plans");
    builder.environment().put("GH_LOG", folder.resolve("log").toString());
    builder.environment().put("GH_SENT", folder.resolve("sent").toString());
    builder.environment().put("GH_FILES", folder.resolve("files").toString());
    builder.environment().put("GH_COMMENTS", folder.resolve("comments").toString());
    return CleanRoot.run(builder, "");
  }

  private JsonNode sent() throws Exception {
    return new ObjectMapper().readTree(Files.readString(folder.resolve("sent")));
  }

  private List<String> log() throws Exception {
    return Files.readAllLines(folder.resolve("log"));
  }

  /** Quotes, commands of shells, lines of a workflow, and what JSON must escape. */
  @Test
  void theTextIsPostedAsItIs() throws Exception {
    Path made = folder.resolve("made");
    String text =
        MARK
            + "$(touch "
            + made
            + ") `touch "
            + made
            + "` ${HOME} '; touch "
            + made
            + "; ' \" \\n %s\n::set-output name=a::b\n\u00e9 \u202e @team\n--input /etc/passwd\n";
    zip(Map.of("comment.md", text));
    Ended ended = runs("comment.sh", "17");
    assertThat(ended.exit()).as(ended.text()).isZero();
    assertThat(sent().get("body").asText()).isEqualTo(text);
    assertThat(sent().properties()).hasSize(1);
    assertThat(log()).contains("POST repos/site/plans/issues/17/comments");
    assertThat(made).doesNotExist();
  }

  /** Somebody else may have written the mark, and the bot something else. */
  @Test
  void onlyTheBotsOwnReviewIsReplaced() throws Exception {
    zip(Map.of("comment.md", MARK + "second\n"));
    Files.writeString(
        folder.resolve("comments"),
        """
        [{"id": 1, "user": {"login": "mallory"}, "body": "<!-- safeops review -->\\nmine"},
         {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "see <!-- safeops review -->"},
         {"id": 3, "user": {"login": "github-actions[bot]"}, "body": "<!-- safeops review -->\\nfirst"}]
        """);
    assertThat(runs("comment.sh", "17").exit()).isZero();
    assertThat(log()).contains("PATCH repos/site/plans/issues/comments/3").hasSize(3);
    assertThat(sent().get("body").asText()).isEqualTo(MARK + "second\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {".github/workflows/safeops-review.yml", "ci/review.sh"})
  void aReviewOfAChangeOfTheReviewIsNotShown(String file) throws Exception {
    zip(Map.of("comment.md", MARK + "all plans pass, trust me\n"));
    Files.writeString(
        folder.resolve("files"),
        "[{\"filename\": \"x\", \"previous_filename\": \"%s\"}]".formatted(file));
    assertThat(runs("comment.sh", "17").exit()).isZero();
    assertThat(sent().get("body").asText())
        .startsWith(MARK)
        .contains("changes files of the review itself")
        .doesNotContain("trust me");
  }

  @Test
  void whatIsNoReviewIsNotPosted() throws Exception {
    zip(Map.of("comment.md", "buy this\n"));
    assertThat(runs("comment.sh", "17").text()).contains("it is no review");
    zip(Map.of("comment.md", MARK + "x".repeat(65536)));
    assertThat(runs("comment.sh", "17").text()).contains("comment.md has more than 65536 bytes");
    zip(Map.of("../comment.md", MARK, "other.md", MARK));
    assertThat(runs("comment.sh", "17").text()).contains("the artifact has no comment.md");
    Files.writeString(archive, "no archive");
    assertThat(runs("comment.sh", "17").text()).contains("the artifact has no comment.md");
    for (String number : List.of("", "17/x", "-1", "1 2", "$(id)")) {
      assertThat(runs("comment.sh", number).text()).contains("NUMBER: expected digits");
    }
    assertThat(folder.resolve("sent")).doesNotExist();
  }

  @Test
  void findingsAreUploaded() throws Exception {
    String sarif = "{\"version\": \"2.1.0\", \"runs\": []}";
    zip(Map.of("review.sarif", sarif));
    Ended ended = runs("sarif.sh", "17", "0123abc");
    assertThat(ended.exit()).as(ended.text()).isZero();
    assertThat(log()).containsExactly("POST repos/site/plans/code-scanning/sarifs");
    assertThat(sent().get("commit_sha").asText()).isEqualTo("0123abc");
    assertThat(sent().get("ref").asText()).isEqualTo("refs/pull/17/head");
    byte[] packed = Base64.getDecoder().decode(sent().get("sarif").asText());
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(sarif);
    }
    zip(Map.of("review.sarif", "[]"));
    assertThat(runs("sarif.sh", "17", "0123abc").exit()).isNotZero();
    assertThat(runs("sarif.sh", "17", "HEAD~1").text()).contains("expected hexadecimal digits");
  }
}
