package io.safeops.facts.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.DocumentException;
import io.safeops.document.IpLiteral;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  private static final RedactionKey KEY = RedactionKey.of("a key of the tests");
  private static final String HEALTHY = resource("/io/safeops/paths/healthy.json");

  /** Texts of people and programs with what nobody may learn, and what that is. */
  private static final List<String> SECRETS =
      List.of(
          "ACME",
          "Bank",
          "core7",
          "zoe",
          "kunde",
          "rich",
          "192.0.2.77",
          "2001:db8:77::5",
          "S3cret");

  private static String resource(String name) {
    try (InputStream in = RedactionTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private static Cluster cluster(String json) throws DocumentException {
    return FactsFile.load("facts.json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static Redaction healthy() throws DocumentException {
    return Redaction.of(cluster(HEALTHY), KEY);
  }

  @Test
  void somebodyHasSaidOfEveryTextWhatItIs() {
    Set<String> texts = new TreeSet<>();
    addTexts(Cluster.class, texts, new HashSet<>());
    assertThat(texts).hasSizeGreaterThan(150);
    assertThat(TextKinds.declared())
        .as("a component with text needs a kind in TextKinds, and no other does")
        .containsExactlyElementsOf(texts);
  }

  private static void addTexts(Type type, Set<String> texts, Set<Type> seen) {
    if (type instanceof Class<?> plain && plain.isRecord() && seen.add(type)) {
      for (RecordComponent component : plain.getRecordComponents()) {
        if (hasText(component.getGenericType())) {
          texts.add(plain.getSimpleName() + "." + component.getName());
        }
        addTexts(component.getGenericType(), texts, seen);
      }
    } else if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        addTexts(argument, texts, seen);
      }
    }
  }

  private static boolean hasText(Type type) {
    return type == String.class
        || (type instanceof ParameterizedType generic
            && List.of(generic.getActualTypeArguments()).stream().anyMatch(RedactionTest::hasText));
  }

  @ParameterizedTest
  @ValueSource(strings = {"healthy.json", "raft/healthy.json"})
  void noAddressAndNoNameOfTheRecordedFactsIsLeft(String file) throws DocumentException {
    String recorded = resource("/io/safeops/paths/" + file);
    String redacted = FactsFile.text(Redaction.of(cluster(recorded), KEY).cluster());

    Set<String> real = new TreeSet<>();
    add(recorded, "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", real);
    add(recorded, "[0-9a-f]{2}(:[0-9a-f]{2}){5}", real);
    add(recorded, "[0-9]{1,3}([.][0-9]{1,3}){3}(?![0-9.])", real);
    for (String key :
        List.of("name", "hostname", "device", "physnet", "neutron:[a-z]+_name", "network_name")) {
      Matcher value = Pattern.compile("\"" + key + "\" : \"([^\"]+)\"").matcher(recorded);
      while (value.find()) {
        real.add(value.group(1));
      }
    }
    assertThat(real).hasSizeGreaterThan(20).contains("cmp", "net");
    real.removeIf(RedactionTest::tellsNothing);
    assertThat(real).hasSizeGreaterThan(20);
    for (String each : real) {
      assertThat(
              Pattern.compile("(?<![0-9A-Za-z-])" + Pattern.quote(each) + "(?![0-9A-Za-z])")
                  .matcher(redacted)
                  .find())
          .as(each)
          .isFalse();
    }
  }

  /** What stays by purpose. */
  private static boolean tellsNothing(String text) {
    boolean special =
        IpLiteral.of(text).map(ip -> IpPseudonyms.isSpecial(ip.getAddress())).orElse(false);
    return special
        || text.equals("00:00:00:00:00:00")
        || List.of(text.split("[^0-9A-Za-z]+")).stream()
            .allMatch(word -> Vocabulary.ALL.contains(word.toLowerCase()));
  }

  private static void add(String text, String pattern, Set<String> found) {
    Matcher each = Pattern.compile(pattern).matcher(text);
    while (each.find()) {
      found.add(each.group());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ACME-Bank-core7",
        "core7.ACME.example",
        "kunde_Zürich",
        "ACME Bank, core7; zoe",
        "neutron-ACME",
        "192.0.2.77",
        "ip-192-0-2-77-core7",
        "2001:DB8:77::5",
        "$(ACME)`core7`\\\\zoe",
        "zoe@ACME.example:S3cret"
      })
  void hostileNamesAreNotLeft(String hostile) throws DocumentException {
    String json =
        HEALTHY
            .replaceAll("(?<![a-z])vm1(?![0-9])", Matcher.quoteReplacement(hostile))
            .replaceAll("\"cmp\"", Matcher.quoteReplacement("\"" + hostile + "\""))
            .replace("physnet-b", hostile.replaceAll("[,:; ]", "-"));
    leaksNothing(FactsFile.text(Redaction.of(cluster(json), KEY).cluster()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connection to ACME-Bank-core7 (192.0.2.77) refused",
        "kunde Zürich: decommissioned, ask zoe",
        "ssh: connect to host 2001:db8:77::5: no route to zoe@ACME",
        "192.0.2.77:6642: ACME-core7 said \\\"S3cret\\\"",
        "OVN ACME: 192-0-2-77 [2001:db8:77::5]:6641 password=S3cret"
      })
  void freeTextsKeepOnlyWordsOfTheVocabulary(String text) throws DocumentException {
    String json =
        HEALTHY
            .replaceFirst(
                "\"problems\" : \\[ ]",
                Matcher.quoteReplacement("\"problems\" : [ \"" + text + "\" ]"))
            .replaceFirst("/usr/bin/sudo", Matcher.quoteReplacement(text))
            .replaceFirst("\\$OVN_CTL_OPTS", Matcher.quoteReplacement(text))
            .replaceFirst(
                "\"neutron:mtu\" : \"1500\"",
                Matcher.quoteReplacement("\"acme:owner ACME\" : \"" + text + "\""));
    assertThat(json).isNotEqualTo(HEALTHY);
    leaksNothing(FactsFile.text(Redaction.of(cluster(json), KEY).cluster()));
  }

  @Test
  void whatAProblemSaysOfThePartIsKept() throws DocumentException {
    Cluster real =
        cluster(HEALTHY)
            .withNode(
                "cmp",
                node ->
                    node.toBuilder()
                        .problems(
                            List.of("bridges could not be read: ACME core7 permission denied"))
                        .build());
    assertThat(Redaction.of(real, KEY).cluster().nodes().get(2).problems().get(0))
        .startsWith("bridges could not be read: ")
        .endsWith(" permission denied")
        .doesNotContain("ACME", "core7");
  }

  @ParameterizedTest
  @EnumSource
  void noKindOfTextLeaks(TextKind kind) {
    String hostile = "ACME core7 \"zoe\": 192.0.2.77, [\"2001:db8:77::5\",\"S3cret\"] kunde-Bank";
    TextRules[] rules = new TextRules[2];
    CollectedTokens collected = new CollectedTokens();
    KnownNames names = new KnownNames();
    rules[0] = new TextRules(collected, names);
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      made.clear();
      switch (kind) {
        case CLOSED -> {}
        case SETTINGS, NAMES, KEYWORDS, REASONS, COLUMNS -> {
          made.add(rules[i].key(kind, hostile));
          for (String key : List.of("name", "type", "addresses", "ovn-remote", "mtu", "other")) {
            made.add(rules[i].value(kind, key, hostile));
          }
        }
        default -> made.add(rules[i].text(kind, hostile));
      }
      rules[1] = new TextRules(new Pseudonyms(KEY, collected), names);
    }
    made.forEach(RedactionTest::leaksNothing);
    assertThat(made.isEmpty()).isEqualTo(kind == TextKind.CLOSED);
  }

  /** Texts that stay because the record takes no others: a file with others is refused. */
  @Test
  void closedTextsAreOfAList() {
    int tried = 0;
    for (String key :
        List.of(
            "format",
            "family",
            "forwarding",
            "linkState",
            "adminState",
            "process",
            "answer",
            "database",
            "model")) {
      String json =
          HEALTHY.replaceFirst("\"" + key + "\" : \"[^\"]*\"", "\"" + key + "\" : \"ACME\"");
      assertThat(json).as(key).isNotEqualTo(HEALTHY);
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> cluster(json))
          .as(key)
          .isInstanceOf(DocumentException.class);
      tried++;
    }
    assertThat(tried).isEqualTo(9);
  }

  private static void leaksNothing(String redacted) {
    for (String secret : SECRETS) {
      assertThat(redacted).doesNotContainIgnoringCase(secret);
    }
    assertThat(redacted).doesNotContain("192-0-2-77").doesNotContainIgnoringCase("2001:db8");
  }

  @Test
  void partsOfNamesStayConsistent() throws DocumentException {
    Redaction redaction = healthy();
    Cluster redacted = redaction.cluster();
    LogicalPort vm = port(redacted, redaction.text("10000001-0000-4000-8000-000000000001"));
    Node node = redacted.node(redaction.text("cmp")).orElseThrow();

    assertThat(node.nics()).anyMatch(nic -> nic.name().equals("tap" + vm.name().substring(0, 11)));
    assertThat(redacted.getLocalnets())
        .hasSize(4)
        .allMatch(localnet -> localnet.name().startsWith("provnet-"));
    assertThat(redacted.getRouterPorts())
        .hasSize(2)
        .allMatch(port -> port.name().startsWith("lrp-"))
        .allMatch(port -> port.routerName().matches("neutron-[0-9a-f-]{36}"));
    assertThat(redaction.text("patch-br-int-to-provnet-33333333-3333-4333-8333-333333333333"))
        .isEqualTo(
            "patch-br-int-to-" + redaction.text("provnet-33333333-3333-4333-8333-333333333333"));
    assertThat(vm.name())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  }

  private static LogicalPort port(Cluster cluster, String name) {
    return cluster.getPorts().stream()
        .filter(port -> port.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void orderOfNamesIsKept() {
    List<String> names =
        List.of(
            "1a",
            "2b",
            "Ab",
            "Node",
            "a",
            "a-b",
            "ab",
            "ab1",
            "ab2",
            "b_c",
            "bond0",
            "br-ex",
            "c",
            "compute-1",
            "compute-10",
            "compute-2",
            "cr",
            "d",
            "east",
            "gold",
            "int",
            "lo",
            "log",
            "lrp-x",
            "mail",
            "mailbox",
            "net",
            "network",
            "neutron-1",
            "neutron-x",
            "new",
            "nova",
            "ovn",
            "pa",
            "patch",
            "pq",
            "provnet-1",
            "q",
            "tan",
            "tap",
            "tar",
            "to",
            "top",
            "web",
            "web.example",
            "web01",
            "z",
            "zürich",
            "é");
    List<String> pseudonyms = pseudonyms(names);
    assertThat(names).isSorted();
    assertThat(pseudonyms).isSorted().doesNotHaveDuplicates();
    for (int i = 0; i < names.size(); i++) {
      for (int j = 0; j < names.size(); j++) {
        boolean marked = names.get(j).startsWith(names.get(i) + "-");
        assertThat(pseudonyms.get(j).startsWith(pseudonyms.get(i) + "-")).isEqualTo(marked);
      }
    }
    assertThat(pseudonyms.get(names.indexOf("web01")))
        .startsWith(pseudonyms.get(names.indexOf("web")));
    assertThat(pseudonyms).contains("ovn", "lo", "cr").doesNotContain("mail", "web", "compute-1");
  }

  @Test
  void lettersBeyondAsciiStayDifferent() {
    List<String> names = new ArrayList<>();
    for (String letter :
        List.of("ä", "Ä", "é", "É", "ü", "Ü", "ß", "ж", "Ж", "東", "京", "\uD83D\uDE00")) {
      names.add(letter);
      names.add("x" + letter);
      names.add(letter + "x");
    }
    assertThat(pseudonyms(names)).doesNotHaveDuplicates().doesNotContainAnyElementsOf(names);
  }

  private static List<String> pseudonyms(List<String> names) {
    CollectedTokens collected = new CollectedTokens();
    KnownNames known = new KnownNames();
    names.forEach(name -> new TextRules(collected, known).text(TextKind.NAME, name));
    TextRules rules = new TextRules(new Pseudonyms(KEY, collected), known);
    return names.stream().map(name -> rules.text(TextKind.NAME, name)).toList();
  }

  @Test
  void manyNamesHaveAsManyPseudonyms() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      names.add(Integer.toString(i * 7919 % 46656, 36) + "-" + i % 10);
    }
    List<String> sorted = names.stream().distinct().sorted().toList();
    assertThat(pseudonyms(sorted)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void subnetsOfAddressesAreKept() {
    List<String> real =
        List.of(
            "192.0.2.0/24",
            "192.0.2.1/24",
            "192.0.2.11",
            "192.0.2.12",
            "192.0.2.200",
            "192.0.2.254",
            "192.0.2.255",
            "192.0.3.7",
            "198.51.100.1");
    List<String> made = pseudonyms(real);
    assertThat(made.subList(0, 2)).hasSize(2).allMatch(each -> each.endsWith("/24"));
    List<Long> numbers = made.stream().map(each -> number(each.replaceAll("/.*", ""))).toList();
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(numbers.get(0) & 0xff).isZero();
    assertThat(numbers.get(1) - numbers.get(0)).isEqualTo(1);
    assertThat(numbers.get(5) & 0xff).isEqualTo(254);
    assertThat(numbers.get(6) & 0xff).isEqualTo(255);
    assertThat(numbers.subList(0, 7)).hasSize(7).allMatch(each -> each >> 8 == numbers.get(0) >> 8);
    assertThat(numbers.subList(7, 9)).noneMatch(each -> each >> 8 == numbers.get(0) >> 8);
    assertThat(numbers.get(7) >> 9).isEqualTo(numbers.get(0) >> 9);
    assertThat(made).doesNotContainAnyElementsOf(real);
  }

  private static long number(String ip) {
    long number = 0;
    for (byte each : IpLiteral.of(ip).orElseThrow().getAddress()) {
      number = number << 8 | (each & 0xff);
    }
    return number;
  }

  @Test
  void addressesOfIpv6KeepTheirSubnetAndTheirForm() {
    List<String> made =
        pseudonyms(
            List.of(
                "2001:db8:2::/64",
                "2001:db8:2::11",
                "2001:db8:2::12",
                "2001:DB8:3::1",
                "ssl:[2001:db8:2::11]:6642"));
    assertThat(made.get(0)).endsWith("::/64").doesNotStartWith("2001:db8");
    String subnet = made.get(0).replace("::/64", "::");
    assertThat(made.get(1)).startsWith(subnet);
    assertThat(made.get(2)).startsWith(subnet).isNotEqualTo(made.get(1));
    assertThat(made.get(3)).isUpperCase().doesNotStartWithIgnoringCase(subnet);
    assertThat(made.get(4)).contains("[" + made.get(1) + "]");
  }

  @Test
  void specialRangesStay() {
    List<String> special =
        List.of(
            "0.0.0.0",
            "127.0.0.1",
            "169.254.169.254",
            "224.0.0.18",
            "255.255.255.255",
            "255.255.255.0",
            "::",
            "::1",
            "fe80::1",
            "ff02::1",
            "00:00:00:00:00:00",
            "ff:ff:ff:ff:ff:ff");
    assertThat(pseudonyms(special)).isEqualTo(special);
  }

  @Test
  void macAddressesKeepWhatTheyAre() {
    List<String> made =
        pseudonyms(
            List.of(
                "52:54:00:12:34:56",
                "01:00:5e:00:00:01",
                "fa:16:3e:12:34:56",
                "52:54:00:12:34:56",
                "32:1a:89",
                "32:1a:89:01:02:03",
                "fe80::5054:ff:fe12:3456",
                "enx525400123456"));
    assertThat(made.get(0)).isEqualTo(made.get(3)).doesNotStartWith("52:54:00");
    assertThat(Integer.parseInt(made.get(0).substring(0, 2), 16) & 3).isEqualTo(2);
    assertThat(Integer.parseInt(made.get(1).substring(0, 2), 16) & 3).isEqualTo(1);
    assertThat(made.get(2)).startsWith("fa:16:3e:").doesNotEndWith("12:34:56");
    assertThat(made.get(5)).startsWith(made.get(4) + ":").doesNotStartWith("32:1a:89");
    assertThat(made.get(6)).startsWith("fe80::").contains("ff:fe").doesNotContain("12:3456");
    assertThat(made.get(7)).isEqualTo("enx" + made.get(0).replace(":", ""));
  }

  @Test
  void aKeyAlwaysGivesTheSameAndNoKeyGivesAnother() throws DocumentException {
    Cluster real = cluster(HEALTHY);
    assertThat(Redaction.of(real, RedactionKey.of("one")).cluster())
        .isEqualTo(Redaction.of(real, RedactionKey.of("one")).cluster())
        .isNotEqualTo(Redaction.of(real, RedactionKey.of("two")).cluster());
    assertThat(Redaction.of(real, RedactionKey.random()).cluster())
        .isNotEqualTo(Redaction.of(real, RedactionKey.random()).cluster());
  }

  @Test
  void aWholeRowIsFoundByItsKey() throws DocumentException {
    RowKey port = new RowKey("cmp", "Port", "Port on to");
    RowKey own = RowKey.northbound("Logical_Switch", "Logical_Switch");
    Cluster real =
        cluster(HEALTHY)
            .withRows(
                List.of(
                    new WholeRow(
                        port.label(),
                        "41db0d45-47c6-40a6-ba48-b19ffccce46e",
                        Map.of(
                            "name", "\"Port on to\"",
                            "external_ids", "{\"iface-id\":\"ACME\",\"acme\":\"192.0.2.77\"}",
                            "tag", "100"),
                        List.of(),
                        List.of("Mirror.output_port"),
                        0,
                        Optional.empty()),
                    WholeRow.absent(own)));
    Redaction redaction = Redaction.of(real, KEY);
    WholeRow row =
        redaction
            .cluster()
            .row(new RowKey(redaction.text("cmp"), "Port", redaction.text("Port on to")))
            .orElseThrow();
    assertThat(row.columns().get("tag")).isEqualTo("100");
    assertThat(row.columns().get("external_ids"))
        .startsWith("{\"iface-id\":\"")
        .doesNotContain("ACME", "acme", "192.0.2.77");
    assertThat(row.mayRefer()).containsExactly("Mirror.output_port");
    assertThat(
            redaction
                .cluster()
                .row(RowKey.northbound("Logical_Switch", redaction.text("Logical_Switch"))))
        .isPresent();
  }

  @Test
  void namesOfTheGreatestLengthCanBeRedacted() throws DocumentException {
    Cluster real = cluster(HEALTHY);
    List<LogicalSwitch> switches = new ArrayList<>(real.switches());
    for (char letter = 'a'; letter <= 'z'; letter++) {
      switches.add(
          new LogicalSwitch(
              String.valueOf(letter).repeat(100) + "-" + String.valueOf(letter).repeat(154),
              "",
              Map.of(),
              Map.of(),
              List.of()));
    }
    Cluster redacted = Redaction.of(real.withSwitches(switches), KEY).cluster();
    assertThat(redacted.switches().stream().map(LogicalSwitch::name).distinct())
        .hasSameSizeAs(switches);
  }
}
