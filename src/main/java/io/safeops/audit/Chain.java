package io.safeops.audit;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Lines of which each is bound to the one before by a digest. */
interface Chain<L extends ChainLine> {

  /** The name of its file, for messages. */
  String name();

  /** In the order of the file, without what a crash has torn. */
  List<L> lines();

  /**
   * Whether a line is bound to another one.
   *
   * @param before null for the beginning of the chain
   */
  boolean follows(L line, @Nullable L before);

  /**
   * The lines that were changed, by their numbers, each with what was expected.
   *
   * @param originals the lines with the numbers that they should have
   * @param known what others have seen
   */
  Map<Long, String> changed(SortedMap<Long, L> originals, Witnesses known);
}
