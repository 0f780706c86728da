package io.safeops.policy;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import io.safeops.document.DocumentNode;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.FileHeader;
import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.expression.CelEnvironment;
import io.safeops.expression.Expression;
import io.safeops.expression.Template;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.FactsLanguage;
import io.safeops.paths.verdict.PathChange;
import io.safeops.plan.CanonicalPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Reads policies, which are files of rules. A reader keeps one expression language for each type of
 * item.
 */
final class PolicyReader {

  static final Pattern ID = Pattern.compile("[a-z0-9-]{1,63}/[a-z0-9-]{1,63}");
  static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");

  static final Pattern JUDGES = Pattern.compile("the present cluster");

  static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}]{1,150}");

  private final Problems problems;
  private final CelEnvironment celEnvironment;
  private final Map<CelType, CelEnvironment> byItem = new HashMap<>();

  /**
   * @param language how the expressions are compiled: see {@link CelEnvironment}
   */
  PolicyReader(Problems problems, UnaryOperator<CelEnvironment> language) {
    this.problems = problems;
    this.celEnvironment =
        language.apply(
            FactsLanguage.environment(PlanContext.class, PlanFunctions.class)
                .with("cluster", Cluster.class)
                .with("plan", PlanContext.class)
                .with("change", PathChange.class));
  }

  List<Rule> read(DocumentNode root) {
    MapReader file = Value.root(root, PolicySchema.FILE, problems).map();
    FileHeader header = FileHeader.read(file, PolicySchema.KIND);
    Value rules = file.required("rules");
    file.finish();
    if (rules.isList() && rules.list().isEmpty()) {
      rules.report("`rules`: a policy has at least one rule");
    }
    List<Rule> read = new ArrayList<>();
    for (Value rule : rules.list()) {
      String digest = rule.node().map(CanonicalPlan::digest).orElse("");
      rule(rule.map(), header.name().value(), digest).ifPresent(read::add);
    }
    return read;
  }

  private Optional<Rule> rule(MapReader map, String policy, String digest) {
    int before = problems.count();
    Optional<Located<String>> id = id(map.required("id"), policy);
    Optional<Expression> each = compile(celEnvironment, map.required("each"), CelKind.LIST);
    Value when = map.optional("when");
    Value expression = map.required("expression");
    Value unless = map.optional("unless");
    Value key = map.optional("key");
    Value growsWith = map.optional("grows-with");
    Value message = map.required("message");
    Severity severity = word(map.optional("severity"), Severity.class).orElse(Severity.DENY);
    WaiverLevel waive = word(map.required("waive"), WaiverLevel.class).orElse(WaiverLevel.NEVER);
    Value later = map.optional("meanwhile");
    Optional<WaiverLevel> meanwhile = word(later, WaiverLevel.class);
    if (meanwhile.isPresent()
        && (waive != WaiverLevel.APPROVAL || meanwhile.get() != WaiverLevel.OPERATOR)) {
      later.report("`meanwhile`: only operator, and only beside `waive: approval`");
    }
    Value judges = map.optional("judges");
    boolean onlyDoctor = judges.text(JUDGES, "the words `the present cluster`").isPresent();
    Value remedy = map.optional("remedy");
    String about = map.optional("about").text(LINE, "one line").map(Located::value).orElse("");
    String source = map.optional("source").textOrEmpty();
    map.finish();
    if (each.isEmpty()) {
      return Optional.empty();
    }
    CelEnvironment ofItem = ofItem(each.get().type());
    Optional<Expression> condition = compile(ofItem, when, CelKind.BOOL);
    Optional<Expression> test = compile(ofItem, expression, CelKind.BOOL);
    Optional<Expression> cause = compile(ofItem, unless, CelKind.BOOL);
    Optional<Template> keyTemplate = template(ofItem, key);
    Optional<Expression> extent = compile(ofItem, growsWith, CelKind.LIST);
    Optional<Template> words = template(ofItem, message);
    List<RemedyTemplate> remedies = new ArrayList<>();
    for (Value one : remedy.isMap() ? List.of(remedy) : remedy.list()) {
      remedy(one.map(), ofItem).ifPresent(remedies::add);
    }
    if (problems.count() > before) {
      return Optional.empty();
    }
    return Optional.of(
        Rule.builder(id.orElseThrow(), each.get(), test.orElseThrow(), words.orElseThrow())
            .when(condition)
            .unless(cause)
            .key(keyTemplate)
            .growsWith(extent)
            .severity(severity)
            .waive(waive)
            .meanwhile(meanwhile)
            .remedies(remedies)
            .onlyDoctor(onlyDoctor)
            .about(about)
            .source(source)
            .digest(digest)
            .build());
  }

  private Optional<RemedyTemplate> remedy(MapReader map, CelEnvironment ofItem) {
    Optional<Located<String>> plan = map.required("plan").text(NAME, "the name of a playbook");
    Optional<Expression> when = compile(ofItem, map.optional("when"), CelKind.BOOL);
    Optional<Expression> each = compile(ofItem, map.optional("each"), CelKind.LIST);
    Value with = map.optional("with");
    map.finish();
    CelEnvironment ofChoice =
        each.isPresent()
            ? ofItem.with(RemedyTemplate.CHOICE, each.get().type().parameters().get(0))
            : ofItem;
    Map<String, Template> params = new TreeMap<>();
    for (Value.NamedValue param : with.entries()) {
      template(ofChoice, param.value()).ifPresent(text -> params.put(param.key().value(), text));
    }
    return plan.map(name -> new RemedyTemplate(name.value(), when, each, params));
  }

  private static Optional<Located<String>> id(Value value, String policy) {
    Optional<Located<String>> id = value.text(ID, "a rule's id, as " + policy + "/some-name");
    if (id.isPresent() && !id.get().value().startsWith(policy + "/")) {
      value.report(
          "`id`: " + Value.quote(id.get().value()) + " does not begin with `" + policy + "/`");
    }
    return id;
  }

  private CelEnvironment ofItem(CelType list) {
    CelType item = list.parameters().get(0);
    return byItem.computeIfAbsent(item, type -> celEnvironment.with("it", type));
  }

  private Optional<Expression> compile(CelEnvironment language, Value value, CelKind expected) {
    Optional<Scalar> written = value.scalar();
    return written.flatMap(text -> language.compile(text, expected, problems));
  }

  private Optional<Template> template(CelEnvironment language, Value value) {
    return value.scalar().flatMap(text -> language.template(text, problems));
  }

  private static <E extends Enum<E>> Optional<E> word(Value value, Class<E> type) {
    return value
        .oneOf(words(type))
        .map(word -> Enum.valueOf(type, word.value().toUpperCase(Locale.ROOT)));
  }

  /** The constants as a policy writes them. */
  static <E extends Enum<E>> List<String> words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(each -> each.name().toLowerCase(Locale.ROOT))
        .toList();
  }
}
