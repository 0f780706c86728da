package io.safeops.facts.redact;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that the facts have, which a text may have, too. */
final class KnownNames implements TextRules.WholeNames {

  /** A name without blanks may be part of a list, of a URL or of an assignment. */
  private static final Pattern RUN = Pattern.compile("[^\\s,;\"'=#&!?*\\[\\](){}|<>]++");

  private static final Pattern PART = Pattern.compile("[^@:/]++");
  private static final Pattern SPLITTING = Pattern.compile(".*[\\s,;\"'=#&!?*\\[\\](){}|<>].*", 32);

  /** Shorter texts with blanks or marks are not looked for in other texts. */
  private static final int SHORTEST = 4;

  private final Set<String> names = new HashSet<>();

  /** Names such as {@code db}, which stay in what programs and people wrote. */
  private final Set<String> ofVocabulary = new HashSet<>();

  @Override
  public void add(String name) {
    (isOfVocabulary(name) ? ofVocabulary : names).add(name);
  }

  /** Adds a word that is part of a name or of a free text. */
  void addPart(String word) {
    if (!isOfVocabulary(word)) {
      names.add(word);
    }
  }

  /** Whether a name would not tell anything: each of its words stays anyway. */
  private static boolean isOfVocabulary(String name) {
    return List.of(name.split("[^0-9A-Za-z\\x80-\\x{10ffff}]+")).stream()
        .allMatch(
            word ->
                word.matches("[0-9]{0,5}")
                    || Vocabulary.ALL.contains(word.toLowerCase(Locale.ROOT)));
  }

  /** A text in which only the names, addresses, MAC addresses and UUIDs are replaced. */
  String inText(String text, Tokens tokens) {
    UnaryOperator<String> made = name -> TextRules.names().replace(name, tokens);
    TextScanner addresses = new TextScanner(Set.of(), false);
    Tokens onlyAddresses = new OnlyAddresses(tokens);
    Set<String> all = new HashSet<>(names);
    all.addAll(ofVocabulary);
    List<String> split =
        all.stream()
            .filter(name -> name.length() >= SHORTEST && SPLITTING.matcher(name).matches())
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    String replaced = text;
    for (String name : split) {
      replaced = replaced.replace(name, made.apply(name));
    }
    return replace(all, replaced, rest -> addresses.replace(rest, onlyAddresses), made);
  }

  @Override
  public String replace(String text, UnaryOperator<String> rest, UnaryOperator<String> name) {
    return replace(names, text, rest, name);
  }

  private static String replace(
      Set<String> names, String text, UnaryOperator<String> rest, UnaryOperator<String> name) {
    StringBuilder replaced = new StringBuilder();
    StringBuilder pending = new StringBuilder();
    Matcher run = RUN.matcher(text);
    int at = 0;
    while (run.find()) {
      pending.append(text, at, run.start());
      parts(names, run.group(), pending, replaced, rest, name);
      at = run.end();
    }
    pending.append(text.substring(at));
    return replaced.append(rest.apply(pending.toString())).toString();
  }

  private static void parts(
      Set<String> names,
      String run,
      StringBuilder pending,
      StringBuilder replaced,
      UnaryOperator<String> rest,
      UnaryOperator<String> name) {
    String whole = run.replaceFirst("[.:]$", "");
    if (names.contains(whole)) {
      replaced.append(rest.apply(pending.toString()));
      replaced.append(name.apply(whole));
      pending.setLength(0);
      pending.append(run.substring(whole.length()));
      return;
    }
    if (TextScanner.hasAddress(run)) {
      // A name must not tear it into parts that are none.
      pending.append(run);
      return;
    }
    Matcher part = PART.matcher(run);
    int at = 0;
    while (part.find()) {
      pending.append(run, at, part.start());
      if (names.contains(part.group())) {
        replaced.append(rest.apply(pending.toString()));
        replaced.append(name.apply(part.group()));
        pending.setLength(0);
      } else {
        pending.append(part.group());
      }
      at = part.end();
    }
    pending.append(run.substring(at));
  }

  /** Words that are no name stay. */
  private record OnlyAddresses(Tokens tokens) implements Tokens {

    @Override
    public String word(String word) {
      return word;
    }

    @Override
    public String uuid(String hex) {
      return tokens.uuid(hex);
    }

    @Override
    public String mac(String hex) {
      return tokens.mac(hex);
    }

    @Override
    public byte[] ip(byte[] bytes, OptionalInt prefix) {
      return tokens.ip(bytes, prefix);
    }
  }
}
