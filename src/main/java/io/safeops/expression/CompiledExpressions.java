package io.safeops.expression;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelProtoAbstractSyntaxTree;
import dev.cel.expr.CheckedExpr;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Expressions that were parsed and checked before: what the build keeps of the built-in rules, so
 * that a start need not load CEL's parser and type checker. Each is found by its text and by the
 * variables that it may use, with their types.
 */
public final class CompiledExpressions {

  /** Knows none. */
  public static final CompiledExpressions NONE = new CompiledExpressions(Map.of());

  /** By language and text, the checked expression in the format of CEL's {@code CheckedExpr}. */
  private final Map<String, byte[]> checked;

  private CompiledExpressions(Map<String, byte[]> checked) {
    this.checked = checked;
  }

  /** Takes in each expression that a language with it compiles. */
  public static CompiledExpressions recording() {
    return new CompiledExpressions(new TreeMap<>());
  }

  /**
   * What {@link #write} has written.
   *
   * @throws IOException if it cannot be read, or ends too early
   */
  public static CompiledExpressions read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    ImmutableMap.Builder<String, byte[]> checked = ImmutableMap.builder();
    for (int left = data.readInt(); left > 0; left--) {
      String key = data.readUTF();
      byte[] tree = new byte[data.readInt()];
      data.readFully(tree);
      checked.put(key, tree);
    }
    return new CompiledExpressions(checked.buildOrThrow());
  }

  /** Writes all, sorted: the same expressions are the same bytes. */
  public void write(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(checked.size());
    for (Map.Entry<String, byte[]> one : new TreeMap<>(checked).entrySet()) {
      data.writeUTF(one.getKey());
      data.writeInt(one.getValue().length);
      data.write(one.getValue());
    }
    data.flush();
  }

  /** How many there are. */
  public int size() {
    return checked.size();
  }

  void add(String language, String text, CelAbstractSyntaxTree tree) {
    if (checked instanceof TreeMap) {
      checked.put(
          key(language, text),
          CelProtoAbstractSyntaxTree.fromCelAst(tree).toCheckedExpr().toByteArray());
    }
  }

  Optional<CelAbstractSyntaxTree> find(String language, String text) {
    byte[] tree = checked.get(key(language, text));
    if (tree == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          CelProtoAbstractSyntaxTree.fromCheckedExpr(CheckedExpr.parseFrom(tree)).getAst());
    } catch (IOException e) {
      throw new IllegalStateException("safeops is incomplete: `" + text + "` is unreadable", e);
    }
  }

  private static String key(String language, String text) {
    return language + "\n" + text;
  }
}
