package io.safeops.paths.verdict;

import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.util.List;
import java.util.Map;

/**
 * A hop that does not work, with all paths that need it and all that follows from it.
 *
 * @param id identifies it before and after a change
 * @param hop the cause
 * @param paths how many paths need it, itself or what follows from it
 * @param ends some of these paths, as {@code vm1 -> provider network physnet2}; the last entry says
 *     how many more there are
 * @param keys of all of these paths
 * @param consequences how many other hops do not work because of it
 */
public record HopFault(
    String id, Hop hop, long paths, List<String> ends, List<String> keys, long consequences) {

  public HopFault {
    ends = List.copyOf(ends);
    keys = List.copyOf(keys);
  }

  /** The kind of the hop, in a word for rules. */
  public String getKind() {
    return hop.kind().word();
  }

  /** The last part of the id of its rule. */
  public String getRule() {
    return hop.kind().rule();
  }

  /** The answer, in words for rules. */
  public String getAnswer() {
    return hop.answer().word();
  }

  public String getSubject() {
    return hop.subject();
  }

  public String getNode() {
    return hop.node();
  }

  public String getWhy() {
    return hop.why();
  }

  /** In a sentence or two. */
  public String getText() {
    String first = hop.subject() + ": " + hop.why();
    return first
        + (first.endsWith(".") ? " " : ". ")
        + switch (hop.answer()) {
          case BROKEN ->
              hop.kind() == HopKind.CERTIFICATE ? "No new connection for: " : "Cut off: ";
          case AS_LAST_PROGRAMMED -> "Nothing new is applied for: ";
          case UNKNOWN -> "Not known whether it works: ";
          default ->
              hop.kind() == HopKind.CERTIFICATE || hop.kind() == HopKind.DATABASE_DISK
                  ? "Needed by: "
                  : "Less than was asked for passes: ";
        }
        + String.join(", ", ends);
  }

  /** What a mend needs. */
  public Map<String, String> getFacts() {
    return hop.facts();
  }
}
