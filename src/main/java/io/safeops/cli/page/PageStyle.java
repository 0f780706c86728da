package io.safeops.cli.page;

import io.safeops.cli.topology.PictureStyle;

/**
 * The style sheet of a page and of the pictures on it. It says nothing by colour alone. Each colour
 * of text has a contrast of at least 4.5:1 on both backgrounds, in light and in dark.
 */
final class PageStyle {

  static final String SHEET =
      """
      :root { color-scheme: light dark;
        --page: #ffffff; --panel: #f2f2f2; --text: #1a1a1a; --muted: #555555; --link: #0b4fb3;
        --line: #767676;
        LIGHT }
      @media (prefers-color-scheme: dark) { :root {
        --page: #121212; --panel: #202020; --text: #e8e8e8; --muted: #b4b4b4; --link: #8ab4f8;
        --line: #8c8c8c;
        DARK } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--page);
        color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
      h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
      h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; padding-top: .5rem;
        border-top: 1px solid var(--line); }
      h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
      a { color: var(--link); }
      nav ul { list-style: none; padding: 0; margin: 1rem 0; display: flex; flex-wrap: wrap;
        gap: .25rem 1.25rem; }
      dl { display: grid; grid-template-columns: minmax(7rem, 12rem) minmax(0, 1fr);
        gap: .25rem 1rem; margin: .5rem 0; }
      dt { color: var(--muted); }
      dd { margin: 0; }
      pre { background: var(--panel); padding: .5rem .75rem; margin: .5rem 0;
        white-space: pre-wrap; overflow-wrap: anywhere; border-left: 3px solid var(--line); }
      code { font: .9rem/1.45 ui-monospace, monospace; }
      summary { cursor: pointer; padding: .25rem 0; }
      ul, ol { padding-left: 1.25rem; }
      ol.events { list-style: none; padding: 0; }
      ol.events > li { display: grid; gap: 0 1rem; padding: .35rem 0;
        grid-template-columns: 12.5rem 7rem 9rem minmax(0, 1fr);
        border-bottom: 1px solid var(--panel); }
      ol.events > li > .wide { grid-column: 1 / -1; }
      .outcome { background: var(--panel); padding: .75rem 1rem;
        border-left: 4px solid var(--line); }
      .outcome p { margin: .25rem 0; }
      .muted { color: var(--muted); }
      .fault { background: var(--panel); padding: .5rem .75rem; border: 2px solid var(--line); }
      @media (max-width: 48rem) {
        dl, ol.events > li { display: block; }
        dd { margin: 0 0 .4rem; }
        ol.events > li > span { margin-right: .75rem; }
        ol.events > li > .what { display: block; } }
      """
              .replace("LIGHT", PictureStyle.LIGHT)
              .replace("DARK", PictureStyle.DARK)
          + PictureStyle.RULES;

  private PageStyle() {}
}
