package io.safeops.ci;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.ci.CleanRoot.Ended;
import io.safeops.house.TestTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hook of git, with a program that only says which files it was given. */
@Tag("process")
class PreCommitTest {

  /** Refuses if a plan says so. */
  private static final String SAFEOPS =
      """
      #!/bin/sh
      set -eu
      shift # review
      plans=$1 inventory=$3 facts=$5
      cat "$inventory" "$facts"
      find "$plans" -type f -exec cat {} + | tee "$HOOK_SAW"
      grep -qr refused "$plans" && exit 3
      exit 0
      """;

  @TempDir private Path folder;
  private Path repository;

  @BeforeEach
  void repository() throws Exception {
    TestTools.need("git");
    Path safeops = Files.createDirectory(folder.resolve("bin")).resolve("safeops");
    Files.writeString(safeops, SAFEOPS);
    assertThat(safeops.toFile().setExecutable(true)).isTrue();
    repository = Files.createDirectory(folder.resolve("plans-repository"));
    git("init", "--quiet", "--initial-branch=main");
    write("inventory.yaml", "inventory of main\n");
    write("facts.json", "facts of main\n");
    write("plans/a.yaml", "plan a\n");
    Path ci = Files.createDirectory(repository.resolve("ci"));
    for (String script : List.of("pre-commit.sh", "review.sh")) {
      Files.copy(Path.of("docs/ci", script), ci.resolve(script));
      assertThat(ci.resolve(script).toFile().setExecutable(true)).isTrue();
    }
    git("add", "--all");
    git("commit", "--quiet", "-m", "first");
    Files.createSymbolicLink(
        repository.resolve(".git/hooks/pre-commit"), Path.of("../../ci/pre-commit.sh"));
    git("checkout", "--quiet", "-b", "change");
  }

  private void write(String name, String text) throws IOException {
    Path file = repository.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Ended git(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=me", "-c", "user.email=me@example.com"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(repository.toFile());
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("REVIEW_BASE", "main");
    builder.environment().put("HOOK_SAW", folder.resolve("saw").toString());
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    return CleanRoot.run(builder, "");
  }

  @Test
  void aCommitWithARefusedPlanIsNotMade() throws Exception {
    write("plans/b.yaml", "refused\n");
    git("add", "plans/b.yaml");
    Ended refused = git("commit", "-m", "second");
    assertThat(refused.exit()).as(refused.text()).isNotZero();
    assertThat(refused.text()).contains("inventory of main", "facts of main", "review: exit 3");

    write("plans/b.yaml", "plan b\n");
    git("add", "plans/b.yaml");
    assertThat(git("commit", "-m", "second").exit()).isZero();
  }

  /** The index counts, not the files; and the facts of the base branch, not those of the change. */
  @Test
  void whatIsCommittedIsReviewed() throws Exception {
    write("plans/a.yaml", "plan a, changed\n");
    write("facts.json", "facts of the change\n");
    git("add", "--all");
    write("plans/a.yaml", "refused, but not added\n");
    write("plans/c.yaml", "refused, but not added\n");
    Ended ended = git("commit", "-m", "second");
    assertThat(ended.exit()).as(ended.text()).isZero();
    assertThat(folder.resolve("saw")).hasContent("plan a, changed\n");
    assertThat(ended.text()).contains("facts of main").doesNotContain("facts of the change");
  }
}
