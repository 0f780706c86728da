package io.safeops.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.safeops.guard.GuardRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that everything that the pages name exists: commands, options, files, types, links,
 * messages.
 */
class DocsTest {

  private static PageChecker checker;

  @BeforeAll
  static void read() throws IOException {
    checker = new PageChecker(RepositoryFiles.read());
  }

  @Test
  void everyNameOnThePagesExists() throws IOException {
    List<Path> pages =
        new ArrayList<>(List.of(Path.of("README.md"), Path.of("src/model/README.md")));
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    assertThat(pages).hasSizeGreaterThan(3);
    List<String> problems = new ArrayList<>();
    for (Path page : pages) {
      MarkdownPage read = MarkdownPage.read(page);
      // The pages of the reference are made from the code, and have messages of rules as code.
      problems.addAll(
          page.startsWith("docs/reference") ? checker.links(read) : checker.problems(read));
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void everyPackageIsInTheTableOfPackages() throws IOException {
    Pattern row = Pattern.compile("\\| `([a-z.]+)` \\|.*");
    List<String> listed =
        MarkdownPage.read(Path.of("docs/architecture.md")).section("## Packages").stream()
            .map(row::matcher)
            .filter(Matcher::matches)
            .map(found -> "io.safeops." + found.group(1))
            .toList();
    TreeSet<String> packages = new TreeSet<>();
    for (JavaClass each : MainClasses.ALL) {
      if (!each.getSimpleName().equals("package-info")) {
        packages.add(each.getPackageName());
      }
    }
    assertThat(listed).containsExactlyInAnyOrderElementsOf(packages);
  }

  @Test
  void everyMessageToAGuardIsInTheTableOfMessages() throws IOException {
    Pattern row = Pattern.compile("\\| ([A-Z, ]+) \\|.*");
    List<String> listed =
        MarkdownPage.read(Path.of("docs/guard-protocol.md")).section("## Messages").stream()
            .map(row::matcher)
            .filter(Matcher::matches)
            .flatMap(found -> Stream.of(found.group(1).split(", ")))
            .toList();
    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(GuardRequest.Verb.values()).map(Enum::name).toList());
  }

  private static List<String> problems(String text) {
    return checker.problems(new MarkdownPage(Path.of("docs/wrong.md"), text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "`safeops aply plan.yaml`",
        "`safeops apply plan.yaml --yess`",
        "`safeops policy lst`",
        "`SAFEOPS_LABB=x safeops lab up`",
        "`safeops confirm|rolback`",
        "`recover RUN --lots NODE`",
        "```\n$ ./safeops review -j lab plan.yaml\n```",
        "`safeops lab upp`",
        "`safeops lab up --siute trixie`",
        "`safeops lab up --suite sid`",
        "`safeops lab break 005`",
        "`safeops demo --keeep`",
        "`src/lab/lab.sh stauts`",
        "`mvn verfy`",
        "`mvn test -Pfast`",
        "`mvn verify -Dno.such.property`",
        "`mvn test -Dtest=NoSuchTest`",
        "`mvn test -Dtest=DocsTest#noSuchMethod`",
        "`mvn sptless:apply`",
        "`src/lab/lba.sh`",
        "`policies/NAME.yml`",
        "`no-such.sh`",
        "```\nvi src/main/java/io/safeops/Nothing.java\n```",
        "`NoSuchType`",
        "`SAFEOPS_NOTHING`",
        "`io.safeops.nothing`",
        "[a page](nothing.md)",
        "[a heading](#nothing)\n\n# Something",
        "[a heading](architecture.md#nothing)",
        "```message\nnobody ever says this of <node>\n```",
        "```message\n<node>\n```",
        "```yaml\napiVersion: safeops/v1\nkind: Plan\nmetadata: {name: a}\nstep: []\n```",
        "```yaml\napiVersion: safeops/v1\nkind: Inventory\nnodes: {a: {adress: 192.0.2.1}}\n```",
        "```yaml\napiVersion: safeops/v1\nkind: Policy\nmetadata: {name: a}\n```"
      })
  void missingNameIsReported(String text) {
    assertThat(problems(text)).isNotEmpty().allMatch(DocsTest::hasPlace);
  }

  private static boolean hasPlace(String problem) {
    return problem.matches("docs/wrong\\.md:[1-9]: .+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "`safeops apply NAME -p PARAMETER=VALUE --waive RULE --because \"a  b --c\"`",
        "`safeops confirm|rollback RUN`, `safeops confirm RUN --code CODE`",
        "`safeops recover RUN [--lost NODE --because TEXT]`",
        "```\nsafeops facts -i x -o y   --this is a remark\n```",
        "`SAFEOPS_LAB=it ./safeops lab up --suite trixie --raft` and `safeops lab --lab x down`",
        "`safeops lab break 001-mapping`, `safeops lab exec net -- ls --all`",
        "`mvn -q verify -Pfull -Dit.test=DocsTest,*IT -Dverify.tags=lab`",
        "`mvn -Pquick test -Dtest=DocsTest#existingNameIsNotReported`",
        "`policies/tests/facts/NAME.yaml`, `lab.sh`, `src/lab`, `inventory.yaml`, `a/b.yaml`",
        "`DocsTest`, `PolicyTest`, `SAFEOPS_LAB`, `io.safeops.run.coordinate`",
        "[a page](architecture.md), [here](#two-words-1)\n\n# Two words\n\n# Two `words`",
        "`[no link](nothing)`",
        "```message\nthere is no process of run <run>; <what\n  then>.\n```"
      })
  void existingNameIsNotReported(String text) {
    assertThat(problems(text)).isEmpty();
  }
}
