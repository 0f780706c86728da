package io.safeops.paths;

import io.safeops.expression.CelEnvironment;
import io.safeops.expression.RecordExtensions;
import io.safeops.facts.derive.ClusterFields;
import io.safeops.facts.derive.ClusterFunctions;
import io.safeops.facts.derive.NodeFunctions;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.verdict.PathChange;
import java.util.List;

/**
 * The language of expressions over facts: what expressions can read and call on a cluster and on
 * its nodes.
 */
public final class FactsLanguage {

  /** The computed fields and functions. The records of facts do not know them. */
  private static final RecordExtensions EXTENSIONS =
      new RecordExtensions(
          List.of(ClusterFields.class, PathFields.class),
          List.of(ClusterFunctions.class, NodeFunctions.class, PathFunctions.class));

  private FactsLanguage() {}

  /** An environment without variables. */
  public static CelEnvironment environment() {
    return CelEnvironment.of(EXTENSIONS, Cluster.class);
  }

  /** The same, with one more record and its functions, and with changes of paths. */
  public static CelEnvironment environment(Class<? extends Record> record, Class<?> functions) {
    return CelEnvironment.of(
        EXTENSIONS.withFunctions(functions), Cluster.class, record, PathChange.class);
  }
}
