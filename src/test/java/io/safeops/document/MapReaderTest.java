package io.safeops.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MapReaderTest {

  record Thing(String name, long count, boolean fast, Duration patience, List<String> tags) {}

  record Bad(String text, String expected) {}

  static Stream<Bad> bad() {
    String ok = "name: a\n";
    return Stream.of(
        new Bad("[1]", "f:1:1: `the file`: expected a map, found a list"),
        new Bad("count: 1", "f:1:1: `name` is missing"),
        new Bad("count: 1\nname:", "f:2:1: `name` has no value"),
        new Bad("name: {a: b}", "f:1:7: `name`: expected text, found a map"),
        new Bad(ok + "conut: 1", "f:2:1: unknown key `conut`, did you mean `count`?"),
        new Bad(
            ok + "zzzzzz: 1",
            "f:2:1: unknown key `zzzzzz`, expected one of count, fast, kind, name, tags, wait"),
        new Bad(ok + "count: 0644", "f:2:8: `count`: expected a whole number, found \"0644\""),
        new Bad(ok + "count: 1e3", "f:2:8: `count`: expected a whole number, found \"1e3\""),
        new Bad(ok + "count: 101", "f:2:8: `count`: 101 is not between 1 and 100"),
        new Bad(
            ok + "count: 99999999999999999999",
            "f:2:8: `count`: expected a whole number, found \"99999999999999999999\""),
        new Bad(ok + "fast: yes", "f:2:7: `fast`: expected true or false, found \"yes\""),
        new Bad(
            ok + "wait: 12:30",
            "f:2:7: `wait`: expected a duration such as 500ms, 20s, 5m, 12h or 2d, found \"12:30\""),
        new Bad(ok + "tags: a", "f:2:7: `tags`: expected a list, found text"),
        new Bad(ok + "tags: [a, [b]]", "f:2:11: `a member of tags`: expected text, found a list"),
        new Bad(ok + "kind: lage", "f:2:7: `kind`: \"lage\" is unknown, did you mean `large`?"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void reports(Bad bad) {
    assertThatThrownBy(() -> read(bad.text()))
        .isInstanceOf(DocumentException.class)
        .hasMessage(bad.expected());
  }

  @Test
  void reportsAllProblemsAtOnce() {
    assertThatThrownBy(() -> read("nme: a\nfast: 1\ncount: x\n"))
        .hasMessage(
            """
            f:1:1: `name` is missing
            f:1:1: unknown key `nme`, did you mean `name`?
            f:2:7: `fast`: expected true or false, found "1"
            f:3:8: `count`: expected a whole number, found "x\"""");
  }

  @Test
  void reads() throws DocumentException {
    assertThat(read("name: no\ncount: 7\nfast: true\nwait: 500ms\ntags: [0644, on]\n"))
        .isEqualTo(new Thing("no", 7, true, Duration.ofMillis(500), List.of("0644", "on")));
    assertThat(read("name: a\nwait:\n"))
        .isEqualTo(new Thing("a", 1, false, Duration.ofSeconds(1), List.of()));
  }

  private static Thing read(String text) throws DocumentException {
    Problems problems = new Problems();
    MapReader file = Value.root(YamlFile.parse("f", text), problems).map();
    Thing thing =
        new Thing(
            file.required("name").textOrEmpty(),
            file.optional("count").integer(1, 100).map(Located::value).orElse(1L),
            file.optional("fast").bool().map(Located::value).orElse(false),
            file.optional("wait").duration().map(Located::value).orElse(Duration.ofSeconds(1)),
            file.optional("tags").texts().stream().map(Located::value).toList());
    file.optional("kind").oneOf(List.of("small", "large"));
    file.finish();
    problems.throwIfAny();
    return thing;
  }
}
