package io.safeops.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pictures of the documentation are there, and README leads to them. */
class DocsPicturesTest {

  static java.util.List<DocsPictures.Screen> screens() {
    return DocsPictures.SCREENS;
  }

  /** Fonts differ, so what is drawn is not compared. */
  @ParameterizedTest
  @MethodSource("screens")
  void everyScreenIsThere(DocsPictures.Screen screen) throws Exception {
    Path file = DocsPictures.FOLDER.resolve(screen.name());
    assertThat(file).exists();
    assertThat(Files.size(file)).isLessThan(DocsPictures.MOST_BYTES);
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(screen.width());
    assertThat(image.getHeight()).isEqualTo(screen.height());
    assertThat(Files.readString(Path.of("README.md"))).contains("(" + file + ")");
  }

  @Test
  void theSessionCanBePlayed() throws Exception {
    Path file = DocsPictures.FOLDER.resolve(DocsPictures.SESSION);
    Asciicast cast = Asciicast.parse(Files.readString(file));
    assertThat(cast.columns()).isEqualTo(80);
    assertThat(cast.rows()).isEqualTo(24);
    assertThat(cast.outputs()).hasSizeGreaterThan(20);
    int last = cast.outputs().get(cast.outputs().size() - 1).tenths();
    assertThat(last).as("tenths of a second").isBetween(100, 1200);
    // Of nobody's machine.
    assertThat(cast.text()).doesNotContain("/tmp", "/home", "/root", "java");
    assertThat(Files.size(file)).isLessThan(DocsPictures.MOST_BYTES);
    assertThat(Files.readString(Path.of("README.md")))
        .contains("(" + file + ")", "asciinema play " + file);
  }
}
