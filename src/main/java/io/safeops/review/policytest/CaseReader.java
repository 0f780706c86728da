package io.safeops.review.policytest;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.FileHeader;
import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.NearestName;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.facts.file.ClusterSketch;
import io.safeops.facts.model.Cluster;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import io.safeops.review.policytest.PolicyCase.Planned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads files with policy tests. */
final class CaseReader {

  static final String USUAL_BASE = "healthy";
  static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}]{1,200}");

  private final List<String> rules;
  private final BaseClusters baseClusters;
  private final Problems problems;

  CaseReader(PolicySet rules, BaseClusters baseClusters, Problems problems) {
    this.rules = rules.rules().stream().map(Rule::id).map(Located::value).toList();
    this.baseClusters = baseClusters;
    this.problems = problems;
  }

  List<PolicyCase> read(DocumentNode root) {
    MapReader file = Value.root(root, CaseSchema.FILE, problems).map();
    FileHeader header = FileHeader.read(file, CaseSchema.KIND);
    String policy = header.name().value();
    if (!policy.isEmpty() && rules.stream().noneMatch(rule -> rule.startsWith(policy + "/"))) {
      List<String> known =
          rules.stream().map(rule -> rule.replaceFirst("/.*", "")).distinct().toList();
      problems.add(
          header.name().at(),
          "there is no policy `" + policy + "`" + NearestName.hint(policy, known));
    }
    Value base = file.optional("base");
    Value cases = file.required("cases");
    file.finish();
    Optional<ClusterSketch> sketch = base(base, root);
    List<PolicyCase> read = new ArrayList<>();
    for (Value each : cases.list()) {
      sketch.flatMap(from -> one(each.map(), policy, from)).ifPresent(read::add);
    }
    return read;
  }

  private Optional<ClusterSketch> base(Value base, DocumentNode root) {
    try {
      String name = base.isPresent() ? base.textOrEmpty() : USUAL_BASE;
      return Optional.of(baseClusters.get(name, base.isPresent() ? base.at() : root.at()));
    } catch (DocumentException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  private Optional<PolicyCase> one(MapReader map, String policy, ClusterSketch base) {
    int before = problems.count();
    Optional<Located<String>> name = map.required("case").text(LINE, "one line");
    ClusterSketch sketch = base;
    Value change = map.optional("change");
    change.entries();
    if (change.node().orElse(null) instanceof DocumentNode.Mapping places) {
      for (DocumentNode.MapEntry place : places.entries()) {
        sketch = sketch.with(place.key(), place.value(), problems);
      }
    }
    CasePlan plan = CasePlan.read(map, problems);
    Map<String, String> refuses = new LinkedHashMap<>();
    for (Value.NamedValue namedValue : map.optional("refuses").entries()) {
      known(namedValue.key());
      namedValue
          .value()
          .text(LINE, "a piece of what the rule says")
          .ifPresent(piece -> refuses.put(namedValue.key().value(), piece.value()));
    }
    List<String> passes = new ArrayList<>();
    for (Located<String> rule : map.optional("passes").texts()) {
      known(rule);
      passes.add(rule.value());
      if (refuses.containsKey(rule.value())) {
        problems.add(rule.at(), "`" + rule.value() + "` cannot both refuse it and let it pass");
      }
    }
    if (!map.has("refuses") && !map.has("passes")) {
      problems.add(map.at(), "a case says what `refuses` it or what it `passes`");
    }
    map.finish();
    Optional<Cluster> cluster =
        problems.count() > before ? Optional.empty() : sketch.cluster(problems);
    if (cluster.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    Optional<Planned> planned = plan.planned(name.get(), cluster.get(), problems);
    return problems.count() > before
        ? Optional.empty()
        : Optional.of(new PolicyCase(policy, name.get(), cluster.get(), planned, refuses, passes));
  }

  private void known(Located<String> rule) {
    if (!rules.contains(rule.value())) {
      problems.add(
          rule.at(),
          "there is no rule `" + rule.value() + "`" + NearestName.hint(rule.value(), rules));
    }
  }
}
