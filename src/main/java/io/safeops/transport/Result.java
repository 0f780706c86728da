package io.safeops.transport;

import java.nio.charset.StandardCharsets;

/**
 * How a command ended.
 *
 * @param exit its exit status, 128 + n when it was ended by signal n
 * @param output standard output, at most the transport's cap (32 MiB); more is an error
 * @param error standard error, cut at 64 KiB
 */
public record Result(int exit, byte[] output, byte[] error) {

  public String outputText() {
    return new String(output, StandardCharsets.UTF_8);
  }

  public String errorText() {
    return new String(error, StandardCharsets.UTF_8);
  }
}
