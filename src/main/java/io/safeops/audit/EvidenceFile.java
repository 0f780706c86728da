package io.safeops.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.safeops.document.Printable;
import java.util.ArrayList;
import java.util.List;

/** A file of evidence: its bytes, and what messages call it. */
public final class EvidenceFile {

  /**
   * Bytes. A run on a thousand nodes writes less than one MiB of journal, and a log less than that;
   * a larger file was not written by a run, and reading it could take all memory.
   */
  public static final int MOST_BYTES = 64 << 20;

  private final String name;
  private final String bytes;

  private EvidenceFile(String name, String bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /**
   * @param name a file or the log of a node
   * @throws IllegalArgumentException when there are more than {@link #MOST_BYTES}
   */
  public static EvidenceFile of(String name, byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(name + " has more than " + MOST_BYTES + " bytes");
    }
    return new EvidenceFile(Printable.line(name), new String(bytes, ISO_8859_1));
  }

  /** What messages call it. */
  public String name() {
    return name;
  }

  /** In order; the last may lack its line feed. */
  List<EvidenceLine> lines() {
    List<EvidenceLine> lines = new ArrayList<>();
    int begin = 0;
    while (begin < bytes.length()) {
      int end = bytes.indexOf('\n', begin);
      boolean isEnded = end >= 0;
      String line = bytes.substring(begin, isEnded ? end : bytes.length());
      lines.add(new EvidenceLine(lines.size() + 1, line, isEnded));
      begin += line.length() + 1;
    }
    return lines;
  }
}
