package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.topology.PictureForm;
import io.safeops.house.DocsPictures;
import io.safeops.house.TestTools;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes the screens of the documentation. */
@Tag("process")
class DocsScreensTest {

  @TempDir private Path folder;

  @BeforeEach
  void find() {
    TestTools.need("chromium");
  }

  @Test
  void thePageOfARun() throws Exception {
    StoredRun run = new StoredRun(folder, Map.of());
    run.journal(StoredRun.rolledBack());
    String page = run.page().replace(folder + "/", "");
    assertThat(page).doesNotContain(folder.toString());
    draw("run-", Files.writeString(folder.resolve("page.html"), page));
  }

  @Test
  void thePictureOfACluster() throws Exception {
    String svg = PictureForm.SVG.draw(BrokenClusters.topology("uplink-down"));
    draw("topology-", Files.writeString(folder.resolve("cluster.svg"), svg));
  }

  private void draw(String start, Path file) throws Exception {
    for (DocsPictures.Screen screen : DocsPictures.of(start)) {
      BufferedImage image =
          new HeadlessBrowser(folder).draws(file, screen.width(), screen.height());
      assertThat(image.getWidth()).isEqualTo(screen.width());
      assertThat(image.getHeight()).isEqualTo(screen.height());
      DocsPictures.store(screen.name(), DocsPictures.png(image));
    }
  }
}
