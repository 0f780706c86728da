package io.safeops.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.registry.Actions;
import io.safeops.document.DocumentException;
import io.safeops.document.Problems;
import io.safeops.plan.Check;
import io.safeops.plan.Param;
import io.safeops.plan.Plan;
import io.safeops.plan.PlanFile;
import io.safeops.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlaybooksTest {

  static Stream<String> playbooks() {
    return BuiltInFiles.playbooks().stream();
  }

  @ParameterizedTest
  @MethodSource("playbooks")
  void everyPlaybookLoadsAndSaysWhatItsParametersAre(String name) throws DocumentException {
    PlanFile plan = PlanFile.of(BuiltInFiles.playbook(name).orElseThrow(), Actions.names());
    assertThat(plan.name()).isEqualTo(name);
    assertThat(plan.params()).extracting(Param::description).doesNotContain("");
  }

  @Test
  void readmeListsThemAll() throws IOException {
    List<String> listed =
        Files.readString(Path.of("README.md"))
            .lines()
            .dropWhile(line -> !line.equals("## Playbooks"))
            .takeWhile(line -> !line.equals("## Rules"))
            .map(Pattern.compile("\\| `([a-z-]+)` \\|.*")::matcher)
            .filter(Matcher::matches)
            .map(line -> line.group(1))
            .toList();
    assertThat(listed).containsExactlyInAnyOrderElementsOf(BuiltInFiles.playbooks());
  }

  @Test
  void recreateLocalnet() throws DocumentException {
    Plan plain = recreate(Map.of("switch", "public"));
    assertThat(plain.steps().get(0).expect()).isEmpty();
    Plan full =
        recreate(
            Map.of(
                "switch",
                "public",
                "name",
                "p",
                "physnet",
                "physnet2",
                "tag",
                "7",
                "vm",
                "192.0.2.7",
                "from",
                "net"));
    assertThat(full.steps().get(0).expect())
        .extracting(timedCheck -> timedCheck.check())
        .containsExactly(new Check.Ping(java.util.Optional.of("net"), "192.0.2.7", 10));
    assertThat(recreate(Map.of("switch", "public", "vm", "192.0.2.7")).steps().get(0).expect())
        .hasSize(1);
    assertThatThrownBy(() -> recreate(Map.of("switch", "public", "from", "net")))
        .hasMessageEndingWith("`to` is missing");
    for (Plan plan : List.of(plain, full)) {
      Step step = plan.steps().get(0);
      Problems problems = new Problems();
      assertThat(Actions.bind(step, List.of(), problems)).isPresent();
      assertThat(problems.list()).isEmpty();
    }
  }

  @Test
  void noPlaybookOutsideTheFolder() throws DocumentException {
    assertThat(BuiltInFiles.playbook("../policies/localnet")).isEmpty();
    assertThat(BuiltInFiles.playbook("none")).isEmpty();
  }

  private static Plan recreate(Map<String, String> values) throws DocumentException {
    return PlanFile.of(BuiltInFiles.playbook("recreate-localnet").orElseThrow(), Actions.names())
        .plan(values);
  }
}
