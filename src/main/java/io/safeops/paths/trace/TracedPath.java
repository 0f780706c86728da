package io.safeops.paths.trace;

import io.safeops.paths.model.Path;
import java.util.Set;

/**
 * A path that stands for its class: all ends of one switch on one node with the same peer.
 *
 * @param node on which the packet is traced
 * @param bridge the integration bridge there
 * @param flow the packet, as {@code ofproto/trace} wants it (ovs-fields(7))
 * @param uplinks the interfaces of which one must send it; empty if none has to
 * @param own the interface of the end
 */
record TracedPath(
    Path path, String node, String bridge, String flow, Set<String> uplinks, String own) {

  TracedPath {
    uplinks = Set.copyOf(uplinks);
  }
}
