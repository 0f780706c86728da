package io.safeops.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.expression.CompiledExpressions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the build has compiled of the built-in rules is what their texts compile to now. */
class CompiledPoliciesTest {

  @Test
  void theBuildHasCompiledTheRulesOfThisTree() throws Exception {
    CompiledExpressions kept = BuiltInFiles.compiledExpressions();
    assertThat(kept.size()).isGreaterThan(100);
    assertThat(bytes(kept)).isEqualTo(bytes(PolicySet.compileBuiltIn()));
  }

  @Test
  void aFileThatEndsTooEarlyIsNotRead() throws Exception {
    byte[] whole = bytes(PolicySet.compileBuiltIn());
    byte[] torn = Arrays.copyOf(whole, whole.length - 1);
    assertThatThrownBy(() -> CompiledExpressions.read(new ByteArrayInputStream(torn)))
        .isInstanceOf(IOException.class);
  }

  private static byte[] bytes(CompiledExpressions compiled) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    compiled.write(out);
    return out.toByteArray();
  }
}
