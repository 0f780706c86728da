package io.safeops.plan;

import dev.cel.common.types.CelKind;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.expression.CelEnvironment;
import io.safeops.expression.Expression;
import io.safeops.facts.model.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the expectations of a step, with the parameter values filled in. */
final class ExpectReader {

  private static final Duration WITHIN = Duration.ofSeconds(30);

  private final ParameterSubstitution parameterSubstitution;
  private final Map<String, String> values;
  private final Problems problems;

  ExpectReader(
      ParameterSubstitution parameterSubstitution, Map<String, String> values, Problems problems) {
    this.parameterSubstitution = parameterSubstitution;
    this.values = values;
    this.problems = problems;
  }

  List<Check.TimedCheck> read(Value value) {
    List<Check.TimedCheck> read = new ArrayList<>();
    for (Value item : value.list()) {
      if (item.isText()) {
        item.scalar().flatMap(this::holds).ifPresent(check -> add(read, check, WITHIN));
        continue;
      }
      MapReader map = item.map();
      Duration within = map.optional("within").duration().map(Located::value).orElse(WITHIN);
      Value holds = map.optional("holds");
      Optional<Check> check =
          holds.isPresent()
              ? holds.scalar().flatMap(this::holds)
              : CheckReader.read(map, item, CheckReader.EXPECTATIONS);
      map.finish();
      check.ifPresent(known -> add(read, known, within));
    }
    return read;
  }

  private static void add(List<Check.TimedCheck> read, Check check, Duration within) {
    read.add(new Check.TimedCheck(check, within));
  }

  /** Binds the parameter values in the expression itself, so that it needs no other variable. */
  private Optional<Check> holds(Scalar written) {
    Optional<Expression> expression =
        parameterSubstitution
            .celEnvironment()
            .with("cluster", Cluster.class)
            .compile(written, CelKind.BOOL, problems);
    return expression.map(compiled -> new Check.Holds(bound(compiled), compiled.text().strip()));
  }

  private String bound(Expression expression) {
    String bound = expression.text();
    for (var variable : new TreeMap<>(parameterSubstitution.variables(values)).entrySet()) {
      if (expression.names().contains(variable.getKey())) {
        bound =
            "cel.bind(%s, %s, %s)".formatted(variable.getKey(), cel(variable.getValue()), bound);
      }
    }
    return bound;
  }

  private static String cel(Object value) {
    return value instanceof String text ? CelEnvironment.quote(text) : String.valueOf(value);
  }
}
