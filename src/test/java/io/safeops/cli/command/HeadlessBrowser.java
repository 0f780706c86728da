package io.safeops.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Chromium without a window: it lays a page out, measures it, and draws it. */
final class HeadlessBrowser {

  /** What the screen prefers. The ordinals are those of the browser's setting. */
  enum Scheme {
    DARK,
    LIGHT
  }

  /**
   * What a browser makes of a page.
   *
   * @param document the width of the document, in pixels
   * @param widest the right edge of the element that ends most to the right
   * @param frame the width that it has
   * @param contrast the smallest one of a text with what is behind it, as WCAG 2 defines it
   * @param faintest the text that has it
   * @param pictureTexts how many texts of pictures are shown
   * @param smallest the size of the smallest font of these, in pixels
   * @param outside how many of these reach out of their picture
   */
  record Measured(
      int document,
      int widest,
      int frame,
      double contrast,
      String faintest,
      int pictureTexts,
      double smallest,
      int outside) {

    void requireReadable(int width) {
      assertThat(frame).isEqualTo(width);
      assertThat(document).as("the document").isLessThanOrEqualTo(width);
      assertThat(widest).as("an element").isLessThanOrEqualTo(width);
      assertThat(contrast).as("the contrast of " + faintest).isGreaterThanOrEqualTo(4.5);
      assertThat(smallest).as("the smallest font of a picture").isGreaterThanOrEqualTo(11);
      assertThat(outside).as("texts that reach out of their picture").isZero();
    }
  }

  /** Opens what is folded, and measures. A frame has the width that is asked for. */
  private static final String MEASURING =
      """
      <script>
      window.addEventListener('load', () => {
        const light = colour => colour.map(part => part / 255)
          .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
          .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
        const parts = colour => (colour.match(/[0-9.]+/g) || []).map(Number);
        const behind = element => {
          for (let each = element; each; each = each.parentElement) {
            if (each.tagName === 'svg') {
              return parts(getComputedStyle(each.querySelector('.paper')).fill).slice(0, 3);
            }
            const colour = parts(getComputedStyle(each).backgroundColor);
            if (colour.length === 3) { return colour; }
          }
          return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
        };
        document.querySelectorAll('details').forEach(each => { each.open = true; });
        const all = Array.from(document.querySelectorAll('body *'));
        const right = Math.max(...all.map(each => Math.ceil(each.getBoundingClientRect().right)));
        let contrast = 99, faintest = '', texts = 0, smallest = 99, outside = 0;
        for (const each of all) {
          const own = Array.from(each.childNodes).some(n => n.nodeType === 3 && n.data.trim());
          if (!own || each.tagName === 'title' || each.tagName === 'desc'
              || each.tagName === 'style' || !each.getClientRects().length) { continue; }
          const picture = each.closest('svg');
          const style = getComputedStyle(each);
          const one = light(parts(picture ? style.fill : style.color).slice(0, 3));
          const other = light(behind(each));
          const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
          if (ratio < contrast) { contrast = ratio; faintest = each.textContent.slice(0, 40); }
          if (picture) {
            texts++;
            const box = each.getBoundingClientRect(), frame = picture.getBoundingClientRect();
            smallest = Math.min(smallest, parseFloat(style.fontSize) * each.getScreenCTM().a);
            if (box.left < frame.left - 1 || box.right > frame.right + 1
                || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) { outside++; }
          }
        }
        parent.document.documentElement.dataset.measured =
          [document.documentElement.scrollWidth, right, window.innerWidth, contrast.toFixed(2),
            faintest.replace(/[^A-Za-z0-9 ]/g, ''), texts, smallest.toFixed(1), outside,
            matchMedia('(prefers-color-scheme: dark)').matches].join('|');
      });
      </script></head>
      """;

  private static final Pattern MEASURED =
      Pattern.compile(
          "data-measured=\"(\\d+)\\|(\\d+)\\|(\\d+)\\|([0-9.]+)\\|([^|]*)\\|(\\d+)\\|([0-9.]+)\\|(\\d+)\\|(true|false)\"");

  private final Path folder;

  /**
   * @param folder for the browser's profile and for the pages that it opens
   */
  HeadlessBrowser(Path folder) {
    this.folder = folder;
  }

  /**
   * Lays a page out in a frame of that width.
   *
   * @param html a page that lets scripts run
   */
  Measured measures(String html, int width, Scheme scheme) throws Exception {
    Files.writeString(folder.resolve("measured.html"), html.replace("</head>", MEASURING));
    Path frame =
        Files.writeString(
            folder.resolve("frame.html"),
            "<!DOCTYPE html><html><body><iframe src=\"measured.html\" width=\""
                + width
                + "\" height=\"900\" style=\"border:0\"></iframe></body></html>");
    String dom =
        chromium(
            "--blink-settings=preferredColorScheme=" + scheme.ordinal(),
            "--window-size=1600,1000",
            "--virtual-time-budget=5000",
            "--dump-dom",
            frame.toUri().toString());
    Matcher found = MEASURED.matcher(dom);
    assertThat(found.find()).as(dom).isTrue();
    assertThat(found.group(9)).as("dark").isEqualTo("" + (scheme == Scheme.DARK));
    return new Measured(
        Integer.parseInt(found.group(1)),
        Integer.parseInt(found.group(2)),
        Integer.parseInt(found.group(3)),
        Double.parseDouble(found.group(4)),
        found.group(5),
        Integer.parseInt(found.group(6)),
        Double.parseDouble(found.group(7)),
        Integer.parseInt(found.group(8)));
  }

  /** The first screen of a file. A window may have a smallest width. */
  BufferedImage draws(Path file, int width, int height) throws Exception {
    Path picture = folder.resolve("drawn.png");
    chromium(
        "--hide-scrollbars",
        "--window-size=" + width + "," + height,
        "--screenshot=" + picture,
        file.toUri().toString());
    return ImageIO.read(picture.toFile());
  }

  private String chromium(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--allow-file-access-from-files",
                "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("chromium ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out, UTF_8);
  }
}
