package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.topology.PictureForm;
import io.safeops.house.TestTools;
import io.safeops.run.event.RunEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a run as a browser lays it out. */
@Tag("process")
class RunPageInBrowserTest {

  @TempDir private Path folder;
  private String page = "";

  @BeforeEach
  void write() throws Exception {
    TestTools.need("chromium");
    StoredRun run = new StoredRun(folder, Map.of());
    List<RunEvent> events = new ArrayList<>(StoredRun.rolledBack());
    events.add(3, new RunEvent.NodeNote("n".repeat(3_000), "net"));
    events.add(4, new RunEvent.OtherEvent("K".repeat(300), "t", Map.of("k".repeat(500), "v")));
    run.journal(events);
    page = run.page();
  }

  /** As it is looked at: no script runs on the page itself. */
  @ParameterizedTest
  @CsvSource({"400, LIGHT", "400, DARK", "1280, LIGHT", "1280, DARK"})
  void everythingFitsAndCanBeRead(int width, HeadlessBrowser.Scheme scheme) throws Exception {
    HeadlessBrowser.Measured measured =
        new HeadlessBrowser(folder)
            .measures(
                page.replaceAll("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", ""),
                width,
                scheme);
    measured.requireReadable(width);
    assertThat(measured.pictureTexts()).as("texts of the picture").isGreaterThan(30);
  }

  @ParameterizedTest
  @CsvSource({"400, LIGHT", "400, DARK", "1280, LIGHT", "1280, DARK"})
  void aPictureOfAClusterFitsAndCanBeRead(int width, HeadlessBrowser.Scheme scheme)
      throws Exception {
    for (String row : List.of("uplink-down", "localnet-second")) {
      String svg = PictureForm.SVG.draw(BrokenClusters.topology(row));
      HeadlessBrowser.Measured measured =
          new HeadlessBrowser(folder)
              .measures(
                  "<!DOCTYPE html><html><head></head><body style=\"margin:0\">"
                      + svg
                      + "</body></html>",
                  width,
                  scheme);
      measured.requireReadable(width);
      assertThat(measured.pictureTexts()).isGreaterThan(30);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 1280})
  void itIsDrawn(int width) throws Exception {
    Path file = Files.writeString(folder.resolve("page.html"), page);
    BufferedImage image = new HeadlessBrowser(folder).draws(file, width, 1600);
    assertThat(image.getWidth()).isEqualTo(width);
    long colours =
        java.util.stream.IntStream.range(0, image.getHeight())
            .flatMap(y -> java.util.stream.IntStream.range(0, width).map(x -> image.getRGB(x, y)))
            .distinct()
            .count();
    assertThat(colours).as("text is drawn").isGreaterThan(10);
  }
}
