/** The registry of all actions, and the masking of secrets in each. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.registry;
