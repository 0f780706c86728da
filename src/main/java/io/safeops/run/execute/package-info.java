/** The work of a run: on nodes, by the API of Neutron, and the comparison with what was before. */
@org.jspecify.annotations.NullMarked
package io.safeops.run.execute;
