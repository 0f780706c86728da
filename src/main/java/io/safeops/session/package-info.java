/**
 * What the command line and a run both need to begin: the files of a request, and access to the
 * nodes and to Neutron.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.session;
