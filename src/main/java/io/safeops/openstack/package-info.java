/**
 * How a request reaches an OpenStack API: {@code clouds.yaml}, Keystone, HTTP directly or through a
 * node. Knows no OVN, and nothing of what a change is for.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.openstack;
