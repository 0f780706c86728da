package io.safeops.transport.ssh;

import io.safeops.transport.ShellQuote;
import io.safeops.transport.TransportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/**
 * Checks the host key of one connection against known_hosts files, as strictly as {@code
 * StrictHostKeyChecking=yes}: it refuses an unknown, changed or revoked key, and never writes a
 * file. It ignores lines of certificate authorities: host certificates are not offered.
 */
final class KnownHosts implements HostKeyVerifier {

  private record Line(
      Path file, int number, boolean revoked, String hosts, String type, byte[] key) {

    boolean isFor(String name) {
      return HostPattern.matches(hosts, name);
    }

    String place() {
      return file + ":" + number;
    }
  }

  private final List<Path> files;
  private final List<Line> lines;
  private volatile String refusal = "";

  private KnownHosts(List<Path> files, List<Line> lines) {
    this.files = files;
    this.lines = lines;
  }

  static KnownHosts read(List<Path> files) throws TransportException {
    List<Line> lines = new ArrayList<>();
    for (Path file : files) {
      try {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        int number = 0;
        for (String line : text.split("\n", -1)) {
          parse(file, ++number, line.trim()).ifPresent(lines::add);
        }
      } catch (NoSuchFileException absent) {
        // As for OpenSSH: a missing file knows no host.
      } catch (IOException unreadable) {
        throw new TransportException(
            TransportException.TransportFailure.HOST_KEY,
            "cannot read the known host keys in " + file + ": " + unreadable.getMessage(),
            unreadable);
      }
    }
    return new KnownHosts(files, List.copyOf(lines));
  }

  private static Optional<Line> parse(Path file, int number, String line) {
    if (line.isEmpty() || line.startsWith("#") || line.startsWith("@cert-authority")) {
      return Optional.empty();
    }
    List<String> words = Arrays.asList(line.split("\\s+"));
    boolean revoked = words.get(0).equals("@revoked");
    if (revoked) {
      words = words.subList(1, words.size());
    }
    if (words.size() < 3) {
      return Optional.empty();
    }
    try {
      byte[] key = Base64.getDecoder().decode(words.get(2));
      return Optional.of(new Line(file, number, revoked, words.get(0), words.get(1), key));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  @Override
  public boolean verify(String hostname, int port, PublicKey key) {
    byte[] shown = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
    String type = KeyType.fromKey(key).toString();
    String name = name(hostname, port);
    List<Line> known = lines.stream().filter(line -> line.isFor(name)).toList();
    for (Line line : known) {
      if (line.revoked() && Arrays.equals(line.key(), shown)) {
        return refuse(
            "the host key of %s is revoked by %s: %s %s. Do not connect to it."
                .formatted(name, line.place(), type, fingerprint(shown)));
      }
    }
    List<Line> trusted = known.stream().filter(line -> !line.revoked()).toList();
    if (trusted.stream().anyMatch(line -> Arrays.equals(line.key(), shown))) {
      return true;
    }
    if (trusted.isEmpty()) {
      return refuse(
          ("the host key of %s is unknown: it shows %s %s, and %s not name it. Compare with `ssh-keygen"
                  + " -lf /etc/ssh/ssh_host_*_key.pub` on its console, then add it to the first"
                  + " file.")
              .formatted(name, type, fingerprint(shown), filesDo()));
    }
    Line expected =
        trusted.stream()
            .filter(line -> line.type().equals(type))
            .findFirst()
            .orElse(trusted.get(0));
    return refuse(
        ("the host key of %s CHANGED: %s holds %s %s, the node shows %s %s. It was reinstalled, or"
                + " somebody is in between. If its console shows the new one: `ssh-keygen -R %s -f"
                + " %s`, then add the new one.")
            .formatted(
                name,
                expected.place(),
                expected.type(),
                fingerprint(expected.key()),
                type,
                fingerprint(shown),
                ShellQuote.word(name),
                ShellQuote.word(expected.file().toString())));
  }

  private String filesDo() {
    String names = files.stream().map(Path::toString).collect(Collectors.joining(", "));
    return switch (files.size()) {
      case 0 -> "no known_hosts file is set, so none does";
      case 1 -> names + " does";
      default -> names + " do";
    };
  }

  private boolean refuse(String message) {
    refusal = message;
    return false;
  }

  /** Why the key was refused, for the operator; empty if it was not. */
  String refusal() {
    return refusal;
  }

  @Override
  public List<String> findExistingAlgorithms(String hostname, int port) {
    String name = name(hostname, port);
    return lines.stream()
        .filter(line -> !line.revoked() && line.isFor(name))
        .map(Line::type)
        .flatMap(
            type ->
                // An RSA key is named ssh-rsa in the file but signs by SHA-2 on the wire.
                type.equals("ssh-rsa")
                    ? List.of("rsa-sha2-512", "rsa-sha2-256").stream()
                    : List.of(type).stream())
        .distinct()
        .toList();
  }

  private static String name(String hostname, int port) {
    String lower = hostname.toLowerCase(Locale.ROOT);
    return port == 22 ? lower : "[" + lower + "]:" + port;
  }

  /** As {@code ssh-keygen -l} prints it. */
  static String fingerprint(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
