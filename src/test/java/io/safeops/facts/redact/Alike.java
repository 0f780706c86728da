package io.safeops.facts.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether two messages are the same but for the pseudonyms. */
public final class Alike {

  private static final Pattern MARKS = Pattern.compile("[\\s,;()'\"`\\[\\]{}]+");

  private static final Pattern PART = Pattern.compile("[0-9A-Za-z]++");

  private Alike() {}

  /**
   * Whether a message about redacted facts says what the other one says of the real facts. Lists
   * that are sorted may have another order, since addresses as texts have.
   */
  public static boolean areAlike(Redaction redaction, String real, String redacted) {
    if (redaction.text(real).equals(redacted)) {
      return true;
    }
    List<String> left = new ArrayList<>(List.of(MARKS.split(redacted)));
    for (String word : MARKS.split(real)) {
      String plain = word.replaceFirst("[.:]+$", "");
      String mark = word.substring(plain.length());
      String parts =
          PART.matcher(word)
              .replaceAll(part -> Matcher.quoteReplacement(redaction.text(part.group())));
      if (!left.remove(redaction.text(plain) + mark) && !left.remove(word) && !left.remove(parts)) {
        return false;
      }
    }
    return left.isEmpty();
  }

  /** The messages of which the redacted facts have none that is alike, and the other way round. */
  public static List<String> differences(
      Redaction redaction, List<String> real, List<String> redacted) {
    List<String> left = new ArrayList<>(redacted);
    List<String> missing = new ArrayList<>();
    for (String each : real) {
      if (left.stream().anyMatch(other -> areAlike(redaction, each, other))) {
        left.remove(
            left.stream()
                .filter(other -> areAlike(redaction, each, other))
                .findFirst()
                .orElseThrow());
      } else {
        missing.add("- " + each + "\n  as " + redaction.text(each));
      }
    }
    left.forEach(each -> missing.add("+ " + each));
    return missing;
  }
}
