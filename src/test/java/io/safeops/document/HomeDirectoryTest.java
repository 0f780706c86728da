package io.safeops.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HomeDirectoryTest {

  @Test
  void homeVariableComesBeforeThePasswdEntry() {
    assertThat(HomeDirectory.of("/home/ci", "/root")).isEqualTo(Path.of("/home/ci"));
  }

  @Test
  void usesThePasswdEntryWithoutTheVariable() {
    assertThat(HomeDirectory.of(null, "/root")).isEqualTo(Path.of("/root"));
    assertThat(HomeDirectory.of("", "/root")).isEqualTo(Path.of("/root"));
    assertThat(HomeDirectory.of("here", "/root")).isEqualTo(Path.of("/root"));
  }

  @Test
  void usesTheRootDirectoryWithoutBoth() {
    assertThat(HomeDirectory.of(null, "?")).isEqualTo(Path.of("/"));
  }
}
