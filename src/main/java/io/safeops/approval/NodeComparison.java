package io.safeops.approval;

import io.safeops.approval.Difference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares how a node is reached and guarded with what was approved. */
final class NodeComparison {

  private static final String NONE = "none";

  private final String node;
  private final List<Difference> differences = new ArrayList<>();

  private NodeComparison(String node) {
    this.node = "node " + node;
  }

  static List<Difference> of(BoundNode was, BoundNode is) {
    NodeComparison comparison = new NodeComparison(was.name());
    comparison.connection("in band", was.inBand(), is.inBand());
    comparison.same("guarding", was.guarding().toString(), is.guarding().toString());
    comparison.same(
        "`oob: none`",
        was.withoutOutOfBand() ? "declared" : "not declared",
        is.withoutOutOfBand() ? "declared" : "not declared");
    BindingComparison.pairs(was.outOfBand(), is.outOfBand(), BoundPath::name)
        .forEach((name, pair) -> comparison.path("out of band " + name, pair));
    return comparison.differences;
  }

  private void same(String thing, String was, String is) {
    if (!was.equals(is)) {
      differences.add(Difference.of(Kind.NODE, node + ": " + thing, was, is));
    }
  }

  private void connection(String thing, BoundConnection was, BoundConnection is) {
    same(thing, was.route(), is.route());
    hostKeys(thing, was, is);
  }

  private void path(String thing, BindingComparison.Pair<BoundPath> pair) {
    same(
        thing,
        pair.was().map(BoundPath::route).orElse(NONE),
        pair.is().map(BoundPath::route).orElse(NONE));
    if (pair.was().isPresent()
        && pair.is().isPresent()
        && pair.was().get().way() instanceof BoundPath.BySsh was
        && pair.is().get().way() instanceof BoundPath.BySsh is) {
      hostKeys(thing, was.connection(), is.connection());
    }
  }

  /** A key that is trusted no more does no harm, unless it is the last one. */
  private void hostKeys(String thing, BoundConnection was, BoundConnection is) {
    String what = thing + ": host keys of " + is.host();
    boolean isUnknown = is.hostKeys().isEmpty() && !was.hostKeys().isEmpty();
    if (isUnknown || !was.hostKeys().containsAll(is.hostKeys())) {
      same(what, keys(was), keys(is));
    }
    Optional<BoundConnection> before = was.jump();
    if (before.isPresent() && is.jump().isPresent()) {
      hostKeys(thing, before.get(), is.jump().get());
    }
  }

  private static String keys(BoundConnection connection) {
    return connection.hostKeys().isEmpty()
        ? ClusterIdentity.UNKNOWN
        : String.join(", ", connection.hostKeys());
  }
}
