package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.facts.file.ClusterSketch;
import io.safeops.facts.file.FactsFile;
import io.safeops.policy.BuiltInFiles;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that were damaged in five hundred ways. A review refuses them with their place, or takes
 * them for what they now say. It never fails by itself.
 */
class CorruptedFilesTest {

  private static final int SEEDS = Integer.getInteger("safeops.corruptions", 500);

  private static final Pattern PLACE =
      Pattern.compile("(safeops: )?/[^:]*[.](yaml|json)(:[0-9]+:[0-9]+)?: [^ ].*");

  private static final String INVENTORY =
      """
      apiVersion: safeops/v1
      kind: Inventory
      defaults:
        ssh: {user: root, port: 22}
      nodes:
        ctl:
          address: 192.0.2.11
          roles: [central, chassis]
          oob: {console: its, survives: [nic]}
        net: {address: 192.0.2.12, roles: [chassis, gateway], oob: {console: its, survives: [nic, lan]}}
        cmp:
          address: 192.0.2.13
          roles: [chassis]
          oob: none
      maintenance: {from: 22:00, to: 04:00, zone: UTC}
      """;

  private static final String PLAN =
      """
      apiVersion: safeops/v1
      kind: Plan
      metadata: {name: some-steps, description: Steps of several kinds}
      params:
        physnet: {type: physnet, default: physnet9, description: the physical network}
        node: {type: node, default: net}
      guard:
        deadline: 10m
        lease: 30s
        hold: 20s
        probes: [storm]
      steps:
        - id: mapping
          ovs.bridge-mappings: {physnet: "${physnet}", bridge: br-ex}
          nodes: {names: ["${node}"]}
        - id: ids
          ovs.external-ids: {set: {ovn-encap-type: "geneve,vxlan"}}
          nodes: {role: chassis}
          serial: 1
        - id: typed
          exec: {argv: [ip, link, set, mgmt0, mtu, "1400"], undo: {argv: [ip, link, set, mgmt0, mtu, "1500"]}}
          nodes: {names: [cmp]}
          expect:
            - holds: cluster.nodes.all(n, n.nics.size() > 0)
              within: 30s
        - ovn.localnet.recreate: {switch: neutron-11111111-1111-4111-8111-111111111111}
      """;

  private static final String POLICY =
      """
      apiVersion: safeops/v1
      kind: Policy
      metadata: {name: own, description: Rules of one's own}
      rules:
        - id: own/few-roles
          each: cluster.nodes
          when: it.roles.size() > 0
          expression: it.roles.size() < 3
          message: "${it.name} has the roles ${it.roles}"
          about: a node with many roles
          severity: warn
          waive: operator
          source: "habit"
        - id: own/serial
          each: plan.changes
          expression: it.acts.size() <= 2 || it.id.startsWith('x')
          message: >-
            step ${it.id} changes ${it.acts.size()} nodes at once
          about: a step that changes many nodes
          severity: deny
          waive: approval
      """;

  @TempDir private static Path folder;
  private static Map<String, String> intact;

  @BeforeAll
  static void intactFiles() throws Exception {
    Problems problems = new Problems();
    String facts =
        FactsFile.text(
            ClusterSketch.of(
                    Value.root(BuiltInFiles.facts("healthy").orElseThrow(), problems)
                        .map()
                        .required("cluster")
                        .node()
                        .orElseThrow(),
                    problems)
                .orElseThrow()
                .cluster(problems)
                .orElseThrow());
    problems.throwIfAny();
    intact = new LinkedHashMap<>();
    intact.put("plan.yaml", PLAN);
    intact.put("own.yaml", POLICY);
    intact.put("inventory.yaml", INVENTORY);
    try (InputStream in =
        CorruptedFilesTest.class.getResourceAsStream("/io/safeops/paths/healthy.json")) {
      intact.put("facts.json", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    // The reader of YAML takes them, too.
    intact.put("facts.yaml", facts);
    for (String each : List.of("facts.json", "facts.yaml")) {
      Run run = review(folder.resolve("intact"), each, "", new byte[0]);
      assertThat(run.err()).isEmpty();
      assertThat(run.exit()).as(run.out()).isEqualTo(3);
    }
  }

  /** The ways in which a file is damaged. */
  enum Damage {
    BYTE_CHANGED,
    BYTES_OF_ANY_VALUE,
    LINE_REMOVED,
    LINE_DOUBLED,
    LINES_SWAPPED,
    CUT_OFF,
    KEY_RENAMED,
    KEY_DOUBLED,
    OTHER_TYPE,
    HUGE_NUMBER,
    DEEP_NESTING,
    CONTROL_CHARACTER,
    NOT_UTF_8,
    ANCHOR_OR_ALIAS,
    TAB,
    LONG_NAME,
    STRANGE_TEXT,
    EMPTY_VALUE
  }

  private static final List<String> OTHER_TYPES =
      List.of(
          "[]",
          "{}",
          "[[]]",
          "{a: {b: []}}",
          "~",
          "true",
          "-1",
          "1.5",
          "\"\"",
          "no",
          "0x10",
          "12:30",
          "2026-01-01",
          ".inf",
          "[1, two, ~]",
          "{\"\": 1}",
          "!!binary aGVsbG8=",
          "|",
          ">-",
          "? a");

  private static final List<String> HUGE =
      List.of(
          "9223372036854775808",
          "-9223372036854775808",
          "1" + "0".repeat(400),
          "1e999999999",
          "99999999999999999999d",
          "1" + "0".repeat(100_000),
          "-0",
          "00000000000000000000001",
          "4294967296",
          "2147483648");

  private static final List<String> ANCHORS =
      List.of(
          "&a x",
          "*a",
          "&a [*a]",
          "<<: *b",
          "&a &b c",
          "!<tag:yaml.org,2002:str> x",
          "!!java.net.URL x",
          "%YAML 9.9",
          "--- a\n--- b",
          "...",
          "&a {<<: {a: b}}",
          "*" + "a".repeat(500));

  private static final List<String> STRANGE =
      List.of(
          "${",
          "${}",
          "${it.",
          "$${x}",
          "${params.physnet.size()}",
          "`",
          "'",
          "\"",
          "\\",
          "\\u0000",
          "\\ud800",
          "\uD83D\uDE00",
          "\u202Egnp",
          "\u2028",
          "\uFEFF",
          "%s%n%x",
          "$(reboot)",
          "../../etc/passwd",
          "-oProxyCommand=x",
          "(((((((((((((((((",
          "it.name == it.name ? it : it",
          "[a-z]{1,99999}",
          "cluster.nodes.map(a, cluster.nodes.map(b, cluster.nodes.map(c, cluster.nodes)))",
          "999999h",
          "-5s",
          "1.1.1.1.1",
          "::::",
          "2001:db8::/999",
          "fa:16:3e",
          "\u0661\u0662");

  static IntStream seeds() {
    return IntStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aDamagedFileIsRefusedWithItsPlaceOrReviewed(int seed) throws Exception {
    Random random = new Random(seed);
    List<String> names = List.copyOf(intact.keySet());
    String name = names.get(seed % names.size());
    Damage damage = Damage.values()[seed / names.size() % Damage.values().length];
    byte[] damaged = damaged(intact.get(name), damage, random);
    for (int more = random.nextInt(6) - 3; more > 0; more--) {
      Damage another = Damage.values()[random.nextInt(Damage.values().length)];
      damaged = damaged(new String(damaged, StandardCharsets.ISO_8859_1), another, random);
    }

    String facts = name.equals("facts.yaml") ? name : "facts.json";
    Run run = review(folder.resolve("seed-" + seed), facts, name, damaged);

    String about = damage + " in " + name + ": " + run.err();
    assertThat(run.err()).as(about).doesNotContain("internal error", "\tat ", "Exception");
    assertThat(run.exit()).as(about).isIn(0, 2, 3, 6);
    if (run.exit() == 2) {
      assertThat(run.err().lines()).as(about).allMatch(each -> PLACE.matcher(each).matches());
      assertThat(run.err()).as(about).contains(name);
    }
    assertThat(run.err().lines())
        .as(about)
        .hasSizeLessThan(1000)
        .allMatch(each -> each.length() < 2000);
  }

  private record Run(int exit, String out, String err) {}

  private static Run review(Path own, String facts, String name, byte[] damaged) throws Exception {
    Files.createDirectories(own.resolve("rules"));
    for (Map.Entry<String, String> file : intact.entrySet()) {
      boolean isDamaged = file.getKey().equals(name);
      Files.write(
          place(own, file.getKey()),
          isDamaged ? damaged : file.getValue().getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            out,
            err,
            "review",
            "-i",
            place(own, "inventory.yaml").toString(),
            "--facts",
            place(own, facts).toString(),
            "--policies",
            own.resolve("rules").toString(),
            place(own, "plan.yaml").toString());
    return new Run(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Path place(Path own, String name) {
    return name.equals("own.yaml") ? own.resolve("rules").resolve(name) : own.resolve(name);
  }

  private static byte[] damaged(String text, Damage damage, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (bytes.length == 0 || lines.isEmpty()) {
      return bytes;
    }
    int line = random.nextInt(lines.size());
    switch (damage) {
      case BYTE_CHANGED -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(7));
      case BYTES_OF_ANY_VALUE -> {
        for (int i = 0; i < 5; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
      case CUT_OFF -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case CONTROL_CHARACTER -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(32);
      case NOT_UTF_8 -> bytes[random.nextInt(bytes.length)] = (byte) (128 + random.nextInt(128));
      case LINE_REMOVED -> lines.remove(line);
      case LINE_DOUBLED -> lines.add(line, lines.get(random.nextInt(lines.size())));
      case LINES_SWAPPED -> Collections.swap(lines, line, random.nextInt(lines.size()));
      case KEY_RENAMED -> change(lines, random, "([A-Za-z]+)(\"? ?:)", "$1x$2");
      case KEY_DOUBLED -> {
        int at = lineWith(lines, random, "[A-Za-z]+\"? ?: ");
        lines.add(at, lines.get(at));
      }
      case OTHER_TYPE -> value(lines, random, OTHER_TYPES.get(random.nextInt(OTHER_TYPES.size())));
      case HUGE_NUMBER -> value(lines, random, HUGE.get(random.nextInt(HUGE.size())));
      case DEEP_NESTING ->
          value(
              lines,
              random,
              random.nextBoolean()
                  ? "[".repeat(5000) + "]".repeat(random.nextInt(2) * 5000)
                  : "{\"a\": ".repeat(5000) + "1" + "}".repeat(random.nextInt(2) * 5000));
      case ANCHOR_OR_ALIAS -> value(lines, random, ANCHORS.get(random.nextInt(ANCHORS.size())));
      case TAB -> change(lines, random, "^( *)", "$1\t");
      case LONG_NAME -> value(lines, random, "\"" + "n".repeat(1 << random.nextInt(20)) + "\"");
      case STRANGE_TEXT ->
          value(lines, random, "\"" + STRANGE.get(random.nextInt(STRANGE.size())) + "\"");
      case EMPTY_VALUE -> value(lines, random, "");
    }
    return switch (damage) {
      case BYTE_CHANGED, BYTES_OF_ANY_VALUE, CUT_OFF, CONTROL_CHARACTER, NOT_UTF_8 -> bytes;
      default -> (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    };
  }

  /** Replaces the value after a key, and leaves a comma at its end. */
  private static void value(List<String> lines, Random random, String value) {
    int at = lineWith(lines, random, "[A-Za-z]\"? ?: ?[^ ,}]");
    List<Integer> places = new ArrayList<>();
    Matcher each =
        Pattern.compile("([A-Za-z]\"? ?: ?)(\"[^\"]*\"|[^ ,{}\\[\\]]+)").matcher(lines.get(at));
    while (each.find()) {
      places.add(each.start(2));
      places.add(each.end(2));
    }
    if (places.isEmpty()) {
      lines.set(at, lines.get(at) + value);
      return;
    }
    int chosen = random.nextInt(places.size() / 2) * 2;
    lines.set(
        at,
        lines.get(at).substring(0, places.get(chosen))
            + value
            + lines.get(at).substring(places.get(chosen + 1)));
  }

  private static void change(List<String> lines, Random random, String pattern, String by) {
    int at = lineWith(lines, random, pattern);
    lines.set(at, lines.get(at).replaceFirst(pattern, by));
  }

  private static int lineWith(List<String> lines, Random random, String pattern) {
    int from = random.nextInt(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      int at = (from + i) % lines.size();
      if (Pattern.compile(pattern).matcher(lines.get(at)).find()) {
        return at;
      }
    }
    return from;
  }
}
