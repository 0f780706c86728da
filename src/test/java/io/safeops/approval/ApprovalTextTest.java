package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.document.DocumentException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** There is one text for an approval, and no other text is one. */
class ApprovalTextTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Approval approval;
  private static String text;

  @BeforeAll
  static void approve() throws Exception {
    approval = Approvals.of(new BoundRun(folder).source(), "alice");
    text = new String(ApprovalText.bytes(approval), StandardCharsets.UTF_8);
  }

  private static Approval read(String changed) throws DocumentException {
    return read(changed.getBytes(StandardCharsets.UTF_8));
  }

  private static Approval read(byte[] bytes) throws DocumentException {
    return ApprovalText.read("night.approval", bytes);
  }

  private static String replaced(String from, String to) {
    assertThat(text).contains(from);
    return text.replace(from, to);
  }

  @Test
  void whatWasWrittenIsRead() throws Exception {
    assertThat(read(text)).isEqualTo(approval);
  }

  /** RFC 8785, 3.2: no blanks, keys sorted; and nothing that a reader could round. */
  @Test
  void theTextIsCanonical() throws Exception {
    assertThat(text).startsWith("{\"approver\":\"alice\",\"binding\":{\"actions\":[{\"action\":");
    assertThat(text).doesNotContain("\n", "\": ", "null");
    assertThat(text).contains("\"uses\":\"2\"", "\"port\":\"22\"", "\"version\":\"1\"");
    List<JsonNode> numbers = new ArrayList<>();
    collect(JSON.readTree(text), numbers);
    assertThat(numbers).isEmpty();
  }

  private static void collect(JsonNode node, List<JsonNode> numbers) {
    if (node.isNumber()) {
      numbers.add(node);
    }
    node.forEach(each -> collect(each, numbers));
  }

  @Test
  void allThatIsBoundCanBeReadByPeople() {
    assertThat(text)
        .contains(
            "\"name\":\"version\",\"value\":\"OpenFlow13\"",
            "ovs-vsctl set Bridge br-ex protocols=OpenFlow13,OpenFlow15",
            "\"host\":\"bastion\"",
            "SHA256:net-rsa",
            "\"console\":\"Proxmox > 123\"",
            "\"rule\":\"own/no-change\"",
            "agreed on Monday",
            "\"northbound\":\"aaaaaaaa-0000-4000-8000-000000000001\"",
            "\"role\":\"voter\"",
            "the maintenance of December");
  }

  @Test
  void noSecretIsInIt() throws Exception {
    Approval other =
        Approval.builder("0".repeat(32), "alice", Approvals.VALIDITY)
            .bound(BoundRun.SALT, secret("correct horse").binding(BoundRun.SALT))
            .build();
    String written = new String(ApprovalText.bytes(other), StandardCharsets.UTF_8);
    assertThat(written)
        .contains("\"name\":\"word\",\"salted\":", "\"-P\",\"MASKED\",\"sol\"")
        .doesNotContain("correct horse", "hidden");
    assertThat(ApprovalText.read("secret", written.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(other);
    assertThat(other.binding().plan().digest())
        .isNotEqualTo(secret("correct horse").review().plan().digest());
  }

  private static BindingSource secret(String word) throws Exception {
    return new BoundRun(folder)
        .plan(
            """
            apiVersion: safeops/v1
            kind: Plan
            metadata: {name: secret}
            params: {word: {type: secret, description: it}}
            steps:
              - id: vendor
                exec: {argv: [vendor-setup, "${word}"], undo: {argv: [vendor-reset]}}
                nodes: {names: [net]}
            """)
        .param("word", word)
        .inventory("bmc, sol", "bmc, -P, hidden, sol")
        .waives("understood/opaque", "the vendor says so")
        .source();
  }

  @Test
  void anotherSecretIsNoticed() throws Exception {
    Binding was = secret("correct horse").binding(BoundRun.SALT);
    assertThat(BindingComparison.of(was, secret("correct horse").binding(BoundRun.SALT))).isEmpty();
    assertThat(BindingComparison.of(was, secret("battery staple").binding(BoundRun.SALT)))
        .extracting(Difference::thing)
        .contains("parameter word", "digest of the plan");
    assertThat(secret("correct horse").binding(new Salt("f".repeat(32))).plan().parameters())
        .isNotEqualTo(was.plan().parameters());
  }

  private record Hostile(String name, byte[] bytes) {
    static Hostile of(String name, String text) {
      return new Hostile(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static byte[] joined(byte[] one, byte[] other) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(one);
    joined.writeBytes(other);
    return joined.toByteArray();
  }

  private static Stream<Hostile> syntax() {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        Hostile.of("nothing", ""),
        Hostile.of("a blank", " "),
        Hostile.of("null", "null"),
        Hostile.of("a list", "[]"),
        Hostile.of("a text", "\"approval\""),
        Hostile.of("a number", "1"),
        Hostile.of("an empty object", "{}"),
        Hostile.of("YAML", "format: safeops.approval\n"),
        Hostile.of("a line break at the end", text + "\n"),
        Hostile.of("a blank at the end", text + " "),
        Hostile.of("a blank at the beginning", " " + text),
        Hostile.of("a second object", text + text),
        Hostile.of("text after it", text + "x"),
        Hostile.of("a bracket after it", text + "}"),
        Hostile.of("its first half", text.substring(0, text.length() / 2)),
        Hostile.of("a comment", "/* c */" + text),
        new Hostile(
            "a byte order mark", joined(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, bytes)),
        new Hostile("a NUL at the end", joined(bytes, new byte[] {0})),
        new Hostile("a NUL at the beginning", joined(new byte[] {0}, bytes)),
        new Hostile(
            "bytes that are no UTF-8", joined(bytes, new byte[] {(byte) 0xC0, (byte) 0x80})),
        new Hostile("UTF-16", text.getBytes(StandardCharsets.UTF_16)),
        new Hostile("UTF-32", joined(new byte[] {0, 0, 0, '{'}, bytes)),
        Hostile.of("lists in lists", "[".repeat(100_000)),
        Hostile.of("objects in objects", "{\"a\":".repeat(100_000)),
        Hostile.of(
            "a deep jump",
            replaced("\"host\":\"bastion\"", "\"host\":\"bastion\",\"jump\":" + jumps())),
        Hostile.of("too large", " ".repeat(ApprovalText.MAX_BYTES + 1)));
  }

  private static String jumps() {
    String inner = "{\"host\":\"x\",\"hostKeys\":[],";
    return inner + ("\"jump\":" + inner).repeat(60) + "\"login\":\"x\"" + "}".repeat(61);
  }

  private static Stream<Hostile> content() {
    return Stream.of(
        Hostile.of(
            "a key twice", replaced("{\"approver\":", "{\"approver\":\"alice\",\"approver\":")),
        Hostile.of(
            "a key twice, the second time escaped",
            replaced("{\"approver\":", "{\"\\u0061pprover\":\"mallory\",\"approver\":")),
        Hostile.of("a key twice inside", replaced("\"plan\":{", "\"plan\":{\"name\":\"day\",")),
        Hostile.of("an unknown key", replaced("{\"approver\":", "{\"also\":\"x\",\"approver\":")),
        Hostile.of("an unknown key inside", replaced("\"plan\":{", "\"plan\":{\"also\":\"x\",")),
        Hostile.of("a key that is missing", replaced("\"takeBack\":false,", "")),
        Hostile.of("a key in other letters", replaced("\"takeBack\"", "\"takeback\"")),
        Hostile.of("null for a value", replaced("\"takeBack\":false", "\"takeBack\":null")),
        Hostile.of("another format", replaced("safeops.approval", "safeops.head")),
        Hostile.of("another version", replaced("\"version\":\"1\"", "\"version\":\"2\"")),
        Hostile.of("the version as a number", replaced("\"version\":\"1\"", "\"version\":1")),
        Hostile.of("uses as a number", replaced("\"uses\":\"2\"", "\"uses\":2")),
        Hostile.of("uses with a zero", replaced("\"uses\":\"2\"", "\"uses\":\"02\"")),
        Hostile.of("no uses", replaced("\"uses\":\"2\"", "\"uses\":\"0\"")),
        Hostile.of("negative uses", replaced("\"uses\":\"2\"", "\"uses\":\"-2\"")),
        Hostile.of("uses with an exponent", replaced("\"uses\":\"2\"", "\"uses\":\"2e0\"")),
        Hostile.of("a huge number", replaced("\"uses\":\"2\"", "\"uses\":" + "9".repeat(5000))),
        Hostile.of("a huge exponent", replaced("\"uses\":\"2\"", "\"uses\":1e999999999")),
        Hostile.of("many uses", replaced("\"uses\":\"2\"", "\"uses\":\"9999\"")),
        Hostile.of("not a number", replaced("\"uses\":\"2\"", "\"uses\":NaN")),
        Hostile.of(
            "a truth value as text", replaced("\"takeBack\":false", "\"takeBack\":\"false\"")),
        Hostile.of("a day that is not", replaced("2026-12-02T04:00:00Z", "2026-02-30T04:00:00Z")),
        Hostile.of("midnight as 24:00", replaced("2026-12-02T04:00:00Z", "2026-12-01T24:00:00Z")),
        Hostile.of("a time with parts of a second", replaced("04:00:00Z", "04:00:00.000Z")),
        Hostile.of("a time with an offset", replaced("04:00:00Z", "04:00:00+00:00")),
        Hostile.of(
            "an end before the beginning",
            replaced("2026-12-02T04:00:00Z", "2026-12-01T20:00:00Z")),
        Hostile.of(
            "valid before it was signed", replaced("2026-12-01T20:00:00Z", "2026-12-01T09:00:00Z")),
        Hostile.of("a lone surrogate", replaced("\"alice\"", "\"al\\ud800ice\"")),
        Hostile.of("surrogates in the wrong order", replaced("\"alice\"", "\"\\udc00\\ud800\"")),
        Hostile.of("a NUL that is escaped", replaced("\"alice\"", "\"alice\\u0000\"")),
        Hostile.of("a letter that is escaped", replaced("\"alice\"", "\"\\u0061lice\"")),
        Hostile.of("a slash that is escaped", replaced("own/no-change", "own\\/no-change")),
        Hostile.of("a line break in a text", replaced("\"alice\"", "\"alice\\nroot\"")),
        Hostile.of(
            "a change of direction", replaced("\"alice\"", "\"alice" + (char) 0x202E + "htur\"")),
        Hostile.of(
            "an invisible character", replaced("\"alice\"", "\"alice" + (char) 0x200B + "\"")),
        Hostile.of("an escape sequence", replaced("\"alice\"", "\"alice\\u001b[2J\"")),
        Hostile.of("nobody", replaced("\"approver\":\"alice\"", "\"approver\":\"\"")),
        Hostile.of("a long purpose", replaced("the maintenance", "x".repeat(5000))),
        Hostile.of("another order of keys", swapped()),
        Hostile.of("blanks between", text.replace("\":", "\" :")),
        Hostile.of("an upper-case digest", replaced("a".repeat(64), "A".repeat(64))),
        Hostile.of("a short digest", replaced("a".repeat(64), "a".repeat(63))),
        Hostile.of("a list for a text", replaced("\"alice\"", "[\"alice\"]")),
        Hostile.of("an object for a text", replaced("\"alice\"", "{\"a\":\"lice\"}")),
        Hostile.of(
            "a text for a list",
            replaced("\"mayVary\":[{\"kind\":\"row-uuid\"}]", "\"mayVary\":\"\"")),
        Hostile.of("nothing that may vary", replaced("[{\"kind\":\"row-uuid\"}]", "[]")),
        Hostile.of("a kind of variation that is not", replaced("\"row-uuid\"", "\"anything\"")),
        Hostile.of(
            "two of the same node", replaced("\"nodes\":[{", "\"nodes\":[{\"name\":\"cmp\"},{")),
        Hostile.of("a port that is not", replaced("\"port\":\"22\"", "\"port\":\"70000\"")),
        Hostile.of("a role that is not", replaced("\"role\":\"voter\"", "\"role\":\"owner\"")),
        Hostile.of(
            "things in another order", withThings("\"before\":{\"match\":\"same\",\"things\":[")));
  }

  private static String swapped() {
    return replaced("\"approver\":\"alice\",", "").replaceFirst("\\}$", ",\"approver\":\"alice\"}");
  }

  /** The first thing before, written again behind all others. */
  private static String withThings(String begin) {
    int at = text.indexOf(begin) + begin.length();
    int end = text.indexOf("},{", at) + 1;
    String first = text.substring(at, end);
    int last = text.indexOf("}]", end) + 1;
    return text.substring(0, at)
        + text.substring(end + 1, last)
        + ","
        + first
        + text.substring(last);
  }

  @ParameterizedTest
  @MethodSource({"syntax", "content"})
  void whatIsNoApprovalIsRefused(Hostile hostile) {
    assertThatThrownBy(() -> read(hostile.bytes()))
        .isInstanceOf(DocumentException.class)
        .hasMessageStartingWith("night.approval");
  }

  @Test
  void aProblemHasItsPlace() {
    assertThatThrownBy(() -> read(replaced("\"uses\":\"2\"", "\"uses\":\"x\"")))
        .hasMessageMatching("night.approval:1:\\d+: `uses`: \"x\" is not 1 to 1000");
    assertThatThrownBy(() -> read(replaced("{\"approver\":", "{\"also\":\"x\",\"approver\":")))
        .hasMessageContaining("night.approval:1:2: unknown key `also`");
    assertThatThrownBy(() -> read(text + "\n"))
        .hasMessageStartingWith("night.approval:1:" + (text.length() + 1) + ": not written as");
  }

  /** What a message quotes of a hostile file is on one line, without what a terminal acts on. */
  @Test
  void aMessageShowsNoControlCharacter() {
    assertThatThrownBy(() -> read(replaced("\"alice\"", "\"al\\u001b[2Jice\\u202e\"")))
        .satisfies(
            thrown ->
                assertThat(thrown.getMessage().codePoints())
                    .noneMatch(c -> c == 0x1b || c == 0x202e));
  }

  /** Whatever single value is changed: it is refused, or it is another approval. */
  @Test
  void noValueIsWithoutMeaning() throws Exception {
    ObjectNode root = (ObjectNode) JSON.readTree(text);
    List<String> unnoticed = new ArrayList<>();
    int tried = 0;
    for (JsonNode parent : objects(root)) {
      ObjectNode object = (ObjectNode) parent;
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        JsonNode was = object.get(key);
        if (was.isTextual()) {
          tried++;
          object.put(key, was.textValue() + "0");
          if (isReadAs(ApprovalText.canonical(root.toString()), approval)) {
            unnoticed.add(key);
          }
          object.set(key, was);
        }
      }
    }
    assertThat(tried).isGreaterThan(100);
    assertThat(unnoticed).isEmpty();
  }

  private static boolean isReadAs(byte[] bytes, Approval expected) {
    try {
      return read(bytes).equals(expected);
    } catch (DocumentException refused) {
      return false;
    }
  }

  private static List<JsonNode> objects(JsonNode node) {
    List<JsonNode> objects = new ArrayList<>();
    if (node.isObject()) {
      objects.add(node);
    }
    node.forEach(each -> objects.addAll(objects(each)));
    return objects;
  }
}
