package io.safeops.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

  @Test
  void aWriterIsNotHeldUpByAReaderThatDoesNotRead() throws Exception {
    byte[] sent = new byte[5_000_000];
    new Random(3).nextBytes(sent);
    try (PipedInputStream narrow = new PipedInputStream(1024);
        PipedOutputStream out = new PipedOutputStream(narrow)) {
      ReadAhead ahead = ReadAhead.of(narrow);
      CompletableFuture<Boolean> written =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  out.write(sent);
                  out.close();
                  return true;
                } catch (java.io.IOException failed) {
                  return false;
                }
              });
      assertThat(written.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(ahead.readAllBytes()).isEqualTo(sent);
      assertThat(ahead.read()).isEqualTo(-1);
    }
  }
}
