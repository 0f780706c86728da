package io.safeops.transport;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A program for proxy-command tests: joins its standard streams to a TCP port. With a third
 * argument it does so in one thread, and takes nothing while what it gives is not taken, as some
 * relays do.
 */
public final class NetCat {

  private NetCat() {}

  public static List<String> argv() throws Exception {
    Path classes =
        Path.of(NetCat.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-cp",
        classes.toString(),
        NetCat.class.getName(),
        "%h",
        "%p");
  }

  public static void main(String[] args) throws Exception {
    try (Socket socket = new Socket(args[0], Integer.parseInt(args[1]))) {
      socket.setTcpNoDelay(true);
      if (args.length > 2) {
        inOneThread(socket);
        return;
      }
      Thread up =
          new Thread(
              () -> {
                try {
                  copy(System.in, socket.getOutputStream());
                  socket.close();
                } catch (Exception gone) {
                  System.exit(0);
                }
              });
      up.setDaemon(true);
      up.start();
      copy(socket.getInputStream(), System.out);
    }
  }

  private static void inOneThread(Socket socket) throws Exception {
    byte[] chunk = new byte[256 * 1024];
    InputStream far = socket.getInputStream();
    while (true) {
      int up = Math.min(System.in.available(), chunk.length);
      if (up > 0) {
        socket.getOutputStream().write(chunk, 0, System.in.read(chunk, 0, up));
      }
      int down = Math.min(far.available(), chunk.length);
      if (down > 0) {
        System.out.write(chunk, 0, far.read(chunk, 0, down));
        System.out.flush();
      }
      if (up == 0 && down == 0) {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private static void copy(InputStream from, OutputStream to) throws Exception {
    byte[] chunk = new byte[8192];
    for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
      to.write(chunk, 0, n);
      to.flush();
    }
  }
}
