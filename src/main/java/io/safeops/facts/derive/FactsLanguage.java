package io.safeops.facts.derive;

import io.safeops.expression.CelEnvironment;
import io.safeops.expression.RecordExtensions;
import io.safeops.facts.model.Cluster;
import java.util.List;

/** The language of expressions over facts: what can be asked of a cluster and of its nodes. */
public final class FactsLanguage {

  /** What follows from the facts; the records of facts know nothing of it. */
  private static final RecordExtensions EXTENSIONS =
      new RecordExtensions(
          List.of(ClusterFields.class), List.of(ClusterFunctions.class, NodeFunctions.class));

  private FactsLanguage() {}

  /** Without variables. */
  public static CelEnvironment environment() {
    return CelEnvironment.of(EXTENSIONS, Cluster.class);
  }

  /** The same, with one more record and its functions. */
  public static CelEnvironment environment(Class<? extends Record> record, Class<?> functions) {
    return CelEnvironment.of(EXTENSIONS.withFunctions(functions), Cluster.class, record);
  }
}
