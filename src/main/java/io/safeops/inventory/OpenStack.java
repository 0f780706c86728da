package io.safeops.inventory;

import io.safeops.openstack.CloudReference;
import java.util.Optional;

/**
 * The OpenStack cloud whose networks run on these nodes.
 *
 * @param via the node through which its API is reached; empty: directly from this machine
 */
public record OpenStack(CloudReference cloud, Optional<NodeName> via) {}
