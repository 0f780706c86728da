package io.safeops.document;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The range of the source text in which a scalar is written. Folding, indentation and quoting
 * change only blanks and escapes. So the n-th non-blank character of the value is the n-th
 * non-blank character in the file. This finds the position of a character inside a rule.
 */
final class ScalarSpan {

  /** The YAML style of a scalar. */
  enum Style {
    PLAIN,
    SINGLE,
    DOUBLE,
    BLOCK
  }

  private final SourceText source;
  private final int from;
  private final int to;
  private final Style style;

  /** The text as it is in the file, if the scalar has another one by now. */
  private final @Nullable String written;

  /** What makes that other text of it, in order. */
  private final List<Replacement> replaced;

  ScalarSpan(SourceText source, int from, int to, Style style) {
    this(source, from, to, style, null, List.of());
  }

  private ScalarSpan(
      SourceText source,
      int from,
      int to,
      Style style,
      @Nullable String written,
      List<Replacement> replaced) {
    this.source = source;
    this.from = from;
    this.to = to;
    this.style = style;
    this.written = written;
    this.replaced = List.copyOf(replaced);
  }

  /**
   * The span of the scalar when parts of its text are replaced.
   *
   * @param text the text before
   */
  ScalarSpan replacing(String text, List<Replacement> parts) {
    return written == null
        ? new ScalarSpan(source, from, to, style, text, parts)
        // Nothing replaces parts of what was replaced already.
        : new ScalarSpan(
            source, from, to, style, written, List.of(new Replacement(0, written.length(), text)));
  }

  /**
   * The position of the character {@code offset} of the text. Of a text that replaces a part of the
   * written one, it is where that part begins.
   */
  Position positionOf(String text, int offset) {
    return written == null ? inSource(text, offset) : inSource(written, offsetInWritten(offset));
  }

  private int offsetInWritten(int offset) {
    int shift = 0;
    for (Replacement part : replaced) {
      int begin = part.from() + shift;
      if (offset < begin) {
        break;
      }
      if (offset < begin + part.by().length()) {
        return part.from();
      }
      shift += part.by().length() - (part.to() - part.from());
    }
    return offset - shift;
  }

  /** Where the scalar ends: after its last character and its quote; none for a block of lines. */
  Optional<Position> end() {
    return style == Style.BLOCK ? Optional.empty() : Optional.of(source.position(to));
  }

  private Position inSource(String text, int offset) {
    int wanted = 0;
    int end = Math.min(offset, text.length());
    for (int i = 0; i < end; i += Character.charCount(text.codePointAt(i))) {
      if (!SourceText.isBlank(text.codePointAt(i))) {
        wanted++;
      }
    }
    int last = contentStart();
    int at = last;
    while (at < contentEnd()) {
      int length = sourceLength(at);
      if (!isBlankInSource(at)) {
        if (wanted == 0) {
          return source.position(at);
        }
        wanted--;
        last = at + length;
      }
      at += length;
    }
    return source.position(last);
  }

  /** The number of characters in the file that encode the one character at {@code at}. */
  private int sourceLength(int at) {
    int here = source.character(at);
    boolean more = at + 1 < to;
    if (style == Style.SINGLE && here == '\'' && more && source.character(at + 1) == '\'') {
      return 2;
    }
    if (style == Style.DOUBLE && here == '\\' && more) {
      return switch (source.character(at + 1)) {
        case 'x' -> 4;
        case 'u' -> isHighSurrogateEscape(at) ? 12 : 6;
        case 'U' -> 10;
        default -> 2;
      };
    }
    return 1;
  }

  private boolean isHighSurrogateEscape(int at) {
    int code = hex(at + 2, at + 6);
    return code >= 0xD800 && code <= 0xDBFF && at + 12 <= to && source.character(at + 7) == 'u';
  }

  private boolean isBlankInSource(int at) {
    int here = source.character(at);
    if (style != Style.DOUBLE || here != '\\' || at + 1 >= to) {
      return SourceText.isBlank(here);
    }
    int escape = source.character(at + 1);
    return switch (escape) {
      case 'n', 't', 'r', ' ', '\t', 'N', 'L', 'P' -> true;
      case 'x' -> SourceText.isBlank(hex(at + 2, at + 4));
      case 'u' -> SourceText.isBlank(hex(at + 2, at + 6));
      case 'U' -> SourceText.isBlank(hex(at + 2, at + 10));
      default -> SourceText.isBreak(escape);
    };
  }

  private int hex(int start, int end) {
    int value = 0;
    for (int i = start; i < Math.min(end, to); i++) {
      value = value * 16 + Math.max(0, Character.digit(source.character(i), 16));
    }
    return value;
  }

  private int contentStart() {
    if (style == Style.PLAIN) {
      return from;
    }
    if (style == Style.BLOCK) {
      int at = from;
      while (at < to && !SourceText.isBreak(source.character(at))) {
        at++;
      }
      return at;
    }
    return from + 1;
  }

  private int contentEnd() {
    return style == Style.SINGLE || style == Style.DOUBLE ? to - 1 : to;
  }

  /** All spans are equal: scalars are compared by their text and position, not by their span. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ScalarSpan;
  }

  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return style.toString();
  }
}
