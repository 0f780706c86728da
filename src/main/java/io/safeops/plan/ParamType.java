package io.safeops.plan;

import io.safeops.document.Located;
import io.safeops.document.NearestName;
import io.safeops.document.Printable;
import io.safeops.document.Schema;
import io.safeops.document.Value;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The types of parameters and of action arguments. Every value becomes one quoted word of a
 * command. A type refuses values that such a word should never have: control characters, a leading
 * dash that a tool would read as an option, and in names all characters that a shell acts on.
 */
public enum ParamType {
  STRING("string", "text", "text without control characters that does not begin with a dash") {
    @Override
    boolean accepts(String text) {
      return true;
    }
  },
  /** A value that is never shown and never stored in a journal. */
  SECRET("secret", "secret", "text without control characters that does not begin with a dash") {
    @Override
    boolean accepts(String text) {
      return true;
    }
  },
  INT("int", "1", "a whole number") {
    @Override
    boolean accepts(String text) {
      return Patterns.INT.matcher(text).matches();
    }
  },
  BOOL("bool", "true", "true or false") {
    @Override
    boolean accepts(String text) {
      return text.equals("true") || text.equals("false");
    }
  },
  IP("ip", "192.0.2.1", "an IP address") {
    @Override
    boolean accepts(String text) {
      return Patterns.isAddress(text);
    }
  },
  CIDR("cidr", "192.0.2.0/24", "an IP prefix such as 192.0.2.0/24") {
    @Override
    boolean accepts(String text) {
      int slash = text.indexOf('/');
      return slash > 0
          && Patterns.isAddress(text.substring(0, slash))
          && Patterns.isPrefix(text.substring(slash + 1), text.indexOf(':') >= 0 ? 128 : 32);
    }
  },
  MAC("mac", "02:00:00:00:00:01", "a MAC address such as 02:00:00:00:00:01") {
    @Override
    boolean accepts(String text) {
      return Patterns.MAC.matcher(text).matches();
    }
  },
  IFNAME("ifname", "eth0", "an interface name: at most 15 of letters, digits and _ . : @ -") {
    @Override
    boolean accepts(String text) {
      return Patterns.IFNAME.matcher(text).matches() && !text.matches("\\.\\.?");
    }
  },
  BRIDGE("bridge", "br-ex", "a bridge name: at most 15 of letters, digits and _ . -") {
    @Override
    boolean accepts(String text) {
      return IFNAME.accepts(text) && text.indexOf(':') < 0 && text.indexOf('@') < 0;
    }
  },
  NODE("node", "node", "a node's name: letters, digits and . _ -") {
    @Override
    boolean accepts(String text) {
      return Patterns.NODE.matcher(text).matches();
    }
  },
  OVN_SWITCH("ovn-switch", "switch", "a logical switch's name or UUID: letters, digits, _ . : -") {
    @Override
    boolean accepts(String text) {
      return Patterns.OVN_NAME.matcher(text).matches();
    }
  },
  OVN_PORT("ovn-port", "port", "a logical port's name or UUID: letters, digits and _ . : -") {
    @Override
    boolean accepts(String text) {
      return Patterns.OVN_NAME.matcher(text).matches();
    }
  },
  UUID("uuid", "00000000-0000-0000-0000-000000000000", "a UUID") {
    @Override
    boolean accepts(String text) {
      return Patterns.UUID.matcher(text).matches();
    }
  },
  PHYSNET("physnet", "physnet", "a physical network's name: letters, digits and _ . -") {
    @Override
    boolean accepts(String text) {
      return Patterns.PHYSNET.matcher(text).matches();
    }
  },
  DURATION("duration", "1s", "a duration such as 500ms, 20s, 5m, 12h or 2d") {
    @Override
    boolean accepts(String text) {
      return Value.parseDuration(text).isPresent();
    }
  },
  PATH("path", "/", "an absolute path of plain characters without `..`") {
    @Override
    boolean accepts(String text) {
      return Patterns.PATH.matcher(text).matches()
          && Arrays.stream(text.split("/", -1)).noneMatch(part -> part.equals(".."));
    }
  };

  /** Longest value in characters: longer than any name, shorter than a screen of text. */
  private static final int MAX_LENGTH = 1000;

  private final String keyword;
  private final String example;
  private final String expected;

  ParamType(String written, String example, String expected) {
    this.keyword = written;
    this.example = example;
    this.expected = expected;
  }

  abstract boolean accepts(String text);

  /** What a value looks like in a file, as far as a pattern can say it. */
  public Schema schema() {
    return switch (this) {
      case STRING, SECRET -> Schema.text(Patterns.NO_OPTION, expected);
      case INT -> new Schema.WholeNumber(-Patterns.MOST, Patterns.MOST);
      case BOOL -> new Schema.Flag();
      case IP -> Schema.quoted(Patterns.ADDRESS, expected);
      case CIDR -> Schema.quoted(Patterns.PREFIX, expected);
      case MAC -> Schema.quoted(Patterns.MAC, expected);
      case IFNAME -> Schema.text(Patterns.IFNAME, expected);
      case BRIDGE -> Schema.text(Patterns.BRIDGE, expected);
      case NODE -> Schema.text(Patterns.NODE, expected);
      case OVN_SWITCH, OVN_PORT -> Schema.text(Patterns.OVN_NAME, expected);
      case UUID -> Schema.quoted(Patterns.UUID, expected);
      case PHYSNET -> Schema.text(Patterns.PHYSNET, expected);
      case DURATION -> new Schema.Duration();
      case PATH -> Schema.quoted(Patterns.PATH, expected);
    };
  }

  /** The name of the type in a plan. */
  public String keyword() {
    return keyword;
  }

  /** An example of a value. */
  String example() {
    return example;
  }

  /** Why a text is not a value of this type; empty if it is one. */
  public Optional<String> refuse(String text) {
    if (text.isEmpty()) {
      return Optional.of("is empty, expected " + expected);
    }
    if (text.length() > MAX_LENGTH) {
      return Optional.of("is longer than " + MAX_LENGTH + " characters");
    }
    String shown = this == SECRET ? "it" : Value.quote(text);
    if (text.codePoints().anyMatch(Printable::isUnsafe)) {
      return Optional.of(shown + " holds a control character");
    }
    if (text.startsWith("-") && this != INT) {
      return Optional.of(shown + " begins with a dash, like an option");
    }
    return accepts(text)
        ? Optional.empty()
        : Optional.of(Value.quote(text) + " is not " + expected);
  }

  /** Reads a value of a file as this type, or reports the problem. */
  public Optional<Located<String>> read(Value value) {
    Optional<Located<String>> text = value.text();
    Optional<String> refused = text.flatMap(located -> refuse(located.value()));
    refused.ifPresent(reason -> value.report("`" + value.name() + "`: " + reason));
    return refused.isPresent() ? Optional.empty() : text;
  }

  /** The type that a plan names. Reports an unknown name if {@code report} is set. */
  static Optional<ParamType> read(Value value, boolean report) {
    Optional<String> name = value.text().map(Located::value);
    Optional<ParamType> type =
        name.flatMap(
            text -> Arrays.stream(values()).filter(each -> each.keyword.equals(text)).findFirst());
    if (report && name.isPresent() && type.isEmpty()) {
      List<String> known = Arrays.stream(values()).map(ParamType::keyword).toList();
      String nearest = NearestName.hint(name.get(), known);
      value.report(
          "`type`: "
              + Value.quote(name.get())
              + " is unknown"
              + (nearest.isEmpty() ? ", expected one of " + String.join(", ", known) : nearest));
    }
    return type;
  }

  /** The value for CEL: an integer, a boolean or a string. */
  Object toCel(String text) {
    return switch (this) {
      case INT -> Long.parseLong(text);
      case BOOL -> Boolean.parseBoolean(text);
      default -> text;
    };
  }

  /**
   * The patterns: in a class of their own, because enum constants are created before static fields.
   */
  private static final class Patterns {
    static final Pattern INT = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}");
    static final Pattern IFNAME = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.:@-]{0,14}");
    static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    static final Pattern OVN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127}");
    static final Pattern UUID =
        Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    static final Pattern PHYSNET = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
    static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_./@:+,=-]*");

    /** As many digits as {@link #INT} takes. */
    static final long MOST = 999_999_999_999_999_999L;

    static final Pattern BRIDGE = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]{0,14}");

    /** Addresses, prefixes and texts as an editor checks them: at least what is accepted here. */
    static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    static final Pattern PREFIX = Pattern.compile("[0-9a-fA-F:.]{2,45}/[0-9]{1,3}");
    static final Pattern NO_OPTION = Pattern.compile("[^-][^\\p{Cntrl}]*");

    private static final Pattern V4 =
        Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
    private static final Predicate<String> V6 =
        Pattern.compile("(?=.*:.*:)[0-9a-fA-F:.]{2,45}").asMatchPredicate();

    private Patterns() {}

    static boolean isAddress(String text) {
      if (V4.matcher(text).matches()) {
        return true;
      }
      if (!V6.test(text)) {
        return false;
      }
      try {
        // Only hexadecimal digits, colons and dots: Java parses it as a literal and never looks it
        // up.
        InetAddress.getByName(text);
        return true;
      } catch (UnknownHostException e) {
        return false;
      }
    }

    static boolean isPrefix(String text, int most) {
      return text.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(text) <= most;
    }
  }
}
