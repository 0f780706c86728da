package io.safeops.transport.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPublickey;

/**
 * The keys that one server is offered, in this order: keys of the agent whose public half is beside
 * an identity file, the identity files, the other keys of the agent. Servers close after about six
 * offers.
 */
final class Credentials implements Closeable {

  private final List<AuthMethod> methods;
  private final String account;
  private final Optional<SshAgent> agent;

  private Credentials(List<AuthMethod> methods, String account, Optional<SshAgent> agent) {
    this.methods = methods;
    this.account = account;
    this.agent = agent;
  }

  static Credentials collect(SshSettings settings, Keyring keyring) {
    List<AuthMethod> preferred = new ArrayList<>();
    List<AuthMethod> others = new ArrayList<>();
    Optional<SshAgent> agent = Optional.empty();
    String account = describe(settings, keyring);
    if (settings.agent().isPresent()) {
      try {
        SshAgent connected = SshAgent.connect(settings.agent().get());
        agent = Optional.of(connected);
        List<byte[]> wanted = publicHalves(settings.identities());
        for (SshAgent.Key key : connected.keys()) {
          boolean isWanted = wanted.stream().anyMatch(blob -> Arrays.equals(blob, key.blob()));
          (isWanted ? preferred : others).add(new AgentAuth(connected, key));
        }
      } catch (IOException unusable) {
        account += " (the agent does not answer: " + unusable.getMessage() + ")";
      }
    }
    List<AuthMethod> methods = new ArrayList<>(preferred);
    for (Path identity : settings.identities()) {
      keyring.ready(identity).map(AuthPublickey::new).ifPresent(methods::add);
    }
    methods.addAll(others);
    return new Credentials(methods, account, agent);
  }

  List<AuthMethod> methods() {
    return methods;
  }

  /** Where it looked for keys. */
  String account() {
    return account.isEmpty() ? "no identity file and no agent is set" : account;
  }

  static String describe(SshSettings settings, Keyring keyring) {
    List<String> words = new ArrayList<>();
    settings.agent().ifPresent(socket -> words.add("the agent's keys"));
    if (!settings.identities().isEmpty()) {
      words.add(keyring.account(settings.identities()));
    }
    return String.join(", ", words);
  }

  private static List<byte[]> publicHalves(List<Path> identities) {
    List<byte[]> blobs = new ArrayList<>();
    for (Path identity : identities) {
      Path file = identity.resolveSibling(identity.getFileName() + ".pub");
      try {
        String[] words = Files.readString(file, StandardCharsets.ISO_8859_1).trim().split("\\s+");
        if (words.length >= 2) {
          blobs.add(Base64.getDecoder().decode(words[1]));
        }
      } catch (IOException | IllegalArgumentException notThere) {
        // Without a public half the agent's keys keep their order.
      }
    }
    return blobs;
  }

  @Override
  public void close() {
    agent.ifPresent(SshAgent::close);
  }
}
