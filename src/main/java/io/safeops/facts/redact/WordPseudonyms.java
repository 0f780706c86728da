package io.safeops.facts.redact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Pseudonyms of words that keep their order and their prefixes, also in relation to the words that
 * stay. A letter becomes letters, a digit a digit, and upper case stays upper case. So the order to
 * the marks between words is kept, too.
 *
 * <p>The words are a tree of characters. At each place of it the key chooses what the characters
 * become, in their order. Between two words that stay, words become such that sort between these
 * two.
 */
final class WordPseudonyms {

  /** Longer words have no place in the tree; no name of OVN, OVS or Linux has such a word. */
  private static final int LONGEST = 128;

  /** How often the key chooses again when a pseudonym is by chance a word of the facts. */
  private static final int CHOICES = 50;

  /** UUIDs sort before all words from here on, since none of their digits is higher than f. */
  private static final String AFTER_UUIDS = "g";

  private static final List<String> LETTERS = range('a', 'z');
  private static final List<String> DIGITS = range('0', '9');

  /**
   * Letters beyond ASCII stand for letters beyond ASCII, which sort after all others. Each is in
   * lower case and has an upper case.
   */
  private static final List<String> OTHERS =
      range(0x100, 0x17f).stream()
          .filter(each -> each.codePointAt(0) != upper(each) && upper(each) >= 0x100)
          .toList();

  private static final class Branch {
    private final Map<Integer, Branch> next = new TreeMap<>();
    private boolean ends;

    Branch after(int point) {
      return next.computeIfAbsent(point, any -> new Branch());
    }
  }

  private final RedactionKey key;
  private final TreeSet<String> bounds = new TreeSet<>(Set.of(AFTER_UUIDS));
  private final Set<String> staying;
  private final Set<String> known = new HashSet<>();
  private final Map<String, List<String>> codes = new HashMap<>();

  /** The pseudonym of each part of a known word from its beginning, by the word's interval. */
  private final Map<String, String> letters = new HashMap<>();

  WordPseudonyms(RedactionKey key, Set<String> staying, Collection<String> words) {
    this.key = key;
    this.staying = Set.copyOf(staying);
    bounds.addAll(staying);
    Map<String, Branch> roots = new TreeMap<>();
    for (String word : words) {
      String lower = word.toLowerCase(Locale.ROOT);
      if (word.length() <= LONGEST && !this.staying.contains(lower)) {
        known.add(lower);
        Branch branch = roots.computeIfAbsent(interval(lower), any -> new Branch());
        for (int point : lower.codePoints().toArray()) {
          branch = branch.after(point);
        }
        branch.ends = true;
      }
    }
    roots.forEach((interval, root) -> choose(interval, root, "", ""));
  }

  /** The pseudonym of a word. Words that were not known become a text that tells nothing. */
  String of(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (staying.contains(lower)) {
      return word;
    }
    if (!known.contains(lower)) {
      return "x" + Long.toHexString(key.random("word " + lower).nextLong());
    }
    String interval = interval(lower);
    StringBuilder pseudonym = new StringBuilder();
    StringBuilder before = new StringBuilder();
    int[] lowers = lower.codePoints().toArray();
    int[] points = word.codePoints().toArray();
    boolean sameLength = lowers.length == points.length;
    for (int i = 0; i < lowers.length; i++) {
      before.appendCodePoint(lowers[i]);
      String code = letters.getOrDefault(interval + " " + before, "");
      boolean upper = sameLength && points[i] != lowers[i];
      pseudonym.append(upper ? code.toUpperCase(Locale.ROOT) : code);
    }
    return pseudonym.toString();
  }

  private void choose(String interval, Branch branch, String before, String pseudonym) {
    for (List<String> alphabet : List.of(DIGITS, LETTERS, OTHERS)) {
      List<Integer> points =
          branch.next.keySet().stream().filter(each -> alphabet(each) == alphabet).toList();
      if (!points.isEmpty()) {
        List<String> chosen = codes(interval, branch, before, pseudonym, points, alphabet);
        for (int i = 0; i < points.size(); i++) {
          String path = before + Character.toString(points.get(i));
          letters.put(interval + " " + path, chosen.get(i));
          choose(interval, branch.after(points.get(i)), path, pseudonym + chosen.get(i));
        }
      }
    }
  }

  private List<String> codes(
      String interval,
      Branch branch,
      String before,
      String pseudonym,
      List<Integer> points,
      List<String> alphabet) {
    boolean digits = alphabet == DIGITS;
    // Twice as many codes as characters, so that none of them follows from the order.
    for (int length = 1; ; length++) {
      List<String> possible = possible(before.isEmpty() ? interval : "", length, alphabet);
      if (possible.size() < points.size() * (digits ? 1 : 2)) {
        continue;
      }
      for (int choice = 0; choice < CHOICES; choice++) {
        List<String> chosen =
            sample(
                possible,
                points.size(),
                key.random("word " + interval + " " + before + " " + length + " " + choice));
        boolean again = false;
        for (int i = 0; i < points.size(); i++) {
          again |= branch.after(points.get(i)).ends && known.contains(pseudonym + chosen.get(i));
        }
        if (!again || digits) {
          return chosen;
        }
      }
    }
  }

  private static List<String> sample(List<String> possible, int size, SplittableRandom random) {
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < possible.size(); i++) {
      if (random.nextInt(possible.size() - i) < size - chosen.size()) {
        chosen.add(possible.get(i));
      }
    }
    return chosen;
  }

  /** The texts of that length, sorted; in an interval those with which a word sorts inside it. */
  private List<String> possible(String interval, int length, List<String> alphabet) {
    return codes.computeIfAbsent(
        interval + " " + length + alphabet.get(0),
        any -> {
          List<String> texts = List.of("");
          for (int i = 0; i < length; i++) {
            texts =
                texts.stream()
                    .flatMap(each -> alphabet.stream().map(letter -> each + letter))
                    .toList();
          }
          return alphabet != LETTERS || interval.isEmpty()
              ? texts
              : texts.stream().filter(each -> isInside(each, interval)).toList();
        });
  }

  private boolean isInside(String text, String interval) {
    return interval(text).equals(interval)
        && interval(text + "\uffff").equals(interval)
        && !bounds.contains(text)
        && bounds.stream().noneMatch(each -> each.startsWith(text));
  }

  /** Names the place of a word among the words that stay: by the one before it. */
  private String interval(String lower) {
    String before = bounds.floor(lower);
    return alphabet(lower.codePointAt(0)) == LETTERS && before != null ? before : "-";
  }

  private static List<String> alphabet(int point) {
    return point >= '0' && point <= '9' ? DIGITS : point < 0x80 ? LETTERS : OTHERS;
  }

  private static int upper(String letter) {
    return Character.toUpperCase(letter.codePointAt(0));
  }

  private static List<String> range(int from, int to) {
    List<String> all = new ArrayList<>();
    for (int point = from; point <= to; point++) {
      all.add(Character.toString(point));
    }
    return List.copyOf(all);
  }
}
