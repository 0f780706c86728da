package io.safeops.paths.trace;

import io.safeops.paths.model.Path;
import java.util.Set;

/**
 * A path that stands for its class: all ends of one switch on one node with the same peer.
 *
 * @param node on which the packet is traced
 * @param bridge the integration bridge there
 * @param inPort the OpenFlow port by which it enters
 * @param packet its fields, as {@code ofproto/trace} wants them (ovs-fields(7))
 * @param other the logical port to which it goes; empty if it goes to none
 * @param uplinks the interfaces of which one must send it; empty if none has to
 * @param own the interface of the end
 */
public record TracedPath(
    Path path,
    String node,
    String bridge,
    long inPort,
    String packet,
    String other,
    Set<String> uplinks,
    String own) {

  public TracedPath {
    uplinks = Set.copyOf(uplinks);
  }

  /** The packet with the port by which it enters. */
  String flow() {
    return "in_port=" + inPort + "," + packet;
  }
}
