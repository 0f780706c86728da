package io.safeops.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP relay to a port of loopback whose bytes can stop arriving, as behind a dead switch, or take
 * their time, as to a node that is short of processors.
 */
public final class Cable implements AutoCloseable {

  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean dead;
  private volatile long delay;

  public Cable(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** From now on nothing arrives, neither bytes nor an end; the connections stay open. */
  public void goSilent() {
    dead = true;
  }

  /** From now on whatever is read waits for so long before it is passed on. */
  public void slow(Duration by) {
    delay = by.toNanos();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = server.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        sockets.add(near);
        sockets.add(far);
        thread(() -> relay(near, far));
        thread(() -> relay(far, near));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void relay(Socket from, Socket to) {
    byte[] chunk = new byte[16384];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        LockSupport.parkNanos(delay);
        if (!dead) {
          out.write(chunk, 0, n);
          out.flush();
        }
      }
      if (!dead) {
        to.shutdownOutput();
      }
    } catch (IOException broken) {
      // A reset, which a closed socket sends where it had not read everything, must reach the other
      // side too: else that one waits for its keep-alive to tell it.
      if (!dead) {
        reset(from);
        reset(to);
      }
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException alreadyClosed) {
      // That is what was wanted.
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
