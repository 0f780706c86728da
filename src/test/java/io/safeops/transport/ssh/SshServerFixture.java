package io.safeops.transport.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;

/** A real SSH server in this process on a port of loopback; commands run in /bin/sh. */
public final class SshServerFixture implements AutoCloseable {

  final KeyPair hostKey;
  final List<String> commands = new CopyOnWriteArrayList<>();
  final List<String> users = new CopyOnWriteArrayList<>();
  private final SshServer server;
  private volatile String pathPrefix = "";

  public SshServerFixture(KeyPair hostKey, PublicKey... authorized) throws IOException {
    this.hostKey = hostKey;
    server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator(
        (user, key, session) -> {
          boolean ok = KeyUtils.findMatchingKey(key, authorized) != null;
          if (ok) {
            users.add(user);
          }
          return ok;
        });
    server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
    server.setCommandFactory(
        (channel, line) -> {
          commands.add(line);
          return new ShellCommand(line, pathPrefix);
        });
    server.start();
  }

  public int port() {
    return server.getPort();
  }

  public String knownHostsLine() {
    return knownHostsLine("[127.0.0.1]:" + port(), hostKey.getPublic());
  }

  public static String knownHostsLine(String host, PublicKey key) {
    return host + " " + PublicKeyEntry.toString(key) + "\n";
  }

  /** Cuts every connection as a pulled plug would. */
  void cutAll() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  /** Where the shell looks for programs first. */
  void pathPrefix(Path directory) {
    pathPrefix = directory + ":";
  }

  /** From now on the server takes connections with this cipher only. */
  void cipher(BuiltinCiphers only) {
    server.setCipherFactories(List.of(only));
  }

  int sessions() {
    return server.getActiveSessions().size();
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Runs a line as sshd does, by the shell. */
  private static final class ShellCommand implements Command {
    private final String line;
    private final String pathPrefix;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;
    private Process process;

    ShellCommand(String line, String pathPrefix) {
      this.line = line;
      this.pathPrefix = pathPrefix;
    }

    @Override
    public void setInputStream(InputStream in) {
      this.in = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
      this.err = err;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      this.exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment env) throws IOException {
      ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line);
      builder.environment().put("SSH_CONNECTION", "198.51.100.7 4242 192.0.2.12 22");
      builder.environment().merge("PATH", pathPrefix, (path, prefix) -> prefix + path);
      process = builder.start();
      pump(in, process.getOutputStream(), true);
      Thread output = pump(process.getInputStream(), out, false);
      Thread error = pump(process.getErrorStream(), err, false);
      Thread ender =
          new Thread(
              () -> {
                try {
                  int status = process.waitFor();
                  output.join();
                  error.join();
                  exit.onExit(status);
                } catch (InterruptedException interrupted) {
                  Thread.currentThread().interrupt();
                }
              });
      ender.setDaemon(true);
      ender.start();
    }

    private static Thread pump(InputStream from, OutputStream to, boolean close) {
      Thread thread =
          new Thread(
              () -> {
                byte[] chunk = new byte[8192];
                try {
                  for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
                    to.write(chunk, 0, n);
                    to.flush();
                  }
                } catch (IOException gone) {
                  // The other side closed.
                } finally {
                  if (close) {
                    try {
                      to.close();
                    } catch (IOException alreadyClosed) {
                      // Nothing left to close.
                    }
                  }
                }
              });
      thread.setDaemon(true);
      thread.start();
      return thread;
    }

    @Override
    public void destroy(ChannelSession channel) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
