package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRequestTest {

  @TempDir Path directory;

  /** The value of a secret parameter is in it, and an old file may have been open to all. */
  @Test
  void onlyItsOwnerReadsIt() throws Exception {
    Path file = Files.writeString(directory.resolve("request.json"), "{}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    RunRequest request =
        RunRequest.builder("/p", "/i")
            .params(Map.of("key", "hunter2"))
            .user("me")
            .host("here")
            .digest("d")
            .build();
    request.save(file);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(RunRequest.load(file)).isEqualTo(request);
  }
}
