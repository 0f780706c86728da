package io.safeops.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ssh-keygen of this machine, in one folder, without the agent of whoever runs the tests. */
final class OpenSsh {

  /** How a program ended, and what it printed to both streams. */
  record Ended(int exit, String text) {}

  private final Path dir;
  private final Map<String, String> environment = new TreeMap<>();

  OpenSsh(Path dir) {
    this.dir = dir;
  }

  OpenSsh with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs a program to its end. */
  Ended run(byte[] input, String... argv) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(argv).directory(dir.toFile()).redirectErrorStream(true);
    builder.environment().remove("SSH_AUTH_SOCK");
    builder.environment().put("TZ", "UTC");
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException closed) {
      // It did not want to read everything.
    }
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), text);
  }

  /** Runs ssh-keygen, which must succeed. */
  String keygen(byte[] input, String... arguments) throws Exception {
    Ended ended = run(input, argv(arguments));
    assertThat(ended.exit()).as("ssh-keygen %s: %s", List.of(arguments), ended.text()).isZero();
    return ended.text();
  }

  private static String[] argv(String... arguments) {
    List<String> argv = new ArrayList<>(List.of("ssh-keygen"));
    argv.addAll(List.of(arguments));
    return argv.toArray(String[]::new);
  }

  /** Makes a key pair. Returns the file of the private half. */
  Path key(String name, String type, int bits, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("-q", "-t", type, "-b", "" + bits, "-f", name, "-C", name));
    arguments.addAll(more.length == 0 ? List.of("-N", "") : List.of(more));
    keygen(new byte[0], arguments.toArray(String[]::new));
    return dir.resolve(name);
  }

  /** Certifies NAME.pub by the key CA, as NAME-cert.pub. */
  Path certify(String ca, String name, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("-q", "-s", ca, "-I", "badge", "-n", Signers.ALICE));
    arguments.addAll(List.of(more));
    arguments.add(name + ".pub");
    keygen(new byte[0], arguments.toArray(String[]::new));
    return dir.resolve(name + "-cert.pub");
  }

  /** {@code ssh-keygen -Y sign}, whose messages go to the other stream. */
  String sign(String key, byte[] message, String... more) throws Exception {
    Files.write(dir.resolve("message"), message);
    Files.deleteIfExists(dir.resolve("message.sig"));
    List<String> arguments =
        new ArrayList<>(List.of("-q", "-Y", "sign", "-f", key, "-n", HandMadeSignature.NAMESPACE));
    arguments.addAll(List.of(more));
    arguments.add("message");
    keygen(new byte[0], arguments.toArray(String[]::new));
    return Files.readString(dir.resolve("message.sig"));
  }

  /** {@code ssh-keygen -Y verify} of a signature by one of the signers in a file. */
  Ended verify(Path signers, String principal, String armored, byte[] message, String... more)
      throws Exception {
    Files.writeString(dir.resolve("signature"), armored);
    List<String> arguments =
        new ArrayList<>(
            List.of("-Y", "verify", "-f", signers.toString(), "-I", principal, "-s", "signature"));
    arguments.addAll(List.of("-n", HandMadeSignature.NAMESPACE));
    arguments.addAll(List.of(more));
    return run(message, argv(arguments.toArray(String[]::new)));
  }

  String publicKey(String name) throws IOException {
    String[] words = Files.readString(dir.resolve(name + ".pub")).split(" ");
    return words[0] + " " + words[1].strip();
  }

  Path signers(String... lines) throws IOException {
    return Files.writeString(dir.resolve("allowed_signers"), String.join("\n", lines) + "\n");
  }
}
