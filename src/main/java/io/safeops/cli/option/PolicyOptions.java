package io.safeops.cli.option;

import io.safeops.document.DocumentException;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which rules a command speaks of, and what it says of one. */
public final class PolicyOptions {

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description = "A folder of further rules; the built-in ones always apply.")
  private List<Path> policies = new ArrayList<>();

  public List<Path> directories() {
    return List.copyOf(policies);
  }

  public PolicySet rules() throws DocumentException {
    return PolicySet.load(policies);
  }

  /** What it guards against, in one line: what its author says, else what it would say itself. */
  public static String about(Rule rule) {
    return rule.about().isEmpty() ? rule.message().text() : rule.about();
  }

  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** What a list shows of a rule. */
  public static Map<String, Object> line(Rule rule) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", rule.id().value());
    line.put("severity", word(rule.severity()));
    line.put("waive", word(rule.waive()));
    rule.meanwhile().ifPresent(who -> line.put("meanwhile", word(who)));
    line.put("about", about(rule));
    return line;
  }
}
