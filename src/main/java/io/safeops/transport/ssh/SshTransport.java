package io.safeops.transport.ssh;

import io.safeops.transport.Connection;
import io.safeops.transport.Transport;
import io.safeops.transport.TransportException;
import io.safeops.transport.thread.IoThreads;
import io.safeops.transport.thread.ProgressDeadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Reaches a node by ssh: directly, through jump hosts, or through a proxy command. */
public final class SshTransport implements Transport {

  /** sshd ends a login that takes longer (LoginGraceTime, two minutes by default). */
  public static final Duration MOST = Duration.ofSeconds(120);

  private final SshSettings settings;
  private final Keyring keyring;

  /**
   * @param keyring all transports of a session share it, so that the operator is asked once
   */
  public SshTransport(SshSettings settings, Keyring keyring) {
    this.settings = settings;
    this.keyring = keyring;
  }

  /** Loads the classes that a connection needs, for the launcher's archive; connects to nothing. */
  public static void warmUp() {
    SshAlgorithms.warmUp();
  }

  public SshSettings settings() {
    return settings;
  }

  @Override
  public String description() {
    return settings.description();
  }

  /**
   * Opens a connection. It tries a locked private key last: it asks for the passphrase only when
   * the agent and the other keys were refused. Then the timeout starts anew, because a person
   * types.
   */
  @Override
  public Connection open(Duration timeout) throws TransportException {
    return open(timeout, false);
  }

  @Override
  public Connection openFirst(Duration timeout) throws TransportException {
    return open(timeout, true);
  }

  private Connection open(Duration timeout, boolean first) throws TransportException {
    int answers = keyring.answers();
    try {
      return openOnce(timeout, first);
    } catch (TransportException failed) {
      if (failed.kind() != TransportException.TransportFailure.DENIED) {
        throw failed;
      }
      unlock();
      if (keyring.answers() == answers) {
        throw failed;
      }
      return openOnce(timeout, first);
    }
  }

  private void unlock() {
    for (SshSettings hop = settings; hop != null; hop = hop.jump().orElse(null)) {
      for (Path file : hop.identities()) {
        keyring.unlock(file);
      }
    }
  }

  private Connection openOnce(Duration timeout, boolean first) throws TransportException {
    ProgressDeadline progress = new ProgressDeadline(timeout, MOST);
    SshOpening opening =
        new SshOpening(
            settings, keyring, progress, keyring.openings().opening(settings.firstHop(), first));
    try {
      SshConnection connection = IoThreads.within(progress, opening::connect);
      if (settings.sudo()) {
        connection.requireSudo(timeout);
      }
      return connection;
    } catch (TimeoutException late) {
      String reached = opening.stage() + opening.proxyAccount();
      opening.giveUp();
      throw new TransportException(
          TransportException.TransportFailure.UNREACHABLE,
          "%s: no answer %s while %s".formatted(description(), progress.account(), reached),
          late);
    } catch (InterruptedException interrupted) {
      opening.abandon();
      Thread.currentThread().interrupt();
      throw new TransportException(
          TransportException.TransportFailure.UNREACHABLE,
          description() + ": interrupted while " + opening.stage(),
          interrupted);
    }
  }
}
