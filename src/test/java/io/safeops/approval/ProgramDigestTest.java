package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program is its jar and its libraries. */
class ProgramDigestTest {

  @TempDir private Path folder;
  private Path jar;
  private Path library;

  @BeforeEach
  void program() throws Exception {
    jar = Files.writeString(folder.resolve("safeops.jar"), "one");
    library = Files.createDirectory(folder.resolve("lib")).resolve("a.jar");
    Files.writeString(library, "two");
  }

  @Test
  void eachByteOfTheProgramCounts() throws Exception {
    String digest = ProgramDigest.of(jar);
    assertThat(digest).matches("[0-9a-f]{64}");
    Files.writeString(library, "three");
    assertThat(ProgramDigest.of(jar)).isNotEqualTo(digest);
    Files.writeString(library, "two");
    assertThat(ProgramDigest.of(jar)).isEqualTo(digest);
    Files.writeString(jar, "ONE");
    assertThat(ProgramDigest.of(jar)).isNotEqualTo(digest);
    Files.writeString(jar, "one");
    Files.move(library, library.resolveSibling("b.jar"));
    assertThat(ProgramDigest.of(jar)).isNotEqualTo(digest);
  }

  @Test
  void whereTheProgramIsAndHowItIsNamedDoesNotCount() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.createDirectory(other.resolve("lib"));
    Files.copy(library, other.resolve("lib/a.jar"));
    Path renamed = Files.copy(jar, other.resolve("safeops-1.jar"));
    assertThat(ProgramDigest.of(renamed)).isEqualTo(ProgramDigest.of(jar));
  }
}
