package io.safeops.paths.model;

import java.util.List;

/**
 * An intended path: an end in use, and a peer that it was given.
 *
 * @param peer in words: {@code provider network physnet2}
 * @param answer the worst answer of its hops
 * @param hops in their order
 */
public record Path(PathKind kind, End end, String peer, Answer answer, List<Hop> hops) {

  public Path {
    hops = List.copyOf(hops);
  }

  public static Path of(PathKind kind, End end, String peer, List<Hop> hops) {
    Answer worst = Answer.WORKS;
    for (Hop hop : hops) {
      worst = worst.worse(hop.answer());
    }
    return new Path(kind, end, peer, worst, hops);
  }

  /** For messages: {@code vm1 -> provider network physnet2}. */
  public String getLabel() {
    return end.name() + " -> " + peer;
  }

  /** The kind, in a word for rules. */
  public String getKind() {
    return kind.word();
  }

  /** The answer, in words for rules: {@code works}, {@code as last programmed}. */
  public String getAnswer() {
    return answer.word();
  }
}
