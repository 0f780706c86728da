package io.safeops.transport;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Whoever listens where a node's sshd should: it says who it is, and instead of its host key sends
 * SSH_MSG_DISCONNECT (RFC 4253, 11.1) with any text. Nobody has checked a key by then.
 */
public final class RudeServer implements AutoCloseable {

  private final ServerSocket server;
  private final byte[] words;

  public RudeServer(String lastWords) throws IOException {
    words = lastWords.getBytes(StandardCharsets.UTF_8);
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "rude server");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (in.read() != '\n') {
          // Its own name.
        }
        // Told before its offer of keys is sent, a client may find the socket closed instead.
        in.skipNBytes(in.readInt());
        out.write(packet(disconnect()));
        out.flush();
        socket.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException gone) {
        // The client went away, or the test is over.
      }
    }
  }

  private byte[] disconnect() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(1);
    out.writeInt(2);
    out.writeInt(words.length);
    out.write(words);
    out.writeInt(0);
    return bytes.toByteArray();
  }

  /** RFC 4253, 6: length, length of padding, payload, padding to a multiple of eight. */
  private static byte[] packet(byte[] payload) throws IOException {
    int padding = 16 - (payload.length + 5) % 8;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(1 + payload.length + padding);
    out.writeByte(padding);
    out.write(payload);
    out.write(new byte[padding]);
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
