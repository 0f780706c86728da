package io.safeops.cli.topology;

import java.util.Locale;

/**
 * The colours of a picture as SVG, and how it fits into a screen: as wide as it is drawn, or as one
 * column where that could not be read. Each colour has a contrast of at least 4.5:1 on the paper,
 * in light and in dark.
 */
public final class PictureStyle {

  /** The colours on a light screen, as properties of a style sheet. */
  public static final String LIGHT =
      """
      --paper: #ffffff; --frame: #4a5560; --ok: #1a1a1a; --removed: #4a5560;
        --notjudged: #4a5560; --less: #6b4a00; --unknown: #5b2a86; --cutoff: #8a3b12;
        --broken: #a30000;""";

  /** The same on a dark screen. */
  public static final String DARK =
      """
      --paper: #121212; --frame: #9aa4ae; --ok: #e8e8e8; --removed: #b4bcc4;
        --notjudged: #b4bcc4; --less: #e0b64a; --unknown: #cfa5f5; --cutoff: #f0a070;
        --broken: #ff8a80;""";

  /** The rules for all pictures of a page. They need the colours. */
  public static final String RULES = rules();

  private PictureStyle() {}

  /** The name of the colour of a state. */
  static String name(State state) {
    return state.name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** The colour of a state on a light screen; for readers of SVG that know no style sheets. */
  static String light(State state) {
    return light(name(state));
  }

  static String light(String name) {
    int at = LIGHT.indexOf("--" + name + ": ") + name.length() + 4;
    return LIGHT.substring(at, at + "#rrggbb".length());
  }

  private static String rules() {
    StringBuilder rules =
        new StringBuilder(
            """
            .picture { display: block; width: 100%; height: auto; aspect-ratio: var(--wide); }
            .picture .narrow { display: none; }
            @media (max-width: 60rem) {
              .picture { aspect-ratio: var(--narrow); }
              .picture .wide { display: none; }
              .picture .narrow { display: inline; } }
            .picture .paper { fill: var(--paper); }
            .picture .frame { stroke: var(--frame); }
            """);
    for (State state : State.values()) {
      String name = name(state);
      rules.append(
          ".picture text.%s { fill: var(--%s); } .picture .mark.%s { stroke: var(--%s); }\n"
              .formatted(name, name, name, name));
    }
    return rules.toString();
  }
}
