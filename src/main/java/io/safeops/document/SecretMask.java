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
 * Replaces secrets in everything that is shown or stored: titles, reviews, journals, logs. It finds
 * a secret by the name before the value, or by the form of the value, such as the user and password
 * of a URL. In doubt a value is masked.
 */
public final class SecretMask {

  /** The text that replaces a secret. */
  public static final String MASKED = "MASKED";

  private static final String NAMED =
      "password|passwd|passphrase|pwd|secret|token|credential|creds|bearer|api[_-]?key"
          + "|private[_-]?key|access[_-]?key|auth[_-]?key|encryption[_-]?key|shared[_-]?key|psk"
          + "|community|passin|passout|(?:store|key|user|db|admin|root|bind|sudo|become)pass"
          + "|(?<![a-z])pass(?![a-z])";

  private static final Pattern SECRET = Pattern.compile(NAMED);

  /** Words that name a secret only as a whole part of a name: `monkey` is not a key. */
  private static final Set<String> PARTS = Set.of("key", "keys", "pass", "pw", "pin", "cookie");

  /** An argument that may name the value after it, as in {@code crudini --set f s NAME x}. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,100}[:=]?");

  /** Subcommands that are followed by a user and a password without any option. */
  private static final Set<String> LOGINS = Set.of("add_user", "authenticate_user");

  /** Options whose value is a user and a password: {@code curl -u user:password}. */
  private static final Pattern LOGIN_OPTION =
      Pattern.compile("(?s)(-u|-U|--user|--proxy-user|--(?:src-|dest-)?creds)(=?)(.*)");

  /** A user, a colon or percent sign, and the password. */
  private static final Pattern LOGIN = Pattern.compile("(?s)([^:%]{0,200}[:%]).+");

  /** By program: the one-letter options whose value, attached or separate, is a password. */
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

  // Bounded and possessive: matching takes time linear in the text length and no stack.
  private static final String NAME = "(?:" + NAMED + ")[\\w.-]{0,64}";

  private static final String VALUE = "(?:\\\\'|'[^']*+'|\"[^\"]*+\"|['\"]|[^\\s'\",;}\\]])++";

  /** An assignment: {@code dbpassword = x}, {@code "token": "x"}. */
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)(" + NAME + "\\\\?[\"']?\\s{0,3}[=:]\\s{0,3}(?:Bearer |Basic )?)" + VALUE);

  /** An option and its value: {@code --os-password x}. */
  private static final Pattern OPTION =
      Pattern.compile("(?i)((?:^|\\s)--?[\\w-]{0,64}" + NAME + "\\s{1,3})" + VALUE);

  /** A URL such as {@code mysql+pymysql://user:password@host}, up to the word's last {@code @}. */
  private static final Pattern URL = Pattern.compile("(://[^\\s:/@'\"]{0,64}:)[^\\s'\"]{0,500}@");

  /** A URL such as {@code https://token@host}: 20 or more characters are not a user name. */
  private static final Pattern URL_TOKEN = Pattern.compile("(://)[^\\s:/@'\"]{20,500}@");

  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)((?:(?:proxy-)?authorization|(?:set-)?cookie)\\s{0,3}:\\s{0,3})[^'\"\n]++");

  /** Longest argument, in characters, that is searched as a command line of its own. */
  private static final int MAX_LINE = 20_000;

  private SecretMask() {}

  /** Whether a value with this name is a secret. */
  static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return SECRET.matcher(lower).find()
        || List.of(lower.split("[^a-z0-9]+")).stream().anyMatch(PARTS::contains);
  }

  /** The value with this name, with secrets masked. */
  public static String value(String name, String value) {
    return isSecret(name) ? MASKED : text(value);
  }

  /** A text with its secrets masked, such as a title or the output of a command. */
  public static String text(String text) {
    String masked = URL.matcher(text).replaceAll("$1" + MASKED + "@");
    masked = URL_TOKEN.matcher(masked).replaceAll("$1" + MASKED + "@");
    masked = HEADER.matcher(masked).replaceAll("$1" + MASKED);
    masked = ASSIGNED.matcher(masked).replaceAll("$1" + MASKED);
    return OPTION.matcher(masked).replaceAll("$1" + MASKED);
  }

  /** The arguments of a command, with secrets masked. */
  public static List<String> arguments(List<String> argv) {
    List<String> passwords = List.of();
    List<String> shown = new ArrayList<>();
    boolean next = false;
    boolean login = false;
    // After an argument that names a secret, every argument that is not an option may be its value.
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
      } else if (optionWithAttachedValue(word, passwords).isPresent()) {
        shown.add(optionWithAttachedValue(word, passwords).get() + MASKED);
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

  /** Whether an argument names a secret, or is a program that takes passwords. */
  private static boolean isNameOfSecret(String program, String word) {
    return (PLAIN.matcher(word).matches() || word.endsWith("/" + program))
        && (isSecret(program.isEmpty() ? word : program) || LOGINS.contains(word));
  }

  private static Optional<String> optionWithAttachedValue(String word, List<String> options) {
    return options.stream()
        .filter(option -> word.startsWith(option) && word.length() > option.length())
        .findFirst();
  }

  /** Masks an argument that may be a command line itself, such as the argument of {@code sh -c}. */
  private static String line(String word) {
    String masked = text(word);
    if (word.length() > MAX_LINE || !masked.contains(" ")) {
      return masked;
    }
    return String.join(" ", arguments(List.of(masked.split(" ", -1))));
  }
}
