package io.safeops.house;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * The pictures of the documentation. Tests make them again: into {@code target/pictures}, and with
 * {@code -Dsafeops.pictures=docs/pictures} where the documentation has them.
 */
public final class DocsPictures {

  /** Where the documentation has them. */
  public static final Path FOLDER = Path.of("docs/pictures");

  /** The recording of a session. */
  public static final String SESSION = "session.cast";

  /** The largest file, in bytes. */
  static final long MOST_BYTES = 200_000;

  /**
   * What a browser shows of a page.
   *
   * @param width of the screen and of the picture, in pixels
   * @param height of both
   */
  public record Screen(String name, int width, int height) {}

  /** The page of a run and the picture of a cluster, on a wide screen and on a narrow one. */
  public static final List<Screen> SCREENS =
      List.of(
          new Screen("run-1280.png", 1280, 1650),
          new Screen("run-400.png", 400, 2400),
          new Screen("topology-1280.png", 1280, 760),
          new Screen("topology-400.png", 400, 1300));

  private static final int MOST_COLOURS = 256;

  private DocsPictures() {}

  /** Those whose name begins so. */
  public static List<Screen> of(String start) {
    return SCREENS.stream().filter(each -> each.name().startsWith(start)).toList();
  }

  /** Stores a file that was made again. */
  public static void store(String name, byte[] content) throws IOException {
    write(Path.of("target/pictures"), name, content);
    String folder = System.getProperty("safeops.pictures", "");
    if (!folder.isEmpty()) {
      write(Path.of(folder), name, content);
    }
  }

  private static void write(Path folder, String name, byte[] content) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(name), content);
  }

  /** A picture as PNG with 256 colours: a screen of text has hardly more, and it is small. */
  public static byte[] png(BufferedImage image) throws IOException {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        counts.merge(image.getRGB(x, y) & 0xffffff, 1, Integer::sum);
      }
    }
    List<Integer> byUse =
        counts.entrySet().stream()
            .sorted(
                Comparator.comparing((Map.Entry<Integer, Integer> each) -> -each.getValue())
                    .thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .toList();
    // Of colours that look alike, the one that is used most. A rare one has a place of its own.
    Map<Integer, Integer> alike = new LinkedHashMap<>();
    byUse.forEach(colour -> alike.putIfAbsent(colour & 0xf0f0f0, colour));
    List<Integer> palette = alike.values().stream().limit(MOST_COLOURS).toList();
    Map<Integer, Integer> nearest = new HashMap<>();
    counts.keySet().forEach(colour -> nearest.put(colour, nearest(palette, colour)));
    BufferedImage small =
        new BufferedImage(
            image.getWidth(),
            image.getHeight(),
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(
                8,
                palette.size(),
                palette.stream().mapToInt(each -> each).toArray(),
                0,
                false,
                -1,
                java.awt.image.DataBuffer.TYPE_BYTE));
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        small
            .getRaster()
            .setSample(x, y, 0, nearest.getOrDefault(image.getRGB(x, y) & 0xffffff, 0));
      }
    }
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    ImageIO.write(small, "png", out);
    return out.toByteArray();
  }

  private static int nearest(List<Integer> palette, int colour) {
    int best = 0;
    for (int i = 1; i < palette.size(); i++) {
      if (distance(palette.get(i), colour) < distance(palette.get(best), colour)) {
        best = i;
      }
    }
    return best;
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      int differs = (one >> shift & 0xff) - (other >> shift & 0xff);
      sum += differs * differs;
    }
    return sum;
  }
}
