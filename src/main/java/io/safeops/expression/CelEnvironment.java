package io.safeops.expression;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import io.safeops.expression.Expression.Checked;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The language of one place in a file: which variables an expression may use there, and of which
 * types. Making the first one loads CEL, some 300 ms in a cold process.
 */
public final class CelEnvironment {

  private static final int MAX_CHARACTERS = 4096;
  private static final int MAX_DEPTH = 40;
  private static final int MAX_NODES = 2000;

  /** Every round of a loop takes steps, and those are counted. */
  private static final int ANY_ITERATIONS = -1;

  private static final int MAX_REGEX = 1000;

  private static final Pattern UNUSED = Pattern.compile("bytes|uint|timestamp|duration");

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .populateMacroCalls(true)
          .maxExpressionCodePointSize(MAX_CHARACTERS)
          .maxParseRecursionDepth(MAX_DEPTH)
          .maxParseExpressionNodeCount(MAX_NODES)
          .comprehensionMaxIterations(ANY_ITERATIONS)
          .maxRegexProgramSize(MAX_REGEX)
          .build();

  /** Only functions whose result is not larger than what they are given. */
  private static final CelStringExtensions STRINGS =
      CelExtensions.strings(
          CelStringExtensions.Function.JOIN,
          CelStringExtensions.Function.LOWER_ASCII,
          CelStringExtensions.Function.SPLIT,
          CelStringExtensions.Function.SUBSTRING,
          CelStringExtensions.Function.TRIM);

  private static final CelListsExtensions LISTS =
      CelExtensions.lists(
          CelListsExtensions.Function.DISTINCT,
          CelListsExtensions.Function.FLATTEN,
          CelListsExtensions.Function.SORT);

  private static final Set<String> FUNCTIONS =
      Set.of(
          "all",
          "exists",
          "exists_one",
          "filter",
          "map",
          "has",
          "size",
          "contains",
          "startsWith",
          "endsWith",
          "matches",
          "join",
          "lowerAscii",
          "split",
          "substring",
          "trim",
          "distinct",
          "flatten",
          "sort",
          "duplicates",
          "hasValue",
          "value",
          "orValue",
          "or",
          "string",
          "int",
          "bind");

  private final RecordTypes types;
  private final RecordFunctions functions;
  private final Map<String, CelType> variables;
  private final boolean trusting;
  private final SharedRuntime runtime;
  private final CompiledExpressions compiled;

  /** By their text: many rules ask the same of the same items. */
  private final Map<String, WhenAsked> known = new ConcurrentHashMap<>();

  private @Nullable CelCompiler compiler;

  private CelEnvironment(
      RecordTypes types,
      RecordFunctions functions,
      Map<String, CelType> variables,
      boolean trusting,
      SharedRuntime runtime,
      CompiledExpressions compiled) {
    this.types = types;
    this.functions = functions;
    this.variables = Collections.unmodifiableMap(variables);
    this.trusting = trusting;
    this.runtime = runtime;
    this.compiled = compiled;
  }

  /**
   * A language without variables that knows these records and all that they reach, and what else
   * can be asked of them.
   */
  public static CelEnvironment of(RecordExtensions extensions, Class<?>... records) {
    RecordTypes types = new RecordTypes(extensions, records);
    RecordFunctions functions = new RecordFunctions(extensions.functions());
    return new CelEnvironment(
        types,
        functions,
        new TreeMap<>(),
        false,
        new SharedRuntime(types, functions),
        CompiledExpressions.NONE);
  }

  /**
   * The same language for what safeops brings along, whose build has checked it: an expression is
   * checked when it is first asked, and most messages and remedies of a run never are.
   *
   * @param known what the build has compiled; what it does not hold is compiled when it is asked
   */
  public CelEnvironment trusting(CompiledExpressions known) {
    return new CelEnvironment(types, functions, variables, true, runtime, known);
  }

  /** The same language, which keeps all that it compiles. */
  public CelEnvironment recording(CompiledExpressions kept) {
    return new CelEnvironment(types, functions, variables, false, runtime, kept);
  }

  /** With one more variable. */
  public CelEnvironment with(String variable, CelType type) {
    Map<String, CelType> more = new TreeMap<>(variables);
    more.put(variable, type);
    return new CelEnvironment(types, functions, more, trusting, runtime, compiled);
  }

  /** With one more variable, which holds a record. */
  public CelEnvironment with(String variable, Class<?> record) {
    return with(variable, StructTypeReference.create(record.getCanonicalName()));
  }

  /**
   * Reads an expression and checks its types.
   *
   * @return empty if something is wrong with it, which is reported
   */
  public Optional<Expression> compile(Scalar written, Problems problems) {
    return compile(written, 0, written.text().length(), problems);
  }

  /** Reads an expression that must have this kind of value: BOOL, LIST, ... */
  public Optional<Expression> compile(Scalar written, CelKind expected, Problems problems) {
    Optional<Expression> expression = compile(written, problems);
    if (!trusting && expression.isPresent() && expression.get().type().kind() != expected) {
      problems.add(
          written.at(),
          "`%s` is %s, expected %s"
              .formatted(
                  CelErrorTranslator.clip(written.text()),
                  CelErrorTranslator.typeName(expression.get().type()),
                  expected == CelKind.BOOL ? "true or false" : "a list"));
      return Optional.empty();
    }
    return expression;
  }

  /** Reads the expression that a part of a text holds. */
  Optional<Expression> compile(Scalar written, int from, int to, Problems problems) {
    String text = written.text().substring(from, to);
    if (text.isBlank()) {
      problems.add(written.positionOf(from), "an expression is missing");
      return Optional.empty();
    }
    Position at = written.positionOf(from);
    if (trusting) {
      return Optional.of(
          new Expression(text, at, known.computeIfAbsent(text, same -> new WhenAsked(text, at))));
    }
    try {
      Checked checked = check(text);
      return Optional.of(new Expression(text, at, () -> checked));
    } catch (CelValidationException e) {
      new CelErrorTranslator(this, written, from, text).report(e, problems);
    } catch (CelEvaluationException e) {
      problems.add(written.positionOf(from), "`" + text + "`: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Checked check(String text) throws CelValidationException, CelEvaluationException {
    CelAbstractSyntaxTree ast = compiler().compile(text).getAst();
    compiled.add(language(), text, ast);
    return new Checked(ast, runtime.program(ast));
  }

  private Checked checkOrRead(String text) throws CelValidationException, CelEvaluationException {
    Optional<CelAbstractSyntaxTree> ast = compiled.find(language(), text);
    return ast.isPresent() ? new Checked(ast.get(), runtime.program(ast.get())) : check(text);
  }

  /** What decides how a text is compiled here, besides the program itself: the variables. */
  private String language() {
    return variables.entrySet().stream()
        .map(variable -> variable.getKey() + ":" + fullName(variable.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String fullName(CelType type) {
    return type.name()
        + type.parameters().stream()
            .map(CelEnvironment::fullName)
            .collect(Collectors.joining(",", "(", ")"));
  }

  /** Held apart: a start that compiles nothing does not need it. */
  private static final class Declarations {
    /**
     * What stands in every expression: less than CEL's standard, as facts hold no bytes, unsigned
     * numbers or times. CEL takes all of it in anew for each expression that it checks; with its
     * whole standard, that was half of what reading the built-in rules costs.
     */
    static final CelStandardDeclarations STANDARD =
        CelStandardDeclarations.newBuilder()
            .filterFunctions(
                (function, overload) ->
                    !UNUSED.matcher(overload.celOverloadDecl().overloadId()).find())
            .build();

    private Declarations() {}
  }

  /** Checks an expression when it is first asked. */
  private final class WhenAsked implements Supplier<Checked> {
    private final String text;
    private final Position at;
    private @Nullable Checked checked;

    WhenAsked(String text, Position at) {
      this.text = text;
      this.at = at;
    }

    @Override
    public synchronized Checked get() {
      if (checked == null) {
        try {
          checked = checkOrRead(text);
        } catch (CelValidationException | CelEvaluationException e) {
          throw new Expression.Wrong(at, e);
        }
      }
      return checked;
    }
  }

  /** Reads a text with expressions in it: {@code ${...}}. */
  public Optional<Template> template(Scalar written, Problems problems) {
    return TemplateReader.read(this, written, problems);
  }

  /** Made when the first expression needs it: most languages are only steps to another. */
  synchronized CelCompiler compiler() {
    if (compiler == null) {
      CelCompilerBuilder builder =
          CelCompilerFactory.standardCelCompilerBuilder()
              .setOptions(OPTIONS)
              .setStandardEnvironmentEnabled(false)
              .setStandardDeclarations(Declarations.STANDARD)
              .setStandardMacros(LinearListFunctions.STANDARD)
              .addMacros(LinearListFunctions.MACROS)
              .addFunctionDeclarations(LinearListFunctions.declarations())
              .addFunctionDeclarations(functions.declarations())
              .addLibraries(
                  types, CelExtensions.bindings(), CelExtensions.optional(), STRINGS, LISTS);
      variables.forEach(builder::addVar);
      compiler = builder.build();
    }
    return compiler;
  }

  /**
   * Runs expressions. It knows no variables, so that all languages of the same records share it.
   */
  private static final class SharedRuntime {
    private final RecordTypes types;
    private final RecordFunctions functions;
    private @Nullable CelRuntime runtime;

    SharedRuntime(RecordTypes types, RecordFunctions functions) {
      this.types = types;
      this.functions = functions;
    }

    synchronized CelRuntime.Program program(CelAbstractSyntaxTree ast)
        throws CelEvaluationException {
      if (runtime == null) {
        runtime =
            CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .addFunctionBindings(LinearListFunctions.bindings())
                .addFunctionBindings(functions.bindings())
                .addLibraries(types, CelExtensions.optional(), STRINGS, LISTS)
                .build();
      }
      return (CelRuntime.Program) runtime.createProgram(ast);
    }
  }

  Set<String> fields() {
    return types.fieldNames();
  }

  /** What may stand where a plain name stands. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(variables.keySet());
    names.addAll(FUNCTIONS);
    names.addAll(functions.names());
    return names;
  }

  /** A text as CEL writes it, for expressions that are put together. */
  public static String quote(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c < 0x20 || c == 0x7f) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }
}
