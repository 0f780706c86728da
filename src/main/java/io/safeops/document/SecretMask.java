package io.safeops.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what is shown and kept: titles, reviews, journals, logs. What a value is for
 * is told by the name before it, and by its own form: the user and password of a URL. A value too
 * many is masked rather than one too few.
 */
public final class SecretMask {

  /** Stands for a value that is not shown. */
  public static final String MASKED = "MASKED";

  private static final String NAMED =
      "password|passwd|passphrase|pwd|secret|token|credential|creds|bearer|api[_-]?key"
          + "|private[_-]?key|access[_-]?key|auth[_-]?key|encryption[_-]?key|shared[_-]?key|psk"
          + "|community|passin|passout|(?:store|key|user|db|admin|root|bind|sudo|become)pass"
          + "|(?<![a-z])pass(?![a-z])";

  private static final Pattern SECRET = Pattern.compile(NAMED);

  /** Parts of a name that are one only by themselves: `monkey` is no key. */
  private static final Set<String> PARTS = Set.of("key", "keys", "pass", "pw", "pin", "cookie");

  /** A word that may be the name of the value after it, as in {@code crudini --set f s NAME x}. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,100}[:=]?");

  /** Words before a user and a password, which do not say so. */
  private static final Set<String> LOGINS = Set.of("add_user", "authenticate_user");

  /** Options with a user and a password: {@code curl -u user:password}. */
  private static final Pattern LOGIN_OPTION =
      Pattern.compile("(?s)(-u|-U|--user|--proxy-user|--(?:src-|dest-)?creds)(=?)(.*)");

  /** A user, and what is hidden. */
  private static final Pattern LOGIN = Pattern.compile("(?s)([^:%]{0,200}[:%]).+");

  /** Options of one letter that are passwords, attached or followed by them, by program. */
  private static final Map<String, List<String>> PASSWORD_OPTIONS = new HashMap<>();

  static {
    passwords("mysql mysqldump mysqladmin mysqlcheck mysqlimport mysqlshow mysqlslap", "-p");
    passwords("mysqlbinlog mysql_upgrade mariadb mariadb-dump mariadb-admin mariadb-check", "-p");
    passwords("mariadb-import mariadb-show mongo mongosh mongodump mongorestore sshpass", "-p");
    passwords("docker podman nerdctl helm az usermod useradd 7z 7za 7zz rar unrar", "-p");
    passwords("zip unzip sqlcmd bcp mosquitto_pub mosquitto_sub", "-P");
    passwords("ldapsearch ldapmodify ldapadd ldapdelete ldappasswd ldapwhoami", "-w");
    passwords("snmpget snmpset snmpwalk snmpbulkget snmpbulkwalk snmptrap", "-c", "-A", "-X");
    passwords("redis-cli", "-a");
    passwords("ipmitool", "-P", "-k");
    passwords("ssh-keygen", "-P", "-N");
    passwords("openssl", "-k", "-K");
  }

  private static void passwords(String programs, String... options) {
    for (String program : programs.split(" ")) {
      PASSWORD_OPTIONS.put(program, List.of(options));
    }
  }

  // Bounded and possessive: a long text costs time in proportion, and no stack.
  private static final String NAME = "(?:" + NAMED + ")[\\w.-]{0,64}";

  private static final String VALUE = "(?:\\\\'|'[^']*+'|\"[^\"]*+\"|['\"]|[^\\s'\",;}\\]])++";

  /** As {@code dbpassword = x}, {@code "token": "x"}. */
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)(" + NAME + "\\\\?[\"']?\\s{0,3}[=:]\\s{0,3}(?:Bearer |Basic )?)" + VALUE);

  /** As {@code --os-password x}. */
  private static final Pattern OPTION =
      Pattern.compile("(?i)((?:^|\\s)--?[\\w-]{0,64}" + NAME + "\\s{1,3})" + VALUE);

  /** As {@code mysql+pymysql://user:password@host}; up to the last {@code @} of the word. */
  private static final Pattern URL = Pattern.compile("(://[^\\s:/@'\"]{0,64}:)[^\\s'\"]{0,500}@");

  /** As {@code https://token@host}: nobody's name is that long. */
  private static final Pattern URL_TOKEN = Pattern.compile("(://)[^\\s:/@'\"]{20,500}@");

  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)((?:(?:proxy-)?authorization|(?:set-)?cookie)\\s{0,3}:\\s{0,3})[^'\"\n]++");

  /** Characters of a word within which words are looked for. */
  private static final int LONGEST_LINE = 20_000;

  private SecretMask() {}

  /** Whether the value of something of this name is a secret. */
  static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return SECRET.matcher(lower).find()
        || List.of(lower.split("[^a-z0-9]+")).stream().anyMatch(PARTS::contains);
  }

  /** A value as it may be shown. */
  public static String value(String name, String value) {
    return isSecret(name) ? MASKED : text(value);
  }

  /** A text in which something may be secret: a title, what a command said. */
  public static String text(String text) {
    String masked = URL.matcher(text).replaceAll("$1" + MASKED + "@");
    masked = URL_TOKEN.matcher(masked).replaceAll("$1" + MASKED + "@");
    masked = HEADER.matcher(masked).replaceAll("$1" + MASKED);
    masked = ASSIGNED.matcher(masked).replaceAll("$1" + MASKED);
    return OPTION.matcher(masked).replaceAll("$1" + MASKED);
  }

  /** The words of a command as they may be shown. */
  public static List<String> words(List<String> argv) {
    List<String> passwords = List.of();
    List<String> shown = new ArrayList<>();
    boolean next = false;
    boolean login = false;
    // Once a word is the name of a secret, all that are no options may be its value.
    boolean rest = false;
    for (String word : argv) {
      String program = word.substring(word.lastIndexOf('/') + 1);
      Matcher option = LOGIN_OPTION.matcher(word);
      boolean isOption = word.length() > 1 && word.startsWith("-");
      int equals = word.indexOf('=');
      if (next || (rest && !isOption)) {
        shown.add(MASKED);
      } else if (login && LOGIN.matcher(word).matches()) {
        shown.add(LOGIN.matcher(word).replaceFirst("$1" + MASKED));
      } else if (equals > 0 && (rest || isSecret(word.substring(0, equals)))) {
        shown.add(word.substring(0, equals + 1) + MASKED);
      } else if (attached(word, passwords).isPresent()) {
        shown.add(attached(word, passwords).get() + MASKED);
      } else if (option.matches() && LOGIN.matcher(option.group(3)).matches()) {
        shown.add(
            option.group(1)
                + option.group(2)
                + LOGIN.matcher(option.group(3)).replaceFirst("$1" + MASKED));
      } else {
        shown.add(line(word));
      }
      rest |= !next && !isOption && isNameOfSecret(program, word);
      rest |= equals > 0 && isOption && isNameOfSecret("", word.substring(equals + 1));
      login = !next && option.matches() && option.group(3).isEmpty();
      next =
          !next
              && (passwords.contains(word)
                  || (word.startsWith("-") && equals < 0 && isSecret(word)));
      passwords = PASSWORD_OPTIONS.getOrDefault(program, passwords);
    }
    return shown;
  }

  /** A name that stands by itself, or a program that takes passwords. */
  private static boolean isNameOfSecret(String program, String word) {
    return (PLAIN.matcher(word).matches() || word.endsWith("/" + program))
        && (isSecret(program.isEmpty() ? word : program) || LOGINS.contains(word));
  }

  private static Optional<String> attached(String word, List<String> options) {
    return options.stream()
        .filter(option -> word.startsWith(option) && word.length() > option.length())
        .findFirst();
  }

  /** A word that may be a line of words itself, as what a shell is given. */
  private static String line(String word) {
    String masked = text(word);
    if (word.length() > LONGEST_LINE || !masked.contains(" ")) {
      return masked;
    }
    return String.join(" ", words(List.of(masked.split(" ", -1))));
  }
}
