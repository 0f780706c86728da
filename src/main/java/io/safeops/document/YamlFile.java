package io.safeops.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads every file of safeops into a tree with positions. A file is YAML, or JSON if its name ends
 * in {@code .json}. Its content is not trusted.
 */
public final class YamlFile {

  /** Largest YAML file that is read, in bytes. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  /**
   * Largest JSON file that is read, in bytes: a thousand nodes with a tunnel between each two are a
   * million rows of about 400 bytes.
   */
  public static final int MAX_JSON_BYTES = 512 * 1024 * 1024;

  private YamlFile() {}

  /**
   * Reads a file; its name in messages is the path as given.
   *
   * @throws DocumentException if it cannot be read, is larger than {@link #MAX_BYTES}, is not
   *     UTF-8, or is not one plain YAML document
   */
  public static DocumentNode read(Path path) throws DocumentException {
    String name = path.toString();
    try (InputStream in = Files.newInputStream(path)) {
      return parse(name, in.readNBytes(limit(name) + 1));
    } catch (NoSuchFileException e) {
      throw new DocumentException(Position.ofFile(name), "no such file");
    } catch (FileSystemException e) {
      String reason = Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
      throw new DocumentException(Position.ofFile(name), "cannot be read: " + reason);
    } catch (IOException e) {
      throw new DocumentException(Position.ofFile(name), "cannot be read: " + e.getMessage());
    }
  }

  /**
   * Reads bytes that do not come from a file of this machine.
   *
   * @param name the name in messages
   */
  public static DocumentNode parse(String name, byte[] bytes) throws DocumentException {
    refuseSize(name, bytes.length);
    String plain = new String(bytes, StandardCharsets.UTF_8);
    // Invalid UTF-8 becomes this character, but a file may also contain it.
    if (plain.indexOf('\uFFFD') < 0) {
      return parse(name, plain);
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      SourceText source = new SourceText(name, text.toString());
      throw new DocumentException(source.position(source.length()), "not UTF-8 from here on");
    }
    return parse(name, text.toString());
  }

  /** Reads text that does not come from a file of this machine. */
  public static DocumentNode parse(String name, String text) throws DocumentException {
    refuseSize(name, text.length());
    return isJson(name) ? JsonTreeBuilder.read(name, text) : yaml(name, text);
  }

  private static DocumentNode yaml(String name, String text) throws DocumentException {
    SourceText source = new SourceText(name, text);
    Problems problems = new Problems();
    refuseDirectionOverrides(text, source, problems);
    Optional<DocumentNode> root = Optional.empty();
    try (YamlEventParser parser = YamlEventParser.of(text)) {
      root = new YamlTreeBuilder(parser, source, problems).build();
    } catch (MarkedYAMLException e) {
      problems.add(YamlTreeBuilder.position(name, e.getProblemMark()), syntax(e));
    } catch (ReaderException e) {
      problems.add(
          source.position(e.getPosition()),
          "character U+%04X is not allowed".formatted(e.getCodePoint()));
    } catch (YAMLException | IOException e) {
      problems.add(Position.ofFile(name), "not YAML: " + e.getMessage());
    }
    problems.throwIfAny();
    return root.orElseThrow(
        () -> new DocumentException(Position.ofFile(name), "the file is empty"));
  }

  private static boolean isJson(String name) {
    return name.endsWith(".json");
  }

  private static int limit(String name) {
    return isJson(name) ? MAX_JSON_BYTES : MAX_BYTES;
  }

  private static void refuseSize(String name, int size) throws DocumentException {
    if (size > limit(name)) {
      throw new DocumentException(
          Position.ofFile(name), "larger than " + limit(name) / 1024 / 1024 + " MiB");
    }
  }

  private static String syntax(MarkedYAMLException e) {
    String context = e.getContext();
    return "not YAML: " + e.getProblem() + (context == null ? "" : ", " + context);
  }

  /** People who approve a file must see the text that safeops reads. */
  private static void refuseDirectionOverrides(String text, SourceText source, Problems problems) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i);
      if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
        problems.add(
            source.position(text.codePointCount(0, i)),
            "character U+%04X changes the direction of text and hides what the file does: remove it"
                .formatted(c));
      }
    }
  }
}
