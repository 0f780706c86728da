package io.safeops.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cel.common.types.CelKind;
import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.Problems;
import io.safeops.document.YamlFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelEnvironmentTest {

  /** A unit, as a rule sees it. */
  public record Service(String name, String state, Optional<Long> tag) {
    public boolean isActive() {
      return state.equals("active");
    }
  }

  /** A machine with units. */
  public record Machine(String name, List<Service> services, Map<String, String> ids) {}

  /** A failure, which no machine holds: it is computed. */
  public record Failure(String service, String reason) {}

  /** Fields that are computed from a machine. */
  public static final class MachineFields {

    private MachineFields() {}

    public static List<Failure> failures(Machine machine) {
      return machine.services().stream()
          .filter(each -> !each.isActive())
          .map(each -> new Failure(each.name(), each.state()))
          .toList();
    }
  }

  /** Functions for look-ups in a machine. */
  public static final class MachineFunctions {

    private MachineFunctions() {}

    public static List<Service> servicesNamed(Machine machine, String name) {
      return machine.services().stream().filter(each -> each.name().equals(name)).toList();
    }

    public static boolean holds(Machine machine, List<String> names, long least) {
      return names.stream().filter(machine.ids()::containsKey).count() >= least;
    }

    public static Optional<Service> first(Machine machine) {
      return machine.services().stream().findFirst();
    }
  }

  /** What Java compares without a spelling mistake, and rules as text. */
  public enum Colour {
    DARK_RED
  }

  /** Something that has one. */
  public record Lamp(Colour colour) {
    public String getColour() {
      return "dark-red";
    }
  }

  @Test
  void whatIsAnEnumInJavaIsTextInARule() throws Exception {
    Problems problems = new Problems();
    Expression asked =
        CelEnvironment.of(new RecordExtensions(List.of(), List.of()), Lamp.class)
            .with("it", Lamp.class)
            .compile(Scalar.of("f", "it.colour == 'dark-red'"), problems)
            .orElseThrow(() -> new AssertionError(problems.list()));
    assertThat(asked.test(Map.of("it", new Lamp(Colour.DARK_RED)), new EvaluationBudget()))
        .isTrue();
  }

  /** A record whose fields cannot be read. */
  public record Broken(String name) {
    public String getOdd() {
      throw new IllegalArgumentException("odd is not set");
    }

    public String getHuge() {
      throw new OutOfMemoryError("no room");
    }
  }

  private static boolean asksBroken(String question) throws Exception {
    Problems problems = new Problems();
    return CelEnvironment.of(new RecordExtensions(List.of(), List.of()), Broken.class)
        .with("it", Broken.class)
        .compile(Scalar.of("f", question), problems)
        .orElseThrow(() -> new AssertionError(problems.list()))
        .test(Map.of("it", new Broken("b")), new EvaluationBudget());
  }

  @Test
  void aFieldThatFailsIsNoAnswerAndSaysWhy() {
    assertThatThrownBy(() -> asksBroken("it.odd == ''"))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("odd is not set");
  }

  @Test
  void aFaultOfTheProcessIsNotCalledAFaultOfTheRule() {
    assertThatThrownBy(() -> asksBroken("it.huge == ''"))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("no room");
  }

  private static final CelEnvironment ENVIRONMENT =
      CelEnvironment.of(
              new RecordExtensions(List.of(MachineFields.class), List.of(MachineFunctions.class)),
              Machine.class)
          .with("it", Machine.class);

  private static final Machine MACHINE =
      new Machine(
          "net",
          List.of(
              new Service("northd", "active", Optional.of(4L)),
              new Service("nb", "down", Optional.empty())),
          Map.of("a", "1"));

  /** A built-in rule that does not compile refuses; it does not abort a run in the middle. */
  @Test
  void aBuiltInExpressionThatDoesNotCompileHasNoValue() throws DocumentException {
    Expression wrong =
        ENVIRONMENT
            .trusting(CompiledExpressions.NONE)
            .compile(scalar("it.nmae == 'x'"), CelKind.BOOL, new Problems())
            .orElseThrow();
    assertThatThrownBy(() -> wrong.test(Map.of("it", MACHINE), new EvaluationBudget()))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("a built-in expression of safeops does not compile: f:1:");
  }

  record Bad(String expression, String expected) {}

  static Stream<Bad> bad() {
    return Stream.of(
        new Bad("it.nmae == 'x'", "f:1:7: unknown field `nmae`, did you mean `name`?"),
        new Bad(
            "it.services.all(s, s.stat == 'x')",
            "f:1:25: unknown field `stat`, did you mean `state`?"),
        new Bad(
            "it.services.all(s, s.actve)", "f:1:25: unknown field `actve`, did you mean `active`?"),
        new Bad(
            "it.serivces.size() > 1", "f:1:7: unknown field `serivces`, did you mean `services`?"),
        new Bad(
            "it.failurs.size() > 1", "f:1:7: unknown field `failurs`, did you mean `failures`?"),
        new Bad(
            "it.failures.all(f, f.reson == 'x')",
            "f:1:25: unknown field `reson`, did you mean `reason`?"),
        new Bad("itt.name == 'x'", "f:1:4: unknown name `itt`, did you mean `it`?"),
        new Bad("it.services.al(s, s.active)", "f:1:16: unknown name `al`, did you mean `all`?"),
        new Bad(
            "it.services.exists(svc, svd.active)",
            "f:1:28: unknown name `svd`, did you mean `svc`?"),
        new Bad("it.name = 'x'", "f:1:12: `=` is not an operator, write `==` to compare"),
        new Bad("it.name == 1", "f:1:12: `==` cannot be applied to (string, int)"),
        new Bad("it.name", "f:1:4: `it.name` is string, expected true or false"),
        new Bad("it.name ==", "f:1:14: `it.name ==`: mismatched input '<EOF>' expecting"),
        new Bad("''", "f:1:5: an expression is missing"),
        new Bad(
            "|\n  it.name == 'a'\n  && it.services.exists(s,\n     s.tga.hasValue())",
            "f:4:8: unknown field `tga`, did you mean `tag`?"),
        new Bad(
            "\"it.name == \\\"a\\\" && it.idss.size() == 1\"",
            "f:1:28: unknown field `idss`, did you mean `ids`?"),
        new Bad("it.name + '" + "x".repeat(5000) + "' == ''", "f:1:4: `it.name + 'xxx"),
        new Bad("(".repeat(100) + "true" + ")".repeat(100), "f:1:4: `((((("));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void reportsCompileErrorsWithTheirPositions(Bad bad) {
    assertThatThrownBy(() -> compile(bad.expression()))
        .isInstanceOf(DocumentException.class)
        .message()
        .startsWith(bad.expected());
  }

  record Good(String expression, boolean expected) {}

  static Stream<Good> good() {
    return Stream.of(
        new Good("it.services.exists(s, s.tag.hasValue() && s.tag.value() == 4)", true),
        new Good("it.failures.map(f, f.service + f.reason) == ['nbdown']", true),
        new Good("it.services.filter(s, s.active).size() == 1", true),
        new Good("it.services.map(s, s.name) == ['northd', 'nb']", true),
        new Good("it.services.map(s, s.active, s.name).join('+') == 'northd'", true),
        new Good(
            "it.services.map(s, it.services.map(t, t.name)).flatten().distinct().size() == 2",
            true),
        new Good("['a', 'b', 'a', 'a'].duplicates() == ['a']", true),
        new Good("it.services[0].tag == it.services[1].tag", false),
        new Good("it.services[0].tag.orValue(0) < 4.5", true),
        new Good("'a' in it.ids && it.ids[?'b'].orValue('') == ''", true),
        new Good("cel.bind(s, it.services[0], s.name == 'nb')", false));
  }

  @ParameterizedTest
  @MethodSource("good")
  void evaluates(Good good) throws Exception {
    assertThat(compile(good.expression()).test(Map.of("it", MACHINE), new EvaluationBudget()))
        .isEqualTo(good.expected());
  }

  record Explained(String expression, List<String> lines) {}

  static Stream<Explained> explained() {
    return Stream.of(
        new Explained("it.services.all(s, s.state == 'active')", List.of("s.state = down")),
        new Explained(
            "!it.services.exists(u, u.name == 'nb' && !u.active)",
            List.of("u.name = nb", "u.active = false")),
        new Explained("it.services.size() <= 1", List.of("it.services.size() = 2")),
        new Explained(
            "it.services.filter(s, s.active).size() > 1",
            List.of("it.services.filter(s, s.active).size() = 1")),
        new Explained(
            "it.services[1].tag.hasValue() || it.ids['a'] == '2'",
            List.of("it.services[1].tag.hasValue() = false", "it.ids[\"a\"] = 1")),
        new Explained(
            "it.services.exists(s, s.state == 'failed')",
            List.of("it.services.exists(s, s.state == \"failed\") = false")));
  }

  @ParameterizedTest
  @MethodSource("explained")
  void explainsDecidingValues(Explained explained) throws Exception {
    Expression expression = compile(explained.expression());
    assertThat(expression.test(Map.of("it", MACHINE), new EvaluationBudget())).isFalse();
    assertThat(expression.explain(Map.of("it", MACHINE), new EvaluationBudget()))
        .isEqualTo(explained.lines());
  }

  @Test
  void anErrorIsNotAValue() throws Exception {
    assertThatThrownBy(
            () -> compile("it.ids['b'] == '1'").test(Map.of("it", MACHINE), new EvaluationBudget()))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("`it.ids['b'] == '1'`: there is no `b`");
    assertThatThrownBy(
            () ->
                compile("it.services[2].active")
                    .test(Map.of("it", MACHINE), new EvaluationBudget()))
        .isInstanceOf(EvaluationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it.servicesNamed('nb').exists(s, !s.active)",
        "it.servicesNamed(it.services[0].name)[0].active",
        "it.servicesNamed('x').size() == 0",
        "it.holds(['a', 'x'], 1) && !it.holds(['a', 'x'], 2)",
        "it.first().value().tag.value() == 4"
      })
  void callsFunctionsOfRecords(String expression) throws Exception {
    assertThat(compile(expression).test(Map.of("it", MACHINE), new EvaluationBudget())).isTrue();
  }

  @Test
  void suggestsFunctionsOfRecords() throws Exception {
    Problems problems = new Problems();
    ENVIRONMENT.compile(scalar("it.serviceNamed('nb').size() == 1"), CelKind.BOOL, problems);
    assertThat(problems.list().get(0))
        .hasToString("f:1:7: unknown name `serviceNamed`, did you mean `servicesNamed`?");
  }

  @Test
  void readingAListCostsAStepPerMember() throws Exception {
    EvaluationBudget few = new EvaluationBudget();
    EvaluationBudget many = new EvaluationBudget();
    compile("it.services.size() > 0").test(Map.of("it", large(10)), few);
    compile("it.services.size() > 0").test(Map.of("it", large(1000)), many);
    assertThat(many.steps() - few.steps()).isEqualTo(990);
  }

  @Test
  void limitsIterations() throws Exception {
    Machine large = large(300);
    String all = "it.services.all(a, it.services.all(b, it.services.all(c, c.name != '')))";
    assertThatThrownBy(() -> compile(all).test(Map.of("it", large), new EvaluationBudget()))
        .isInstanceOf(EvaluationException.class)
        .hasMessageMatching("(?s).*(Iteration budget exceeded|took more than).*");
  }

  @Test
  void limitsTheSizeOfValues() throws Exception {
    StringBuilder bomb = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      String before = i == 0 ? "it.name" : "v" + (i - 1);
      bomb.append("cel.bind(v").append(i).append(", ").append(before).append(" + ");
      bomb.append(before).append(", ");
    }
    bomb.append("v29 == ''").append(")".repeat(30));
    assertThatThrownBy(
            () -> compile(bomb.toString()).test(Map.of("it", MACHINE), new EvaluationBudget()))
        .hasMessageEndingWith("made a text of more than 1048576 characters");
  }

  @Test
  void filterAndMapAreLinear() throws Exception {
    Machine large = large(20_000);
    Expression expression =
        compile("it.services.filter(s, s.active).map(s, s.name).size() == 20000");
    assertThat(expression.test(Map.of("it", large), new EvaluationBudget())).isTrue();
  }

  @Test
  void rendersTemplates() throws Exception {
    Problems problems = new Problems();
    Template template =
        ENVIRONMENT
            .template(
                scalar(
                    "'${it.name}: ${it.services.map(s, s.name)} $${x} ${\"}\" + {\"a\":"
                        + " it.name}[\"a\"]}'"),
                problems)
            .orElseThrow();
    assertThat(template.render(Map.of("it", MACHINE), new EvaluationBudget()))
        .isEqualTo("net: northd, nb ${x} }net");
    ENVIRONMENT.template(scalar("a ${it.nme} ${it.name"), problems);
    assertThatThrownBy(problems::throwIfAny)
        .hasMessage(
            """
            f:1:11: unknown field `nme`, did you mean `name`?
            f:1:16: `${` has no closing `}`\
            """);
  }

  @Test
  void quotesForCel() throws Exception {
    String nasty = "a\"b\\c'd\n${e}\u0007é";
    assertThat(compile("'x' != " + "it.name").test(Map.of("it", MACHINE), new EvaluationBudget()))
        .isTrue();
    Scalar text = Scalar.of("here", CelEnvironment.quote(nasty));
    assertThat(
            ENVIRONMENT
                .compile(text, new Problems())
                .orElseThrow()
                .evaluate(Map.of(), new EvaluationBudget()))
        .isEqualTo(nasty);
  }

  private static Machine large(int size) {
    return new Machine(
        "x",
        IntStream.range(0, size)
            .mapToObj(i -> new Service("s" + i, "active", Optional.empty()))
            .toList(),
        Map.of());
  }

  private static Expression compile(String expression) throws DocumentException {
    Problems problems = new Problems();
    Optional<Expression> compiled = ENVIRONMENT.compile(scalar(expression), CelKind.BOOL, problems);
    problems.throwIfAny();
    return compiled.orElseThrow();
  }

  private static Scalar scalar(String text) throws DocumentException {
    String written =
        text.startsWith("'") && !text.equals("''") && !text.endsWith("'")
            ? "\"" + text + "\""
            : text;
    Mapping root =
        (Mapping) YamlFile.parse("f", "k: " + (needsQuotes(text) ? yaml(text) : written));
    return (Scalar) root.entries().get(0).value();
  }

  private static boolean needsQuotes(String text) {
    return text.startsWith("!")
        || text.startsWith("[")
        || text.contains(": ") && !text.startsWith("'")
        || text.startsWith("'a'")
        || text.startsWith("'x'");
  }

  private static String yaml(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
