package io.safeops.signature;

import io.safeops.document.HomeDirectory;
import io.safeops.transport.ssh.Secrets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which key an operator wants to sign with: {@code FILE}, {@code agent} or {@code agent:FILE.pub}.
 */
public sealed interface SignerChoice {

  /** What an operator may type, for messages and help. */
  String FORMS = "FILE, agent or agent:FILE.pub";

  /** A private key in a file. */
  record InFile(Path file) implements SignerChoice {
    @Override
    public MessageSigner open(Secrets secrets, Optional<Path> agentSocket)
        throws SignatureException {
      return FileSigner.open(file, secrets);
    }
  }

  /**
   * A key that the ssh agent holds.
   *
   * @param publicKey says which; empty: its only one
   */
  record InAgent(Optional<Path> publicKey) implements SignerChoice {
    @Override
    public MessageSigner open(Secrets secrets, Optional<Path> agentSocket)
        throws SignatureException {
      if (agentSocket.isEmpty()) {
        throw new SignatureException(
            "there is no ssh agent: SSH_AUTH_SOCK is not set (start one with `eval $(ssh-agent)`"
                + " and add the key with ssh-add, or name the file of the key)");
      }
      return AgentSigner.open(agentSocket.get(), publicKey);
    }
  }

  /**
   * Opens the key.
   *
   * @param secrets asked for the passphrase of a file
   * @param agentSocket where the ssh agent listens
   * @throws SignatureException if there is no such key that can sign
   */
  MessageSigner open(Secrets secrets, Optional<Path> agentSocket) throws SignatureException;

  /** As {@link #open(Secrets, Optional)}, with the agent of this process (SSH_AUTH_SOCK). */
  default MessageSigner open(Secrets secrets) throws SignatureException {
    return open(
        secrets,
        Optional.ofNullable(System.getenv("SSH_AUTH_SOCK"))
            .filter(socket -> !socket.isEmpty())
            .map(Path::of));
  }

  /**
   * Reads what an operator typed. A file named {@code agent} is written {@code ./agent}.
   *
   * @throws IllegalArgumentException if it is none of the {@value #FORMS}
   */
  static SignerChoice parse(String text) {
    if (text.equals("agent")) {
      return new InAgent(Optional.empty());
    }
    if (!text.startsWith("agent:")) {
      return new InFile(path(text, text));
    }
    String file = text.substring("agent:".length());
    if (!file.endsWith(".pub")) {
      throw new IllegalArgumentException(
          "after `agent:` expected the .pub file of the key, as agent:FILE.pub");
    }
    return new InAgent(Optional.of(path(file, text)));
  }

  private static Path path(String file, String text) {
    try {
      if (!file.isEmpty()) {
        return file.startsWith("~/")
            ? HomeDirectory.ofProcess().resolve(file.substring(2))
            : Path.of(file);
      }
    } catch (InvalidPathException notAPath) {
      throw new IllegalArgumentException(Quoted.of(text) + " is not a path", notAPath);
    }
    throw new IllegalArgumentException("expected " + FORMS);
  }
}
