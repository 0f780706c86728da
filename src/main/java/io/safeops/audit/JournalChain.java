package io.safeops.audit;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.safeops.audit.AuditFinding.Kind;
import io.safeops.audit.JournalLine.TakenHeads;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An operator's journal: JSON lines with the keys {@code seq}, from 0, and {@code prev}, the
 * SHA-256 of the line before without its line feed; of the first line it is zeros.
 */
final class JournalChain implements Chain<JournalLine> {

  /** Digits of a number: none is larger in a journal that can be read. */
  private static final long MOST = 999_999_999_999_999L;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              new JsonFactoryBuilder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          // The longest text of an event has 65,536 characters and a note.
                          .maxStringLength(1 << 17)
                          .maxNumberLength(32)
                          .maxNameLength(1 << 17)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final EvidenceFile file;
  private final List<JournalLine> lines = new ArrayList<>();

  private JournalChain(EvidenceFile file) {
    this.file = file;
  }

  /** Reads it. What a crash has torn at its end is named, and is no part of it. */
  static JournalChain of(EvidenceFile file, Findings findings) {
    JournalChain chain = new JournalChain(file);
    List<EvidenceLine> whole = new ArrayList<>(file.lines());
    while (!whole.isEmpty() && isTorn(whole.get(whole.size() - 1))) {
      EvidenceLine torn = whole.remove(whole.size() - 1);
      findings.add(
          Kind.TORN,
          file.name(),
          torn.place(),
          "the last "
              + torn.bytes().length()
              + " bytes are no whole line: a crash or a full disk has cut it short. They were never"
              + " a part of the journal");
    }
    whole.forEach(line -> chain.lines.add(parsed(line)));
    return chain;
  }

  private static boolean isTorn(EvidenceLine line) {
    return !line.isEnded() || line.isZeros();
  }

  private static JournalLine parsed(EvidenceLine line) {
    try {
      JsonNode json = JSON.readTree(line.text());
      if (json == null || !json.isObject()) {
        return JournalLine.unreadable(line);
      }
      JsonNode seq = json.path("seq");
      boolean isNumber =
          seq.isIntegralNumber()
              && seq.canConvertToLong()
              && seq.asLong() >= 0
              && seq.asLong() < MOST;
      return new JournalLine(
          line,
          isNumber ? seq.asLong() + 1 : 0,
          line.digest(),
          json.path("prev").asText(),
          heads(json));
    } catch (JsonProcessingException notJson) {
      return JournalLine.unreadable(line);
    }
  }

  private static TakenHeads heads(JsonNode json) {
    String seq = json.path("data").path("seq").asText();
    if (!json.path("kind").asText().equals("HEAD") || !seq.matches("0|[1-9][0-9]{0,14}")) {
      return TakenHeads.NONE;
    }
    try {
      return new TakenHeads(
          Long.parseLong(seq), LogPosition.parse(json.path("data").path("logs").asText()));
    } catch (HeadFormatException otherVersion) {
      return TakenHeads.NONE;
    }
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public List<JournalLine> lines() {
    return lines;
  }

  @Override
  public boolean follows(JournalLine line, @Nullable JournalLine before) {
    return line.before().equals(before == null ? Digests.NONE : before.digest());
  }

  /**
   * A broken link tells that one of its two lines was changed. It is the second one if the link
   * after that is broken, too, if somebody else has seen the first as it is, or the second as it is
   * not.
   */
  @Override
  public Map<Long, String> changed(SortedMap<Long, JournalLine> originals, Witnesses known) {
    Map<Long, String> changed = new TreeMap<>();
    Set<Long> broken = broken(originals);
    for (long number : broken) {
      JournalLine line = originals.get(number);
      JournalLine before = originals.get(number - 1);
      if (line == null || changed.containsKey(number - 1)) {
        continue;
      }
      if (before == null) {
        changed.put(number, "it should name 64 zeros as the line before, and names " + named(line));
        continue;
      }
      boolean isSeen = known.has(number, line.digest());
      boolean isAnother = !isSeen && !known.of(number).isEmpty();
      boolean isNextBroken = broken.contains(number + 1);
      if (known.has(number - 1, before.digest()) || isAnother || (!isSeen && isNextBroken)) {
        changed.put(
            number,
            "it should name "
                + before.digest()
                + " as the SHA-256 of the line before, and names "
                + named(line));
      } else if (isSeen || originals.containsKey(number + 1)) {
        changed.put(number - 1, "its SHA-256 is " + before.digest() + ", expected " + named(line));
      } else {
        changed.put(
            number - 1,
            "it, or the line after it, was changed: its SHA-256 is "
                + before.digest()
                + ", and the line after it names "
                + named(line));
      }
    }
    return changed;
  }

  private Set<Long> broken(SortedMap<Long, JournalLine> originals) {
    Set<Long> broken = new LinkedHashSet<>();
    JournalLine before = null;
    long last = 0;
    for (Map.Entry<Long, JournalLine> each : originals.entrySet()) {
      boolean isNext = each.getKey() == last + 1;
      if (isNext && !follows(each.getValue(), before)) {
        broken.add(each.getKey());
      }
      before = each.getValue();
      last = each.getKey();
    }
    return broken;
  }

  private static String named(JournalLine line) {
    return Digests.isDigest(line.before()) ? line.before() : "nothing that is a SHA-256";
  }
}
