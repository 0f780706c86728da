/** What is wrong with a cluster as it is: findings, what mends them, and what could not be told. */
@org.jspecify.annotations.NullMarked
package io.safeops.diagnosis;
