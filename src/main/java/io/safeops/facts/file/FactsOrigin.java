package io.safeops.facts.file;

import java.util.Optional;

/**
 * Where a file of facts comes from. Neither the machine nor the user that collected it is named,
 * because files of facts are given to others.
 *
 * @param safeops the version that wrote the file
 * @param inventory the SHA-256 of the bytes of the inventory, in hex; empty in redacted facts,
 *     because who guesses an inventory could tell from it
 * @param redacted whether names and addresses are pseudonyms
 */
public record FactsOrigin(String safeops, Optional<String> inventory, boolean redacted) {}
