package io.safeops.cli.topology;

import io.safeops.document.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The forms of the picture. */
public enum PictureForm {
  /** For people at a terminal. */
  TEXT,
  /** For a browser or a page. */
  SVG,
  /** For a page that makes pictures of Mermaid's text. */
  MERMAID;

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The form of a word. */
  static Optional<PictureForm> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** Why a word is not one of them. */
  static String refuse(String word) {
    List<String> words = Arrays.stream(values()).map(PictureForm::word).toList();
    String nearest = NearestName.hint(word, words);
    return "unknown format `"
        + word
        + "`"
        + (nearest.isEmpty() ? ", expected one of " + String.join(", ", words) : nearest);
  }

  /** The picture in this form, without a line break at the end. */
  public String draw(Topology topology) {
    return switch (this) {
      case TEXT -> TextPicture.of(topology);
      case SVG -> SvgPicture.of(topology);
      case MERMAID -> MermaidPicture.of(topology);
    };
  }
}
