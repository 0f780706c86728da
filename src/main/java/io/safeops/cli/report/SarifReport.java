package io.safeops.cli.report;

import io.safeops.cli.report.Finding.Level;
import io.safeops.cli.view.Json;
import io.safeops.policy.Rule;
import io.safeops.policy.Severity;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SARIF 2.1.0 (OASIS), for code scanning. Lines and columns are those of the YAML, columns in
 * characters. A rule that is set aside is a suppressed result.
 */
final class SarifReport implements ReportWriter {

  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  /** What is no rule of a policy, in one line each. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "plan/readable", "A plan loads, and all its parameters have values",
          "plan/possible", "The steps of a plan can be done on this cluster",
          "facts/read", "The facts that a plan needs were read",
          "run/deadline", "The run fits into its deadline");

  @Override
  public void write(ReviewReport report, PrintWriter out) {
    List<Finding> findings = report.findings();
    List<String> rules = findings.stream().map(Finding::rule).distinct().sorted().toList();
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "safeops");
    Optional.ofNullable(SarifReport.class.getPackage().getImplementationVersion())
        .ifPresent(version -> driver.put("version", version));
    driver.put("rules", rules.stream().map(rule -> rule(rule, report)).toList());
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("tool", Json.object("driver", driver));
    run.put("columnKind", "unicodeCodePoints");
    run.put(
        "invocations",
        List.of(Json.object("executionSuccessful", report.exit() != 2, "exitCode", report.exit())));
    FindingNumbers numbers = new FindingNumbers();
    List<Object> results = new ArrayList<>();
    findings.forEach(finding -> results.add(result(finding, rules, numbers)));
    run.put("results", results);
    Map<String, Object> log = new LinkedHashMap<>();
    log.put("$schema", SCHEMA);
    log.put("version", "2.1.0");
    log.put("runs", List.of(run));
    out.println(Json.line(log));
  }

  private static Map<String, Object> rule(String id, ReviewReport report) {
    Optional<Rule> rule = report.rules().rule(id);
    String about =
        rule.map(Rule::about)
            .filter(text -> !text.isEmpty())
            .orElse(OTHERS.getOrDefault(id, "A rule of a policy"));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("id", id);
    metadata.put("shortDescription", Json.object("text", about));
    String source = rule.map(Rule::source).filter(text -> !text.isEmpty()).orElse("");
    metadata.put(
        "help",
        Json.object("text", about + (source.isEmpty() ? "" : ". Where it comes from: " + source)));
    metadata.put(
        "defaultConfiguration",
        Json.object(
            "level",
            rule.filter(each -> each.severity() == Severity.WARN).isPresent()
                ? "warning"
                : "error"));
    rule.ifPresent(
        each -> metadata.put("properties", Json.object("setAside", each.waive().word())));
    return metadata;
  }

  private static Map<String, Object> result(
      Finding finding, List<String> rules, FindingNumbers numbers) {
    String fingerprint = numbers.unique(finding);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ruleId", finding.rule());
    result.put("ruleIndex", rules.indexOf(finding.rule()));
    result.put("level", finding.level().word());
    result.put("message", Json.object("text", message(finding)));
    Map<String, Object> artifact = new LinkedHashMap<>();
    String uri = PlanUri.uri(finding.plan());
    artifact.put("uri", uri);
    if (!uri.startsWith("file:")) {
      artifact.put("uriBaseId", "%SRCROOT%");
    }
    Map<String, Object> region = new LinkedHashMap<>();
    region.put("startLine", finding.line());
    region.put("startColumn", finding.column());
    finding
        .place()
        .end()
        .ifPresent(
            end -> {
              region.put("endLine", end.line());
              region.put("endColumn", end.column());
            });
    result.put(
        "locations",
        List.of(
            Json.object(
                "physicalLocation", Json.object("artifactLocation", artifact, "region", region))));
    result.put(
        "partialFingerprints",
        Json.object("safeopsFinding/v1", fingerprint, "primaryLocationLineHash", fingerprint));
    if (finding.level() == Level.NOTE) {
      result.put(
          "suppressions",
          List.of(Json.object("kind", "external", "justification", finding.because())));
    }
    return result;
  }

  private static String message(Finding finding) {
    return finding.remedies().isEmpty()
        ? finding.message()
        : finding.message() + " Instead: " + String.join("; ", finding.remedies());
  }
}
