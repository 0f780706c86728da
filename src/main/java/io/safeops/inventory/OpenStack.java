package io.safeops.inventory;

import io.safeops.openstack.CloudReference;
import java.util.Optional;

/**
 * The OpenStack whose networks these nodes carry.
 *
 * @param via the node that is asked to reach its API; from here if empty
 */
public record OpenStack(CloudReference cloud, Optional<NodeName> via) {}
