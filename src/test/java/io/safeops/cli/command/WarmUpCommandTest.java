package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.view.Exit;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/**
 * The launcher hides what a warm-up says: if it fails, each start is slow, and nothing tells why.
 */
class WarmUpCommandTest {

  @Test
  void succeedsAndSaysNothing() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    assertThat(Main.run(said, said, "warm-up")).as(said.toString()).isEqualTo(Exit.OK);
    assertThat(said.toString()).isEmpty();
  }
}
