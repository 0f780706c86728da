package io.safeops.signature;

import io.safeops.document.Printable;
import io.safeops.transport.ssh.SshAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Signs through an ssh agent, with any key that it holds: also with certificates and security keys.
 * The agent may ask its user, so a signature can take as long as that.
 */
public final class AgentSigner implements MessageSigner {

  /** Most keys of the agent that a message names. */
  private static final int MOST_NAMED = 10;

  /** A key of the agent whose signatures can count. */
  private record Usable(SshPublicKey key, SshAgent.Key agentKey) {

    String name() {
      return Printable.line(key + " " + agentKey.comment());
    }
  }

  private final SshAgent agent;
  private final Usable usable;

  private AgentSigner(SshAgent agent, Usable usable) {
    this.agent = agent;
    this.usable = usable;
  }

  /**
   * Connects to an agent and chooses a key.
   *
   * @param socket of the agent, as in SSH_AUTH_SOCK
   * @param publicKey a .pub file that says which key; empty: the only one that the agent holds
   * @throws SignatureException if the agent does not answer, or the key is not there or not the
   *     only one
   */
  public static AgentSigner open(Path socket, Optional<Path> publicKey) throws SignatureException {
    Optional<SshPublicKey> wanted = Optional.empty();
    if (publicKey.isPresent()) {
      wanted = Optional.of(PublicKeyFile.read(publicKey.get()));
    }
    SshAgent agent = connect(socket);
    boolean chosen = false;
    try {
      List<Usable> held = held(agent);
      Usable usable =
          wanted.isPresent() ? named(wanted.get(), publicKey.get(), held) : onlyOne(held);
      AgentSigner signer = new AgentSigner(agent, usable);
      chosen = true;
      return signer;
    } finally {
      if (!chosen) {
        agent.close();
      }
    }
  }

  private static SshAgent connect(Path socket) throws SignatureException {
    try {
      return SshAgent.connect(socket);
    } catch (IOException unreachable) {
      throw new SignatureException(
          "no ssh agent answers at %s (SSH_AUTH_SOCK): %s"
              .formatted(socket, unreachable.getMessage()),
          unreachable);
    }
  }

  private static List<Usable> held(SshAgent agent) throws SignatureException {
    List<SshAgent.Key> keys;
    try {
      keys = agent.keys();
    } catch (IOException failed) {
      throw new SignatureException(
          "the ssh agent does not list its keys: " + failed.getMessage(), failed);
    }
    List<Usable> usable = new ArrayList<>();
    for (SshAgent.Key key : keys) {
      try {
        usable.add(new Usable(SshPublicKey.of(key.blob()), key));
      } catch (SignatureException neverCounts) {
        // An agent may hold keys of other types, for other uses.
      }
    }
    return usable;
  }

  private static Usable named(SshPublicKey wanted, Path file, List<Usable> held)
      throws SignatureException {
    return held.stream()
        .filter(each -> each.key().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new SignatureException(
                    "the ssh agent does not hold the key %s of %s: add it with ssh-add; it holds %s"
                        .formatted(wanted, file, names(held))));
  }

  private static Usable onlyOne(List<Usable> held) throws SignatureException {
    if (held.size() != 1) {
      throw new SignatureException(
          held.isEmpty()
              ? "the ssh agent holds no key that can sign: add one with ssh-add"
              : "the ssh agent holds %d keys, say which one by `agent:FILE.pub`: %s"
                  .formatted(held.size(), names(held)));
    }
    return held.get(0);
  }

  private static String names(List<Usable> held) {
    List<String> names = held.stream().limit(MOST_NAMED).map(Usable::name).toList();
    int rest = held.size() - names.size();
    return held.isEmpty()
        ? "none that can sign"
        : String.join(", ", names) + (rest > 0 ? " and %d more".formatted(rest) : "");
  }

  @Override
  public SshPublicKey key() {
    return usable.key();
  }

  @Override
  public String sign(SignatureNamespace namespace, byte[] message) throws SignatureException {
    return SshSignature.make(usable.key(), namespace, message, this::sign);
  }

  private byte[] sign(byte[] data) throws SignatureException {
    try {
      return agent.sign(usable.agentKey(), data);
    } catch (IOException refused) {
      throw new SignatureException(Printable.line(String.valueOf(refused.getMessage())), refused);
    }
  }

  @Override
  public void close() {
    agent.close();
  }
}
