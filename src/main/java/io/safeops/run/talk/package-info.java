/**
 * The talk with the guards of a run: connections, questions, answers, and what is known of each
 * node.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.run.talk;
