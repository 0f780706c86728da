package io.safeops.facts.redact;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stays of a text of each kind. */
final class TextRules implements RecordRewriter.Texts {

  private static final Pattern ROW =
      Pattern.compile(
          "([A-Za-z_]{1,64})(?: (.*?))?( of the (?:North|South)bound| on [^ ]*)", Pattern.DOTALL);
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");
  private static final Pattern BESIDE_LITERALS =
      Pattern.compile("(?:[\\[\\]{},:\\s0-9.+-]|true|false|null)*+");
  private static final Pattern TAG = Pattern.compile("uuid|named-uuid|set|map");
  private static final int LONGEST = 255;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}");

  private static final Map<TextKind, TextScanner> SCANNERS = scanners();

  private final Tokens tokens;
  private final WholeNames names;

  /** The names of the facts, which are replaced as names wherever they are. */
  interface WholeNames {

    /** A text in which names are replaced in one way, and the rest in another. */
    String replace(String text, UnaryOperator<String> rest, UnaryOperator<String> name);

    /** A text that is a name. */
    void add(String name);
  }

  TextRules(Tokens tokens, WholeNames names) {
    this.tokens = tokens;
    this.names = names;
  }

  static TextScanner names() {
    return scanner(TextKind.NAME);
  }

  private static TextScanner scanner(TextKind kind) {
    TextScanner scanner = SCANNERS.get(kind);
    if (scanner == null) {
      throw new IllegalArgumentException("a text of kind " + kind + " has parts");
    }
    return scanner;
  }

  private static Map<TextKind, TextScanner> scanners() {
    Map<TextKind, TextScanner> scanners = new EnumMap<>(TextKind.class);
    scanners.put(TextKind.NAME, new TextScanner(Vocabulary.OF_NAMES, false));
    scanners.put(TextKind.ADDRESS, names(Vocabulary.INSTEAD_OF_ADDRESS));
    scanners.put(TextKind.ROUTE, names(Set.of("via")));
    scanners.put(TextKind.KEYWORD, new TextScanner(Vocabulary.ALL, true));
    scanners.put(TextKind.FREE, new TextScanner(Vocabulary.ALL, true));
    Set<String> remotes = new HashSet<>(Vocabulary.OF_NAMES);
    remotes.addAll(Vocabulary.OF_REMOTES);
    scanners.put(TextKind.REMOTE, new TextScanner(remotes, true));
    return scanners;
  }

  private static TextScanner names(Set<String> more) {
    Set<String> staying = new HashSet<>(Vocabulary.OF_NAMES);
    staying.addAll(more);
    return new TextScanner(staying, false);
  }

  @Override
  public void enter(Record record) {}

  @Override
  public String text(TextKind kind, String text) {
    return switch (kind) {
      case CLOSED -> text;
      case NAME -> name(text);
      case ADDRESS, ROUTE -> scanner(kind).replace(text, tokens);
      case KEYWORD, FREE, REMOTE ->
          names.replace(
              text,
              rest -> scanner(kind).replace(rest, tokens),
              name -> names().replace(name, tokens));
      case VALUE -> isTruth(text) ? text : name(text);
      case TIME -> isTime(text) ? text : text(TextKind.FREE, text);
      case ROW -> row(text);
      case SETTINGS, NAMES, KEYWORDS, REASONS, COLUMNS ->
          throw new IllegalArgumentException(kind + " is no kind of a single text");
    };
  }

  private String name(String text) {
    names.add(text);
    String name = names().replace(text, tokens);
    // Records refuse longer names. Equal names stay equal.
    return name.length() <= LONGEST ? name : "x" + tokens.word(text);
  }

  @Override
  public String key(TextKind kind, String key) {
    return kind == TextKind.NAMES ? name(key) : text(TextKind.KEYWORD, key);
  }

  @Override
  public String value(TextKind kind, String key, String value) {
    return switch (kind) {
      case SETTINGS -> setting(key, value);
      case COLUMNS -> json(key, value);
      case NAMES -> name(value);
      case KEYWORDS -> text(TextKind.KEYWORD, value);
      case REASONS -> text(TextKind.FREE, value);
      default -> throw new IllegalArgumentException(kind + " is no kind of a map");
    };
  }

  private String setting(String key, String value) {
    TextKind kind = SettingKinds.of(key);
    boolean understood = scanner(TextKind.KEYWORD).replace(key, Understood.INSTANCE).equals(key);
    boolean number = NUMBER.matcher(value).matches();
    boolean stays = kind != TextKind.NAME && number && (understood || value.length() <= 5);
    return stays || isTruth(value) ? value : text(kind, value);
  }

  /** A value of a column in JSON. What is no JSON is a name. */
  private String json(String column, String value) {
    if (!BESIDE_LITERALS.matcher(LITERAL.matcher(value).replaceAll("")).matches()) {
      return name(value);
    }
    StringBuilder changed = new StringBuilder();
    Matcher literal = LITERAL.matcher(value);
    String key = column;
    int at = 0;
    while (literal.find()) {
      String text = literal.group(1);
      boolean isKey = value.startsWith(":", literal.end());
      boolean isTag =
          TAG.matcher(text).matches()
              && literal.start() > 0
              && value.charAt(literal.start() - 1) == '['
              && value.startsWith(",", literal.end());
      changed.append(value, at, literal.start()).append('"');
      changed.append(isTag ? text : isKey ? text(TextKind.KEYWORD, text) : setting(key, text));
      changed.append('"');
      key = isKey ? text : key;
      at = literal.end();
    }
    return changed.append(value.substring(at)).toString();
  }

  private String row(String label) {
    Matcher words = ROW.matcher(label);
    if (!words.matches()) {
      return name(label);
    }
    String key = words.group(2);
    String where = words.group(3);
    return text(TextKind.KEYWORD, words.group(1))
        + (key == null ? "" : " " + name(key))
        + (where.startsWith(" on ") ? " on " + name(where.substring(4)) : where);
  }

  private static boolean isTruth(String text) {
    return text.equals("true") || text.equals("false");
  }

  private static boolean isTime(String text) {
    try {
      return Instant.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Makes every word that does not stay another one. */
  private enum Understood implements Tokens {
    INSTANCE;

    @Override
    public String word(String word) {
      return "";
    }

    @Override
    public String uuid(String hex) {
      return "0".repeat(hex.length());
    }

    @Override
    public String mac(String hex) {
      return "0".repeat(hex.length());
    }

    @Override
    public byte[] ip(byte[] bytes, OptionalInt prefix) {
      return new byte[bytes.length];
    }
  }
}
