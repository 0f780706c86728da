package io.safeops.cli.terminal;

import io.safeops.document.Printable;
import io.safeops.transport.ssh.Secrets;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The passphrases of private keys that the operator typed, kept in memory for the run's process,
 * which has no terminal to ask at. They go to it over a pipe and nowhere else.
 */
public final class Passphrases implements Secrets {

  private final @Nullable Console console;
  private final Map<Path, char[]> typed = new HashMap<>();

  /** Whether a question stands on the screen. */
  private volatile boolean isAsking;

  private Passphrases(@Nullable Console console) {
    this.console = console;
  }

  /** Asks at the terminal, if there is one. */
  public static Passphrases ofTerminal() {
    return new Passphrases(System.console());
  }

  /** Whether the operator is asked for one now. */
  boolean isAsking() {
    return isAsking;
  }

  /**
   * Reads what {@link #handTo} wrote.
   *
   * @throws IOException if the text is anything else
   */
  public static Passphrases from(InputStream pipe) throws IOException {
    Passphrases received = new Passphrases(null);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(pipe, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", -1);
      if (words.length != 2) {
        throw new IOException("expected the passphrases of `safeops apply` on standard input");
      }
      ByteBuffer secret = ByteBuffer.wrap(Base64.getDecoder().decode(words[1]));
      CharBuffer characters = StandardCharsets.UTF_8.decode(secret);
      char[] passphrase = new char[characters.remaining()];
      characters.get(passphrase);
      String file = new String(Base64.getDecoder().decode(words[0]), StandardCharsets.UTF_8);
      received.typed.put(Path.of(file), passphrase);
    }
    return received;
  }

  /** Writes the passphrases that were typed, and forgets them. */
  public synchronized void handTo(OutputStream pipe) throws IOException {
    Base64.Encoder base64 = Base64.getEncoder();
    for (Map.Entry<Path, char[]> each : typed.entrySet()) {
      ByteBuffer secret = StandardCharsets.UTF_8.encode(CharBuffer.wrap(each.getValue()));
      byte[] bytes = new byte[secret.remaining()];
      secret.get(bytes);
      pipe.write(base64.encode(each.getKey().toString().getBytes(StandardCharsets.UTF_8)));
      pipe.write(' ');
      pipe.write(base64.encode(bytes));
      pipe.write('\n');
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(each.getValue(), '\0');
    }
    typed.clear();
    pipe.flush();
  }

  @Override
  public synchronized char @Nullable [] passphrase(Path keyFile) {
    char[] known = typed.get(keyFile);
    if (known == null && console != null) {
      isAsking = true;
      try {
        known = console.readPassword("passphrase of %s: ", Printable.line(keyFile.toString()));
      } finally {
        isAsking = false;
      }
      if (known != null) {
        typed.put(keyFile, known);
      }
    }
    return known == null ? null : known.clone();
  }
}
