package io.safeops.policy;

import io.safeops.document.DocumentException;
import io.safeops.expression.CompiledExpressions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A step of the build: compiles the expressions of the built-in policies and writes them into the
 * folder of classes that is its argument. A rule that does not compile fails the build.
 */
final class CompilePolicies {

  private CompilePolicies() {}

  public static void main(String[] argv) throws DocumentException, IOException {
    Path file = Path.of(argv[0] + BuiltInFiles.COMPILED);
    CompiledExpressions compiled = PolicySet.compileBuiltIn();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      compiled.write(out);
    }
  }
}
