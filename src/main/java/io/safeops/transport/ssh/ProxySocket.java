package io.safeops.transport.ssh;

import io.safeops.transport.command.Processes;
import io.safeops.transport.stream.OutputTail;
import io.safeops.transport.stream.ReadAhead;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A socket whose two directions are the standard streams of a program, like OpenSSH's ProxyCommand
 * but started from its arguments, without a shell. Its port is that of the node behind the program,
 * because sshj looks up host keys by the port.
 */
final class ProxySocket extends Socket {

  private final int port;
  private final Process process;
  private final OutputTail words;
  private final InputStream input;
  private final OutputStream output;
  private volatile boolean closed;

  private ProxySocket(int port, Process process, Runnable moved) {
    this.port = port;
    this.process = process;
    this.words = OutputTail.of(process.getErrorStream());
    this.input = new WatchedStream(ReadAhead.of(process.getInputStream()), moved);
    this.output =
        new FilterOutputStream(process.getOutputStream()) {
          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            out.flush();
          }
        };
  }

  /**
   * Starts the program; {@code %h %p %r %%} in its arguments mean what they mean in OpenSSH.
   *
   * @param moved called whenever bytes come
   */
  static ProxySocket start(SshSettings settings, Runnable moved) throws IOException {
    List<String> argv =
        settings.proxyCommand().stream().map(word -> expand(word, settings)).toList();
    return new ProxySocket(settings.port(), new ProcessBuilder(argv).start(), moved);
  }

  private static String expand(String word, SshSettings settings) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c != '%' || i + 1 == word.length()) {
        text.append(c);
        continue;
      }
      char name = word.charAt(++i);
      switch (name) {
        case 'h' -> text.append(settings.host());
        case 'p' -> text.append(settings.port());
        case 'r' -> text.append(settings.user());
        case '%' -> text.append('%');
        default -> text.append('%').append(name);
      }
    }
    return text.toString();
  }

  /** How the program ended and what it printed last; empty without either. */
  String account() {
    String said = words.text();
    String end = hasEnded() ? " ended with status " + process.exitValue() : "";
    if (end.isEmpty() && said.isEmpty()) {
      return "";
    }
    return "; the proxy command" + end + (said.isEmpty() ? "" : " said: " + said);
  }

  /** Waits a moment, because the streams end before the program does. */
  private boolean hasEnded() {
    try {
      return process.waitFor(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public int getPort() {
    return port;
  }

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) {
    // The program connects.
  }

  /** Means nothing for the streams of a program; {@link SshOpening} has the timeouts. */
  @Override
  public void setSoTimeout(int timeout) {}

  @Override
  public void close() {
    closed = true;
    Processes.end(process);
  }
}
