/**
 * The clients of OpenStack APIs: {@code clouds.yaml}, Keystone, HTTP directly or through a node.
 * This package knows nothing of OVN or of changes.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.openstack;
