package io.safeops.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what is shown and kept: titles, reviews, journals, logs. What a value is for
 * is told by the name before it, and by its own form: the user and password of a URL. A value too
 * many is masked rather than one too few.
 */
public final class Mask {

  /** Stands for a value that is not shown. */
  static final String MASKED = "MASKED";

  private static final String NAMED =
      "password|passwd|passphrase|pwd|secret|token|credential|api[_-]?key|private[_-]?key"
          + "|access[_-]?key|auth[_-]?key|encryption[_-]?key|shared[_-]?key|psk|community";

  private static final Pattern SECRET = Pattern.compile(NAMED);

  /** Parts of a name that are one only by themselves: `monkey` is no key. */
  private static final Set<String> PARTS = Set.of("key", "keys", "pass", "pw", "pin", "cookie");

  /** Options of one letter that are followed by a password: `curl -u user:password`. */
  private static final Set<String> LOGIN_OPTIONS = Set.of("-u", "--user", "-U", "--proxy-user");

  /** Options of one letter that are passwords, attached or followed by them, by program. */
  private static final Map<String, String> PASSWORD_OPTIONS =
      Map.ofEntries(
          Map.entry("mysql", "-p"),
          Map.entry("mysqldump", "-p"),
          Map.entry("mysqladmin", "-p"),
          Map.entry("mariadb", "-p"),
          Map.entry("mariadb-dump", "-p"),
          Map.entry("sshpass", "-p"),
          Map.entry("redis-cli", "-a"),
          Map.entry("ldapsearch", "-w"),
          Map.entry("ldapmodify", "-w"),
          Map.entry("ipmitool", "-P"));

  // Bounded and possessive: a long text costs time in proportion, and no stack.
  private static final String NAME = "(?:" + NAMED + ")[\\w.-]{0,64}";

  private static final String VALUE = "(?:\\\\'|'[^']*+'|\"[^\"]*+\"|['\"]|[^\\s'\",;}\\]])++";

  /** As {@code dbpassword = x}, {@code "token": "x"}. */
  private static final Pattern ASSIGNED =
      Pattern.compile("(?i)(" + NAME + "[\"']?\\s{0,3}[=:]\\s{0,3}(?:Bearer |Basic )?)" + VALUE);

  /** As {@code --os-password x}. */
  private static final Pattern OPTION =
      Pattern.compile("(?i)((?:^|\\s)--?[\\w-]{0,64}" + NAME + "\\s{1,3})" + VALUE);

  /** As {@code mysql+pymysql://user:password@host}; up to the last {@code @} of the word. */
  private static final Pattern URL = Pattern.compile("(://[^\\s:/@'\"]{0,64}:)[^\\s'\"]{0,500}@");

  private static final Pattern HEADER =
      Pattern.compile("(?i)((?:proxy-)?authorization\\s{0,3}:\\s{0,3})[^'\"\n]++");

  private Mask() {}

  /** Whether the value of something of this name is a secret. */
  static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return SECRET.matcher(lower).find()
        || List.of(lower.split("[^a-z0-9]+")).stream().anyMatch(PARTS::contains);
  }

  /** A value as it may be shown. */
  static String value(String name, String value) {
    return isSecret(name) ? MASKED : text(value);
  }

  /** A text in which something may be secret: a title, what a command said. */
  public static String text(String text) {
    String masked = URL.matcher(text).replaceAll("$1" + MASKED + "@");
    masked = HEADER.matcher(masked).replaceAll("$1" + MASKED);
    masked = ASSIGNED.matcher(masked).replaceAll("$1" + MASKED);
    return OPTION.matcher(masked).replaceAll("$1" + MASKED);
  }

  /** The words of a command as they may be shown. */
  static List<String> words(List<String> argv) {
    String password = " ";
    List<String> shown = new ArrayList<>();
    boolean next = false;
    boolean login = false;
    for (String word : argv) {
      int equals = word.indexOf('=');
      int colon = word.indexOf(':');
      if (next) {
        shown.add(MASKED);
      } else if (login && colon > 0) {
        shown.add(word.substring(0, colon + 1) + MASKED);
      } else if (equals > 0 && isSecret(word.substring(0, equals))) {
        shown.add(word.substring(0, equals + 1) + MASKED);
      } else if (word.startsWith(password) && word.length() > password.length()) {
        shown.add(password + MASKED);
      } else {
        shown.add(text(word));
      }
      password = PASSWORD_OPTIONS.getOrDefault(word.substring(word.lastIndexOf('/') + 1), password);
      login = !next && LOGIN_OPTIONS.contains(word);
      next =
          !next
              && (word.equals(password) || (word.startsWith("-") && equals < 0 && isSecret(word)));
    }
    return shown;
  }
}
