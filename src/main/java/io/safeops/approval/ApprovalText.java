package io.safeops.approval;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.document.YamlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The bytes of an approval: JSON in the canonical form of RFC 8785, in UTF-8, without a line break
 * at the end. There is exactly one text for an approval: what is not written as {@link #bytes}
 * writes it is refused. All values are texts, lists, objects and truth values; there are no
 * numbers, whose digits a reader could round.
 */
public final class ApprovalText {

  /** The word by which a program knows what it is. */
  public static final String FORMAT = "safeops.approval";

  /** Raised when the meaning of a text changes. */
  public static final String VERSION = "1";

  /**
   * Largest approval in bytes. Nobody can check more; a plan that touches so much is approved in
   * parts.
   */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  private ApprovalText() {}

  /** The bytes that are signed. */
  public static byte[] bytes(Approval approval) {
    return canonical(ApprovalWriter.json(approval).toString());
  }

  /** JSON in its canonical form. */
  static byte[] canonical(String json) {
    try {
      return new JsonCanonicalizer(json).getEncodedUTF8();
    } catch (IOException e) {
      throw new IllegalStateException("safeops wrote JSON that cannot be read", e);
    }
  }

  /**
   * Reads an approval.
   *
   * @param name of the file, for messages
   * @throws DocumentException if the bytes are not an approval, or are not written as {@link
   *     #bytes} writes it
   */
  public static Approval read(String name, byte[] bytes) throws DocumentException {
    if (bytes.length > MAX_BYTES) {
      throw new DocumentException(
          Position.ofFile(name), "larger than " + MAX_BYTES / 1024 / 1024 + " MiB");
    }
    DocumentNode root = YamlFile.json(name, bytes);
    Problems problems = new Problems();
    Approval approval = ApprovalReader.read(Value.root(root, problems), problems);
    requireCanonical(name, bytes, bytes(approval));
    return approval;
  }

  /** Whether the bytes are those that safeops writes. */
  static void requireCanonical(String name, byte[] found, byte[] expected)
      throws DocumentException {
    int same = Arrays.mismatch(found, expected);
    if (same >= 0) {
      String before = new String(found, 0, same, StandardCharsets.UTF_8);
      int lines = (int) before.chars().filter(c -> c == '\n').count();
      String line = before.substring(before.lastIndexOf('\n') + 1);
      throw new DocumentException(
          new Position(name, lines + 1, line.codePointCount(0, line.length()) + 1),
          "not written as safeops writes it (RFC 8785) from here on: the file was changed, or"
              + " another program wrote it");
    }
  }
}
