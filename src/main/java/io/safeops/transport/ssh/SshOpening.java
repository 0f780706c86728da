package io.safeops.transport.ssh;

import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import io.safeops.transport.limit.OpeningLimits;
import io.safeops.transport.thread.IoThreads;
import io.safeops.transport.thread.ProgressDeadline;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.userauth.UserAuthException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to open one ssh connection, with its jump hosts. Another thread can abandon it at any
 * moment; it then leaves no socket and no process behind.
 */
final class SshOpening {

  /** After three of these without an answer, the link is dead. */
  private static final int KEEP_ALIVE_SECONDS = 5;

  private static final int KEEP_ALIVE_MISSES = 3;

  private final SshSettings settings;
  private final Keyring keyring;
  private final ProgressDeadline progress;
  private final OpeningLimits.Waiting turn;
  private final Deque<Closeable> opened = new ArrayDeque<>();
  private boolean abandoned;
  private volatile String stage = "starting";
  private volatile @Nullable ProxySocket proxy;
  private volatile OpeningLimits.@Nullable Pass pass;

  /**
   * @param progress told of all progress; the thread that watches it gives this up
   * @param turn needed before the other end has to work
   */
  SshOpening(
      SshSettings settings,
      Keyring keyring,
      ProgressDeadline progress,
      OpeningLimits.Waiting turn) {
    this.settings = settings;
    this.keyring = keyring;
    this.progress = progress;
    this.turn = turn;
  }

  /** What it did last, as the end of "while ...". */
  String stage() {
    return stage;
  }

  String proxyAccount() {
    ProxySocket started = proxy;
    return started == null ? "" : started.account();
  }

  private void enter(String newStage) {
    stage = newStage;
    progress.moved();
  }

  /** It made no progress: the other end takes longer than others may have to wait. */
  void giveUp() {
    OpeningLimits.Pass taken = pass;
    if (taken != null) {
      taken.timedOut();
    }
    abandon();
  }

  /** Closes all that was opened, and all that a thread still opens later. */
  void abandon() {
    synchronized (opened) {
      abandoned = true;
    }
    turn.callOff();
    IoThreads.start(this::closeAll);
  }

  private void takeTurn() throws TransportException {
    enter("waiting for its turn");
    progress.queues();
    try {
      pass = turn.take();
    } finally {
      progress.goesOn();
    }
  }

  private void closeAll() {
    while (true) {
      Closeable next;
      synchronized (opened) {
        next = opened.poll();
      }
      if (next == null) {
        return;
      }
      try {
        next.close();
      } catch (IOException alreadyBroken) {
        // It is closed anyway.
      }
    }
  }

  private <T extends Closeable> T keep(T part) throws TransportException {
    synchronized (opened) {
      opened.push(part);
      if (!abandoned) {
        return part;
      }
    }
    closeAll();
    throw new TransportException(
        TransportFailure.UNREACHABLE, settings.description() + ": given up");
  }

  /** Connects and authenticates; after a failure it closes everything. */
  SshConnection connect() throws TransportException {
    boolean done = false;
    try {
      if (!settings.firstHop().isEmpty()) {
        takeTurn();
      }
      SSHClient client = client(settings);
      done = true;
      return new SshConnection(settings, client, this::closeAll);
    } finally {
      OpeningLimits.Pass taken = pass;
      if (taken != null && done) {
        taken.opened();
      } else if (taken != null) {
        taken.end();
      }
      if (!done) {
        closeAll();
      }
    }
  }

  private SSHClient client(SshSettings hop) throws TransportException {
    SSHClient via = hop.jump().isPresent() ? client(hop.jump().get()) : null;
    KnownHosts knownHosts = KnownHosts.read(hop.knownHosts());
    SSHClient client = new SSHClient(SshAlgorithms.config());
    client.addHostKeyVerifier(knownHosts);
    // Another thread watches how long each answer takes.
    client.getTransport().setTimeoutMs((int) SshTransport.MOST.toMillis());
    client.getConnection().setTimeoutMs((int) SshTransport.MOST.toMillis());
    // sshj starts the keep-alive thread when it connects, and only if an interval is set by then.
    client.getConnection().getKeepAlive().setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    if (client.getConnection().getKeepAlive() instanceof KeepAliveRunner runner) {
      runner.setMaxAliveCount(KEEP_ALIVE_MISSES);
    }
    try {
      link(hop, via, client);
      authenticate(hop, client);
      return client;
    } catch (UserAuthException denied) {
      throw new TransportException(TransportFailure.DENIED, refused(hop, client), denied);
    } catch (SSHException failed) {
      throw explain(hop, knownHosts, failed);
    } catch (IOException failed) {
      throw unreachable(hop, String.valueOf(failed.getMessage()), failed);
    }
  }

  private void link(SshSettings hop, @Nullable SSHClient via, SSHClient client)
      throws TransportException, IOException {
    enter("connecting to " + hop.host() + " port " + hop.port());
    if (via != null) {
      var tunnel = via.newDirectConnection(hop.host(), hop.port());
      keep(client);
      enter("exchanging keys with " + hop.host());
      connecting(client, () -> client.connectVia(tunnel, hop.host(), hop.port()));
      return;
    }
    Socket socket = hop.proxyCommand().isEmpty() ? dial(hop) : startProxy(hop);
    keep(new ClientAndSocket(client, socket));
    client.setSocketFactory(new Ready(socket));
    if (pass == null) {
      // The turn begins when the node has accepted the connection: a dead node holds up no other.
      takeTurn();
    }
    enter("exchanging keys with " + hop.host());
    connecting(client, () -> client.connect(hop.host(), hop.port()));
  }

  /** Work that may fail with the exceptions of sshj. */
  @FunctionalInterface
  interface Connecting {
    void run() throws IOException;
  }

  /**
   * If sshj's reader has ended the connection (a refused host key, a server that closed) before the
   * connecting thread uses it again, that thread gets "not connected". The reason why the
   * connection ended is the better answer.
   */
  static void connecting(SSHClient client, Connecting connecting) throws IOException {
    try {
      connecting.run();
    } catch (IllegalStateException notConnected) {
      client.getTransport().join(1, TimeUnit.SECONDS);
      throw new SSHException("the server closed the connection", notConnected);
    }
  }

  private Socket dial(SshSettings hop) throws TransportException {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(hop.host());
    } catch (UnknownHostException unknown) {
      throw unreachable(hop, "no address is known for the name " + hop.host(), unknown);
    }
    IOException last = new IOException("it has no address");
    for (InetAddress address : addresses) {
      Socket socket = keep(new WatchedSocket(progress::moved));
      try {
        // Without this every request on an open connection waits 40 ms for an acknowledgement.
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, hop.port()), progress.leftMillis());
        progress.moved();
        return socket;
      } catch (IOException failed) {
        last = failed;
      }
    }
    throw unreachable(hop, lower(String.valueOf(last.getMessage())), last);
  }

  private Socket startProxy(SshSettings hop) throws TransportException {
    try {
      ProxySocket started = keep(ProxySocket.start(hop, progress::moved));
      proxy = started;
      return started;
    } catch (IOException notStarted) {
      throw unreachable(
          hop, "the proxy command cannot be started: " + notStarted.getMessage(), notStarted);
    }
  }

  private void authenticate(SshSettings hop, SSHClient client)
      throws TransportException, IOException {
    enter("authenticating as " + hop.user() + " on " + hop.host());
    try (Credentials credentials = Credentials.collect(hop, keyring)) {
      if (credentials.methods().isEmpty()) {
        throw new TransportException(
            TransportFailure.DENIED,
            hop.description() + ": no key to log in with: " + credentials.account());
      }
      keep(credentials);
      client.auth(hop.user(), credentials.methods());
    }
  }

  private String refused(SshSettings hop, SSHClient client) {
    List<String> allowed = List.copyOf(client.getUserAuth().getAllowedMethods());
    return "%s: login refused: none of %s was accepted%s"
        .formatted(
            hop.description(),
            Credentials.describe(hop, keyring),
            allowed.isEmpty() ? "" : "; the server takes " + String.join(", ", allowed));
  }

  private TransportException explain(SshSettings hop, KnownHosts knownHosts, SSHException failed) {
    String words = String.valueOf(failed.getMessage());
    if (!knownHosts.refusal().isEmpty()) {
      return new TransportException(
          TransportFailure.HOST_KEY, hop.description() + ": " + knownHosts.refusal(), failed);
    }
    if (failed.getDisconnectReason() == DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE
        || words.contains("Too many authentication failures")) {
      return new TransportException(
          TransportFailure.DENIED, hop.description() + ": login refused: " + words, failed);
    }
    return unreachable(hop, lower(words) + " (while " + stage + ")", failed);
  }

  private TransportException unreachable(SshSettings hop, String why, Exception cause) {
    return new TransportException(
        TransportFailure.UNREACHABLE, hop.description() + ": " + why + proxyAccount(), cause);
  }

  private static String lower(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  /** Gives sshj a socket that is already connected. */
  private static final class Ready extends SocketFactory {
    private final Socket socket;

    Ready(Socket socket) {
      this.socket = socket;
    }

    @Override
    public Socket createSocket() {
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      return socket;
    }
  }

  /**
   * Closes a client, and its socket after a second at the latest: on a dead link sshj waits without
   * limit to send its last packet.
   */
  private record ClientAndSocket(SSHClient client, Socket socket) implements Closeable {
    @Override
    public void close() throws IOException {
      IoThreads.later(Duration.ofSeconds(1), this::closeSocket);
      try {
        client.disconnect();
      } finally {
        closeSocket();
      }
    }

    private void closeSocket() {
      try {
        socket.close();
      } catch (IOException alreadyClosed) {
        // The socket is closed, which is the aim.
      }
    }
  }
}
