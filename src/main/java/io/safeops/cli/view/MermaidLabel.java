package io.safeops.cli.view;

/** Text in a picture of Mermaid. */
public final class MermaidLabel {

  private static final String PLAIN = " .,_/()-";

  private MermaidLabel() {}

  /** Text as Mermaid takes it in quotes: all that may mean something is a numbered entity. */
  public static String of(String text) {
    StringBuilder label = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean plain =
                  (c >= 'a' && c <= 'z')
                      || (c >= 'A' && c <= 'Z')
                      || (c >= '0' && c <= '9')
                      || PLAIN.indexOf(c) >= 0;
              if (plain) {
                label.appendCodePoint(c);
              } else {
                label.append('#').append(c).append(';');
              }
            });
    return label.toString();
  }
}
