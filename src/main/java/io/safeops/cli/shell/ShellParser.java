package io.safeops.cli.shell;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells JLine the words of a line as the shell will read them ({@link LineWords}). */
final class ShellParser implements Parser {

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    return new Parsed(LineWords.beforeCursor(line.substring(0, cursor)), line, cursor);
  }

  /** What is typed after the cursor stays as it is. */
  private record Parsed(LineWords typed, String line, int cursor) implements CompletingParsedLine {

    @Override
    public List<String> words() {
      return typed.words();
    }

    @Override
    public int wordIndex() {
      return typed.words().size() - 1;
    }

    @Override
    public String word() {
      return typed.words().get(wordIndex());
    }

    @Override
    public int wordCursor() {
      return word().length();
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean isComplete) {
      return LineWords.quoted(candidate.toString());
    }

    @Override
    public int rawWordCursor() {
      return cursor - typed.start();
    }

    @Override
    public int rawWordLength() {
      return rawWordCursor();
    }
  }
}
