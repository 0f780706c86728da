package io.safeops.approval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.document.DocumentException;
import io.safeops.document.MapReader;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.document.YamlFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A list of approvals that do not count any more. Each list has a higher number than the one before
 * and holds all that it held, so that the newest one is enough. It expires: whoever keeps newer
 * lists from a machine stops its runs on approvals.
 *
 * @param number from 1
 * @param notAfter the last second at which it counts
 * @param because why, by the id of each approval
 */
public record Revocations(long number, Instant notAfter, Map<String, String> because) {

  /** Nobody reads more; approvals expire, and need no revocation after that. */
  static final int MOST = 10_000;

  /** {@value #MOST} lines of a reason each. */
  static final int MAX_BYTES = 4 * 1024 * 1024;

  private static final String FORMAT = "safeops.revocations";
  private static final String VERSION = "1";
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,11}");
  private static final int MOST_WORDS = 300;
  private static final ObjectMapper JSON = new ObjectMapper();

  public Revocations {
    because = Collections.unmodifiableMap(new TreeMap<>(because));
    if (number < 1 || !NUMBER.matcher(String.valueOf(number)).matches()) {
      throw new IllegalArgumentException("a list has a number from 1 on");
    }
    if (because.size() > MOST) {
      throw new IllegalArgumentException("a list revokes at most " + MOST + " approvals");
    }
    because.forEach(
        (id, why) -> {
          if (!Approval.ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                "`"
                    + PlainLine.excerpt(id, "")
                    + "` is no id of an approval: 32 hexadecimal digits");
          }
          if (why.isBlank() || why.length() > MOST_WORDS || !PlainLine.isPlain(why)) {
            throw new IllegalArgumentException(
                "an approval is revoked for a reason of 1 to " + MOST_WORDS + " characters");
          }
        });
  }

  /** The next list: it holds this one's approvals, too. */
  public Revocations with(Map<String, String> more, Instant until) {
    Map<String, String> all = new TreeMap<>(more);
    all.putAll(because);
    return new Revocations(number + 1, until, all);
  }

  /** Why this approval does not count; empty if it is not in the list. */
  public Optional<String> objection(Approval approval) {
    return Optional.ofNullable(because.get(approval.id()))
        .map(why -> "it was revoked (list " + number + "): " + why);
  }

  /** The bytes that are signed: canonical JSON (RFC 8785). */
  byte[] bytes() {
    ObjectNode object = JSON.createObjectNode();
    object.put("format", FORMAT);
    object.put("version", VERSION);
    object.put("number", String.valueOf(number));
    object.put("notAfter", notAfter.toString());
    ArrayNode revoked = object.putArray("revoked");
    because.forEach((id, why) -> revoked.addObject().put("approval", id).put("because", why));
    return ApprovalText.canonical(object.toString());
  }

  /**
   * Signs the list and writes it and its signature; neither file may exist.
   *
   * @throws IOException when the key cannot be used, a file exists, or cannot be written
   */
  public void write(ApprovalSigner signer, Path file) throws IOException {
    SignedFile.write(bytes(), signer, file);
  }

  /**
   * Reads a list that counts now.
   *
   * @param check who may sign lists
   * @param now must not be after the end of the list
   * @throws DocumentException if the files are not a list that is written as {@link #write} writes
   *     it
   * @throws ApprovalException if the signature does not count, or the list has expired
   */
  public static Revocations read(Path file, SignerCheck check, Instant now)
      throws DocumentException, ApprovalException {
    SignedFile signed = SignedFile.read(file, MAX_BYTES);
    try {
      signed.signed(check, now);
    } catch (SignerRefusedException e) {
      throw new ApprovalException(
          "the list of revoked approvals " + file + " does not count: " + e.getMessage());
    }
    Revocations list = of(signed);
    if (now.isAfter(list.notAfter().plusSeconds(1))) {
      throw new ApprovalException(
          "the list of revoked approvals "
              + file
              + " was valid until "
              + list.notAfter()
              + ": get a newer one");
    }
    return list;
  }

  private static Revocations of(SignedFile signed) throws DocumentException {
    Problems problems = new Problems();
    CheckedTexts texts = new CheckedTexts(problems);
    MapReader map = Value.root(YamlFile.json(signed.name(), signed.bytes()), problems).map();
    texts.word(map.required("format"), List.of(FORMAT));
    texts.word(map.required("version"), List.of(VERSION));
    String number = texts.matching(map.required("number"), NUMBER, "a number from 1 on");
    Instant notAfter = ApprovalReader.time(texts, map.required("notAfter"));
    Map<String, String> because = new TreeMap<>();
    for (Value member : map.required("revoked").list()) {
      MapReader each = member.map();
      String id = texts.matching(each.required("approval"), Approval.ID, "32 hexadecimal digits");
      String why = texts.line(each.required("because"), MOST_WORDS);
      each.finish();
      because.put(id, why);
      if (problems.isFull()) {
        break;
      }
    }
    map.finish();
    problems.throwIfAny();
    try {
      Revocations list = new Revocations(Long.parseLong(number), notAfter, because);
      ApprovalText.requireCanonical(signed.name(), signed.bytes(), list.bytes());
      return list;
    } catch (IllegalArgumentException e) {
      throw new DocumentException(map.at(), String.valueOf(e.getMessage()));
    }
  }
}
