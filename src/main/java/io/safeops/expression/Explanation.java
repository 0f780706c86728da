package io.safeops.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelUnparser;
import dev.cel.parser.CelUnparserFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists the values that decided an evaluation. In a loop the last evaluated element decided,
 * because {@code all} and {@code exists} stop there.
 */
final class Explanation {

  private static final int MAX_LINES = 8;

  private final CelAbstractSyntaxTree ast;
  private final Map<Long, Object> values;
  private final CelUnparser unparser = CelUnparserFactory.newUnparser();
  private final Set<String> lines = new LinkedHashSet<>();

  Explanation(CelAbstractSyntaxTree ast, Map<Long, Object> values) {
    this.ast = ast;
    this.values = values;
  }

  List<String> lines() {
    visit(ast.getExpr());
    return lines.stream().limit(MAX_LINES).toList();
  }

  private void visit(CelExpr part) {
    switch (part.getKind()) {
      case IDENT, SELECT -> show(part);
      case CALL -> call(part);
      case COMPREHENSION -> comprehension(part);
      case LIST -> part.list().elements().forEach(this::visit);
      default -> {
        // Constants explain nothing, and rules contain no maps or structs.
      }
    }
  }

  private void call(CelExpr part) {
    String function = part.call().function();
    boolean operator =
        function.startsWith("_") || function.startsWith("!_") || function.startsWith("@");
    boolean index = function.equals("_[_]") || function.equals("_[?_]");
    if (operator && !index) {
      part.call().target().ifPresent(this::visit);
      part.call().args().forEach(this::visit);
    } else {
      show(part);
    }
  }

  private void comprehension(CelExpr part) {
    CelExpr start = part.comprehension().accuInit();
    boolean collects = start.getKind() != CelExpr.ExprKind.Kind.CONSTANT;
    if (collects) {
      show(part);
      return;
    }
    Object result = values.get(part.id());
    boolean decided = result != null && !result.equals(values.get(start.id()));
    if (decided) {
      // The argument of a look-up decided the result as much as the found element did.
      if (part.comprehension().iterRange().getKind() == CelExpr.ExprKind.Kind.CALL) {
        part.comprehension().iterRange().call().args().forEach(this::visit);
      }
      visit(part.comprehension().loopStep());
    } else {
      show(part);
    }
  }

  private void show(CelExpr part) {
    @Nullable Object value = values.get(part.id());
    if (value == null || isHidden(part) || !ValueText.isPlain(value)) {
      return;
    }
    String text = unparser.unparse(CelAbstractSyntaxTree.newParsedAst(part, ast.getSource()));
    lines.add(text + " = " + ValueText.of(value));
  }

  /** Whether a part is the accumulator of a loop, which the author of the rule did not write. */
  private static boolean isHidden(CelExpr part) {
    return part.getKind() == CelExpr.ExprKind.Kind.IDENT && part.ident().name().startsWith("@");
  }
}
