package io.safeops.signature;

import io.safeops.document.DocumentException;
import io.safeops.document.NearestName;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an allowed signers file (ssh-keygen(1), section ALLOWED SIGNERS). It refuses all that
 * ssh-keygen refuses, and what ssh-keygen would silently never match.
 */
final class AllowedSignersReader {

  /** Largest file in bytes: a thousand signers with RSA keys need less. */
  static final int MOST_BYTES = 1024 * 1024;

  private final String file;
  private final ZoneId zone;
  private final Problems problems = new Problems();

  private AllowedSignersReader(String file, ZoneId zone) {
    this.file = file;
    this.zone = zone;
  }

  /**
   * @param file the name in messages
   * @param zone for times without a Z
   */
  static List<SignerEntry> read(String file, byte[] bytes, ZoneId zone) throws DocumentException {
    if (bytes.length > MOST_BYTES) {
      throw new DocumentException(
          Position.ofFile(file), "larger than " + MOST_BYTES / 1024 + " KiB");
    }
    return new AllowedSignersReader(file, zone).entries(text(file, bytes));
  }

  private static String text(String file, byte[] bytes) throws DocumentException {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
    String read = text.flip().toString();
    if (result.isError()) {
      int line = (int) read.chars().filter(c -> c == '\n').count() + 1;
      String last = read.substring(read.lastIndexOf('\n') + 1);
      throw new DocumentException(
          new Position(file, line, last.codePointCount(0, last.length()) + 1),
          "not UTF-8 from here on");
    }
    return read;
  }

  private List<SignerEntry> entries(String text) throws DocumentException {
    int windows = text.indexOf('\r');
    if (windows >= 0) {
      int line = (int) text.chars().limit(windows).filter(c -> c == '\n').count() + 1;
      int start = text.lastIndexOf('\n', windows) + 1;
      throw new DocumentException(
          new Position(file, line, text.codePointCount(start, windows) + 1),
          "a line end of Windows (CR): expected LF alone, as `sed -i 's/\\r$//'` makes it");
    }
    List<SignerEntry> entries = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      if (problems.isFull()) {
        break;
      }
      entry(new SignersLine(file, ++number, line, problems)).ifPresent(entries::add);
    }
    problems.throwIfAny();
    return List.copyOf(entries);
  }

  private Optional<SignerEntry> entry(SignersLine line) {
    line.skipBlanks();
    if (line.isEmptyOrComment()) {
      return Optional.empty();
    }
    int principalsAt = line.at();
    String principals = line.word();
    if (KeyType.isName(principals)) {
      line.problem(
          principalsAt,
          "expected the principals before the type of the key: alice@example.org " + principals);
      return Optional.empty();
    }
    int firstAt = line.at();
    String first = line.quotedWord();
    int secondAt = line.at();
    String second = line.word();
    if (first.isEmpty() || KeyType.isName(first) || second.startsWith("AAAA")) {
      Optional<PlainKey> key = key(line, firstAt, first, secondAt, second);
      return entry(line, principalsAt, principals, SignerOptions.NONE, firstAt, key);
    }
    int before = problems.count();
    SignerOptions options = new SignerOptionsReader(line, firstAt, first, zone).read();
    if (problems.count() > before) {
      return Optional.empty();
    }
    Optional<PlainKey> key = key(line, secondAt, second, line.at(), line.word());
    return entry(line, principalsAt, principals, options, secondAt, key);
  }

  private Optional<SignerEntry> entry(
      SignersLine line,
      int principalsAt,
      String principals,
      SignerOptions options,
      int keyAt,
      Optional<PlainKey> key) {
    int before = problems.count();
    PatternList names = principals(line, principalsAt, principals, options);
    return problems.count() > before
        ? Optional.empty()
        : key.map(each -> new SignerEntry(line.position(keyAt), names, options, each));
  }

  private PatternList principals(SignersLine line, int index, String text, SignerOptions options) {
    PatternList list = PatternList.of(text);
    int before = problems.count();
    int at = index;
    for (String pattern : list.patterns()) {
      if (!PatternList.isElement(pattern)) {
        line.problem(
            at,
            ("%s is not a principal: expected names of printable ASCII without quotes,"
                    + " separated by commas")
                .formatted(Quoted.of(pattern)));
      } else if (!options.authority()
          && !PatternList.isNegated(pattern)
          && PatternList.hasWildcard(pattern)) {
        line.problem(
            at,
            ("%s is a pattern, and says not who owns the key: name the principals (patterns are for"
                    + " lines with cert-authority)")
                .formatted(Quoted.of(pattern)));
      }
      at += pattern.length() + 1;
    }
    boolean namesNobody =
        options.authority()
            ? list.patterns().stream().allMatch(PatternList::isNegated)
            : list.names().isEmpty();
    if (namesNobody && problems.count() == before) {
      line.problem(index, "the line names nobody: each of its principals is excluded by a `!`");
    }
    return list;
  }

  private static Optional<PlainKey> key(
      SignersLine line, int typeAt, String type, int keyAt, String base64) {
    if (type.isEmpty() || base64.isEmpty()) {
      line.problem(
          type.isEmpty() ? typeAt : keyAt,
          "expected `PRINCIPALS [OPTIONS] TYPE KEY`, with the type and the key as in a .pub file");
      return Optional.empty();
    }
    try {
      SshPublicKey key = SshPublicKey.of(Base64Text.decode(base64, "the public key"));
      if (key.isCertificate()) {
        line.problem(
            keyAt,
            "expected a key and not a certificate: list its authority with cert-authority, or its"
                + " key");
      } else if (!key.type().equals(type)) {
        line.problem(
            typeAt,
            "%s is not the type of this key, which is `%s`".formatted(Quoted.of(type), key.type()));
      } else {
        return Optional.of(KeyContent.readPlain(key.blob()));
      }
    } catch (SignatureException refused) {
      boolean unknown = !KeyType.isName(type);
      line.problem(
          unknown ? typeAt : keyAt,
          unknown
              ? "unknown type of key %s%s"
                  .formatted(Quoted.of(type), NearestName.hint(type, KeyType.names()))
              : String.valueOf(refused.getMessage()));
    }
    return Optional.empty();
  }
}
