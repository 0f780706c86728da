package io.safeops.audit;

/** Checks the signatures of heads. */
@FunctionalInterface
public interface HeadCheck {

  /** Knows no key. */
  HeadCheck NONE = head -> new Result(Standing.UNKNOWN, "no key is known that it could be of");

  /** What a signature proves. */
  enum Standing {
    /** It is of a key that may sign heads, and over this head. */
    VALID,
    /** It is over something else, or of a key that may not sign heads. */
    INVALID,
    /** It cannot be told. */
    UNKNOWN
  }

  /**
   * The result of a check.
   *
   * @param text of a valid one, who signed; otherwise why it is not valid, or not known to be
   */
  record Result(Standing standing, String text) {}

  /**
   * Checks the signature of a head.
   *
   * @param head one that is signed
   */
  Result check(SignedHead head);
}
