package io.safeops.transport.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.schmizz.sshj.connection.channel.Channel;

/**
 * Standard input of a command over ssh. It writes only as much as the other side has room for.
 * sshj's own stream waits for room while it holds a lock that its reader needs to close the
 * channel: one command that does not read its input would block all commands on the connection for
 * 30 s.
 */
final class ChannelInput extends OutputStream {

  private static final int PACKET = 32 * 1024;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

  private final Channel channel;
  private final OutputStream stream;

  ChannelInput(Channel channel, OutputStream stream) {
    this.channel = channel;
    this.stream = stream;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int at = from;
    int end = from + length;
    while (at < end) {
      int part = (int) Math.min(Math.min(end - at, PACKET), room());
      stream.write(bytes, at, part);
      stream.flush();
      at += part;
    }
  }

  private long room() throws IOException {
    long room = channel.getRemoteWinSize();
    while (room <= 0) {
      if (!channel.isOpen()) {
        throw new IOException("the command takes no more input");
      }
      LockSupport.parkNanos(PAUSE);
      room = channel.getRemoteWinSize();
    }
    return room;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
