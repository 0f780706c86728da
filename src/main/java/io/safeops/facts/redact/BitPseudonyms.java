package io.safeops.facts.redact;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pseudonyms of numbers with a fixed count of bits (addresses, MAC addresses, UUIDs) that keep
 * prefixes: numbers with the same first n bits have pseudonyms with the same first n bits. The
 * known numbers also keep their order.
 *
 * <p>They are a tree of bits. Where known numbers part, the bit stays, which keeps the order. Every
 * other bit is kept or inverted, as the key says for the bits before it. Hence no two numbers have
 * one pseudonym.
 */
final class BitPseudonyms {

  private static final HexFormat HEX = HexFormat.of();

  /**
   * A known number.
   *
   * @param from the first bit that stays, and with it the bits of all numbers that part from this
   *     one there
   * @param to the bit after the last one that stays; the same as {@code from} if none does
   */
  record Known(byte[] bytes, int from, int to) {

    static Known of(byte[] bytes) {
      return new Known(bytes, 0, 0);
    }
  }

  /** The bits from {@code begin} to {@code end}, which all known numbers below have in common. */
  private record Branch(
      int begin, int end, byte[] path, BitSet kept, Optional<Branch> zero, Optional<Branch> one) {}

  private final String label;
  private final RedactionKey key;
  private final int width;
  private final Set<Integer> fixed;
  private final Optional<Branch> root;

  /**
   * @param label tells numbers of one sort from those of another
   * @param fixed bits that stay in every number
   */
  BitPseudonyms(String label, RedactionKey key, int width, Set<Integer> fixed, List<Known> known) {
    this.label = label;
    this.key = key;
    this.width = width;
    this.fixed = Set.copyOf(fixed);
    List<Known> sorted =
        known.stream().sorted((a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes())).toList();
    this.root = branch(sorted, 0);
  }

  private Optional<Branch> branch(List<Known> sorted, int begin) {
    if (sorted.isEmpty()) {
      return Optional.empty();
    }
    byte[] first = sorted.get(0).bytes();
    byte[] last = sorted.get(sorted.size() - 1).bytes();
    int end = begin;
    while (end < width && bit(first, end) == bit(last, end)) {
      end++;
    }
    BitSet kept = new BitSet(width);
    sorted.forEach(each -> kept.set(each.from(), each.to()));
    if (end == width) {
      return Optional.of(new Branch(begin, end, first, kept, Optional.empty(), Optional.empty()));
    }
    int middle = 0;
    while (!bit(sorted.get(middle).bytes(), end)) {
      middle++;
    }
    return Optional.of(
        new Branch(
            begin,
            end,
            first,
            kept,
            branch(sorted.subList(0, middle), end + 1),
            branch(sorted.subList(middle, sorted.size()), end + 1)));
  }

  /** The pseudonym of a number. */
  byte[] of(byte[] number) {
    return of(number, width);
  }

  /**
   * The pseudonym of the first bits of a number.
   *
   * @param length the number of bits; the others are as given
   */
  byte[] of(byte[] number, int length) {
    byte[] pseudonym = number.clone();
    Optional<Branch> next = root;
    int depth = 0;
    while (next.isPresent() && depth < length) {
      Branch branch = next.get();
      byte[] flips = key.bits(label + " " + prefix(number, branch.begin()));
      boolean stray = false;
      while (depth < Math.min(branch.end(), length) && !stray) {
        if (!branch.kept().get(depth)) {
          flip(pseudonym, depth, flips);
        }
        stray = bit(number, depth) != bit(branch.path(), depth);
        depth++;
      }
      if (stray || depth >= length) {
        break;
      }
      next = bit(number, depth) ? branch.one() : branch.zero();
      depth++;
    }
    if (depth < length) {
      byte[] flips = key.bits(label + " other " + prefix(number, depth));
      for (; depth < length; depth++) {
        flip(pseudonym, depth, flips);
      }
    }
    return pseudonym;
  }

  private void flip(byte[] pseudonym, int depth, byte[] flips) {
    if (!fixed.contains(depth) && bit(flips, depth)) {
      pseudonym[depth / Byte.SIZE] ^= (byte) (0x80 >> depth % Byte.SIZE);
    }
  }

  private static boolean bit(byte[] bytes, int depth) {
    return (bytes[depth / Byte.SIZE] & 0x80 >> depth % Byte.SIZE) != 0;
  }

  private static String prefix(byte[] number, int length) {
    byte[] prefix = Arrays.copyOf(number, (length + Byte.SIZE - 1) / Byte.SIZE);
    if (length % Byte.SIZE != 0) {
      prefix[prefix.length - 1] &= (byte) (0xff << Byte.SIZE - length % Byte.SIZE);
    }
    return length + " " + HEX.formatHex(prefix);
  }
}
