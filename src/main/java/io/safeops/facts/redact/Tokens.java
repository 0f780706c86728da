package io.safeops.facts.redact;

import java.util.OptionalInt;

/** What becomes of the parts of a text that may tell something of the cluster. */
interface Tokens {

  /** A word of letters and digits that does not stay. */
  String word(String word);

  /**
   * The first digits of a UUID.
   *
   * @param hex 1 to 32 hexadecimal digits, without the dashes
   */
  String uuid(String hex);

  /**
   * The first octets of a MAC address.
   *
   * @param hex two hexadecimal digits for each octet, without marks between them
   */
  String mac(String hex);

  /**
   * An IP address.
   *
   * @param bytes 4 or 16
   * @param prefix the length of the prefix, if the text tells it
   */
  byte[] ip(byte[] bytes, OptionalInt prefix);
}
