package io.safeops.facts.redact;

import io.safeops.document.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in a text what may tell something of the cluster, and replaces it: UUIDs, MAC addresses, IP
 * addresses and words. The marks between them stay. A text that is composed of others is replaced
 * part by part, so it stays composed of what the others become.
 */
final class TextScanner {

  /** The longest number that stays where numbers stay: a port, a VLAN, an exit status. */
  private static final int DIGITS = 5;

  private static final String NO_WORD_BEFORE = "(?<![0-9A-Za-z])";
  private static final String NO_WORD_AFTER = "(?![0-9A-Za-z])";
  private static final String LENGTH = "(?:/[0-9]{1,3}(?![0-9A-Za-z]))?";

  private static final String FIRST =
      NO_WORD_BEFORE
          + "(?:(?<uuid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
          + "|(?<hex>[0-9a-fA-F]{32})"
          // Devices that Nova and Neutron name by the first digits of a port's UUID.
          + "|(?<port>(?:tap|qvo|qvb|qbr|qr-|qg-|sg-|ha-)[0-9a-f]{8}-[0-9a-f]{2})"
          // Tunnels that ovn-controller names by the first letters of a chassis.
          + "|(?<tunnel>ovn-[0-9a-f]{6}-[0-9a-f]{1,4})"
          + "|(?<nic>enx[0-9a-f]{12}))"
          + NO_WORD_AFTER
          + "|(?<mac>(?<![0-9A-Fa-f][:-])(?<![0-9A-Za-z])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5})"
          + "(?![:-]?[0-9A-Fa-f])"
          + NO_WORD_AFTER
          + "|(?<oui>(?<![0-9A-Za-z:])[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){2})(?![0-9A-Za-z:])";

  private static final String SIX =
      "|(?<six>(?<![0-9A-Fa-f]:)(?<![0-9A-Za-z.])"
          + "[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{0,40}"
          + LENGTH
          + ")"
          + NO_WORD_AFTER;

  private static final String FOUR =
      "|(?<four>(?<![0-9A-Za-z.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9A-Za-z]|\\.[0-9])"
          + LENGTH
          + ")"
          + "|(?<dashed>"
          + NO_WORD_BEFORE
          + "[0-9]{1,3}(?:[-_][0-9]{1,3}){3})"
          + NO_WORD_AFTER;

  private static final String WORD = "|(?<word>[0-9A-Za-z[^\\x00-\\x7f]]++)";

  private static final Pattern ALL = Pattern.compile(FIRST + SIX + FOUR + WORD);
  private static final Pattern NO_SIX = Pattern.compile(FIRST + "|(?<six>(?!))" + FOUR + WORD);
  private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F]{1,4}");

  private final Set<String> staying;
  private final boolean numbersStay;

  /**
   * @param staying words that stay, in lower case
   * @param numbersStay whether short numbers stay
   */
  TextScanner(Set<String> staying, boolean numbersStay) {
    this.staying = Set.copyOf(staying);
    this.numbersStay = numbersStay;
  }

  /** Whether an address, a MAC address or a UUID is in a text. */
  static boolean hasAddress(String text) {
    Matcher each = ALL.matcher(text);
    while (each.find()) {
      if (each.group("word") == null) {
        return true;
      }
    }
    return false;
  }

  String replace(String text, Tokens tokens) {
    return replace(text, tokens, ALL);
  }

  private String replace(String text, Tokens tokens, Pattern pattern) {
    StringBuilder replaced = new StringBuilder();
    Matcher each = pattern.matcher(text);
    int at = 0;
    while (each.find()) {
      replaced.append(text, at, each.start());
      replaced.append(token(each, tokens));
      at = each.end();
    }
    return replaced.append(text.substring(at)).toString();
  }

  private String token(Matcher token, Tokens tokens) {
    String text = token.group();
    if (token.group("uuid") != null || token.group("hex") != null) {
      return likeUuid(text, tokens.uuid(plain(text)));
    }
    if (token.group("port") != null) {
      int digits = text.length() - 11;
      String hex = tokens.uuid(plain(text.substring(digits)));
      return text.substring(0, digits) + hex.substring(0, 8) + "-" + hex.substring(8);
    }
    if (token.group("tunnel") != null) {
      return "ovn-" + tokens.uuid(text.substring(4, 10)) + text.substring(10);
    }
    if (token.group("nic") != null) {
      return "enx" + tokens.mac(text.substring(3));
    }
    if (token.group("mac") != null || token.group("oui") != null) {
      return likeMac(text, tokens.mac(plain(text)));
    }
    if (token.group("six") != null) {
      return six(text, tokens);
    }
    if (token.group("four") != null) {
      return four(text, tokens);
    }
    if (token.group("dashed") != null) {
      String mark = text.replaceAll("[0-9]", "").substring(0, 1);
      return four(text.replaceAll("[-_]", "."), tokens).replace(".", mark);
    }
    return word(text, tokens);
  }

  private String word(String word, Tokens tokens) {
    boolean number = word.chars().allMatch(each -> each >= '0' && each <= '9');
    boolean stays =
        staying.contains(word.toLowerCase(Locale.ROOT))
            || (numbersStay
                && ((number && word.length() <= DIGITS) || HEX.matcher(word).matches()));
    return stays ? word : tokens.word(word);
  }

  private String six(String text, Tokens tokens) {
    String end = text.replaceFirst("^.*?([:.]*)$", "$1");
    String body = text.substring(0, text.length() - end.length());
    // The last colons may be the address's own.
    for (int own = Math.min(2, end.length()); own >= 0; own--) {
      String written = body + end.substring(0, own);
      int slash = written.indexOf('/');
      String address = slash < 0 ? written : written.substring(0, slash);
      byte[] bytes = IpLiteral.of(address).map(InetAddress::getAddress).orElse(new byte[0]);
      if (bytes.length > 0) {
        OptionalInt length = length(written, bytes.length * Byte.SIZE);
        String changed = IpLiteral.canonical(shown(tokens.ip(bytes, length)));
        return like(address, bytes.length == 4 ? "::ffff:" + changed : changed)
            + (slash < 0 ? "" : written.substring(slash))
            + end.substring(own);
      }
    }
    return replace(text, tokens, NO_SIX);
  }

  /** Numbers above 255 are no address, but it may be a misspelt one. */
  private static String four(String text, Tokens tokens) {
    int slash = text.indexOf('/');
    String[] words = (slash < 0 ? text : text.substring(0, slash)).split("\\.", -1);
    byte[] bytes = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      bytes[i] = (byte) Integer.parseInt(words[i]);
    }
    return shown(tokens.ip(bytes, length(text, Integer.SIZE)))
        + (slash < 0 ? "" : text.substring(slash));
  }

  private static OptionalInt length(String text, int most) {
    int slash = text.indexOf('/');
    int length = slash < 0 ? most + 1 : Integer.parseInt(text.substring(slash + 1));
    return length > most ? OptionalInt.empty() : OptionalInt.of(length);
  }

  private static String shown(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String plain(String text) {
    return text.replaceAll("[:-]", "");
  }

  private static String likeUuid(String text, String hex) {
    return like(
        text,
        text.indexOf('-') < 0
            ? hex
            : String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20)));
  }

  private static String likeMac(String text, String hex) {
    String mark = text.substring(2, 3);
    return like(text, hex.replaceAll("..(?!$)", "$0" + mark));
  }

  /** In upper case if the text is. */
  private static String like(String text, String changed) {
    return text.equals(text.toLowerCase(Locale.ROOT)) ? changed : changed.toUpperCase(Locale.ROOT);
  }
}
