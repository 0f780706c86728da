package io.safeops.paths.model;

/**
 * One end of a path.
 *
 * @param id the logical port, the node, or the component as {@code northd of ctl}
 * @param name for people: the name of the VM
 * @param switchName the switch of a logical port; else empty
 * @param node where it is; empty if it is nowhere
 */
public record End(String id, String name, String switchName, String node) {}
