package io.safeops.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.document.Sha256;

/**
 * A line of a file, as it is there.
 *
 * @param place its number in the file, from 1
 * @param bytes its bytes without the line feed, each as the character with this number (ISO 8859-1)
 * @param isEnded whether a line feed follows
 */
record EvidenceLine(int place, String bytes, boolean isEnded) {

  String text() {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }

  String digest() {
    return Sha256.hex(bytes.getBytes(ISO_8859_1));
  }

  /** After a power cut a file may have its new length without its new content. */
  boolean isZeros() {
    return !bytes.isEmpty() && bytes.chars().allMatch(c -> c == 0);
  }
}
