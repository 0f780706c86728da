package io.safeops.session;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.Look;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.Scope;
import java.util.List;
import java.util.function.Function;

/** Collects facts now: what is in the scope, and nothing else. */
public interface Eyes {
  /**
   * @param known the cluster as it was before
   */
  Look look(Scope scope, Cluster known) throws InterruptedException;

  /** The same cluster with these rows in whole as they are now, and no others. */
  Cluster withRows(Cluster seen, List<RowKey> rows) throws InterruptedException;

  /**
   * Collects what is judged, which depends on the cluster itself: where that is more on the cluster
   * as it was read, the rest is read, too.
   */
  default Look look(Cluster known, Function<Cluster, Scope> judged) throws InterruptedException {
    Look look = look(judged.apply(known), known);
    while (true) {
      Cluster now = look.over(known);
      Scope wanted = judged.apply(now);
      if (look.scope().covers(wanted)) {
        return look;
      }
      // Each round adds a part of some node: there are not many.
      look = look(wanted.without(look.scope()), now).over(look);
    }
  }
}
